/** What no scenario can have, the most expensive first. README.md lists the same. */
export const notSimulated: readonly string[] = [
  "queries for one order",
  "two accounts in one process",
  "snapshot parts read at different moments",
  "order updates within a run",
  "updates of conditional orders",
  "matching, margin, fees and funding",
];
