/** What no scenario can have, the most expensive first. README.md lists the same. */
export const notSimulated: readonly string[] = [
  "two instances of a bot at once",
  "conditional orders in a second list",
  "queries for one order",
  "two accounts in one process",
  "snapshot parts read at different moments",
  "order updates within a run",
  "matching, margin, fees and funding",
];
