/** What no scenario can have, the most expensive first. README.md lists the same. */
export const notSimulated: readonly string[] = [
  "updates of conditional orders",
  "matching, margin, fees and funding",
];
