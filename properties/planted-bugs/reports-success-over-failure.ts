/** A run that was green because its last step was. */
import { plantBug } from "./planted-bug.ts";

export const reportsSuccessOverFailure = plantBug(
  "reports-success-over-failure",
  "what-is-held-back-says-why/named-by-the-worst",
  {
    report: (report) => (report.counts.failed > 0 ? { ...report, status: "executed" } : report),
  },
);
