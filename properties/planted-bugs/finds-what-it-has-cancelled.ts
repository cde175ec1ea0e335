/** nautilus_trader#3622: every round found what the round before had mended. */
import { isLive } from "../../src/domain/order.ts";
import { plantBug } from "./planted-bug.ts";

export const findsWhatItHasCancelled = plantBug({
  name: "finds-what-it-has-cancelled",
  source: "nautilus_trader#3622",
  expectedFailure: "no-mismatch-no-action/report-without-mismatch",
  minimalSize: 3,
  parts: { isUnexpected: (status) => isLive(status) || status === "CANCELLED" },
});
