/** A time-out that was taken for success. */
import { plantBug } from "./planted-bug.ts";

export const reportsAnUnknownAsDone = plantBug({
  name: "reports-an-unknown-as-done",
  expectedFailure: "unknown-outcome-ends-the-run/unknown-outcome-misreported",
  minimalSize: 4,
  bends: {
    report: (report) => ({
      ...report,
      results: report.results.map(({ mismatch, outcome }) =>
        outcome.status === "unknown"
          ? {
              mismatch,
              outcome: { status: "executed", kind: outcome.kind, request: outcome.request },
            }
          : { mismatch, outcome },
      ),
    }),
  },
});
