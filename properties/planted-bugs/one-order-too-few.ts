/** Off by one at the boundary of a limit. */
import { plantBug } from "./planted-bug.ts";

export const oneOrderTooFew = plantBug({
  name: "one-order-too-few",
  expectedFailure: "permitted-remediations-are-executed/missing-remediation",
  minimalSize: 3,
  bends: {
    config: ({ maxOrdersPerAction }) => ({
      maxOrdersPerAction: Math.max(maxOrdersPerAction - 1, 0),
    }),
  },
});
