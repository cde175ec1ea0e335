/** A run that was green because its last step was. */
import { plantBug } from "./planted-bug.ts";

export const reportsSuccessOverFailure = plantBug({
  name: "reports-success-over-failure",
  expectedFailure: "blocked-remediations-name-the-first-reason/wrong-run-status",
  minimalSize: 4,
  bends: {
    report: (report) => (report.counts.failed > 0 ? { ...report, status: "executed" } : report),
  },
});
