/** What no scenario can have, the most expensive first. README.md lists the same. */
export const notSimulated: readonly string[] = [
  "two instances of a bot at once",
  "a list of orders that is late, cut or repeats one",
  "conditional orders in a second list",
  "a clock that moves in a run",
  "a position mode that changes",
  "matching, margin, fees, funding and lot sizes",
];
