/** nautilus_trader#3067: two legs of one symbol were one position. */
import { plantBug } from "./planted-bug.ts";

export const netsTheLegsOfAHedge = plantBug({
  name: "nets-the-legs-of-a-hedge",
  source: "nautilus_trader#3067",
  expectedFailure: "every-mismatch-is-reported/missing-mismatch",
  minimalSize: 4,
  parts: { keyOf: ({ symbol }) => symbol },
});
