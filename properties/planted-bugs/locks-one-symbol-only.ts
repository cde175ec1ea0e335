/** xLydianSoftware/Qubx#386: a resting order was not looked for everywhere before a close was sent. */
import { plantBug } from "./planted-bug.ts";

export const locksOneSymbolOnly = plantBug({
  name: "locks-one-symbol-only",
  source: "xLydianSoftware/Qubx#386",
  expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
  minimalSize: 4,
  parts: { standsInTheWay: (other, { symbol }) => other.symbol === symbol },
});
