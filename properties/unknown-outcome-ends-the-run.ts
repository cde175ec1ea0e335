/** After a call with an unknown outcome the run makes no other, and reports it as neither done nor failed. */
import { fails, holds, notApplicable } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { judgeRuns } from "./view/run-view.ts";

export const unknownOutcomeEndsTheRun: RunProperty = {
  kind: "run",
  name: "unknown-outcome-ends-the-run",
  statement:
    "After a call with an unknown outcome the run makes no other, and reports it as neither done nor failed.",
  movesMoney: true,
  judge: (observed) =>
    judgeRuns(observed, ({ run, calls, report, reported }) => {
      const at = calls.findIndex(({ reply }) => reply.status === "unknown");
      if (at === -1) return notApplicable("every outcome was known");
      if (at < calls.length - 1) {
        const happened = `${calls.length - 1 - at} more calls`;
        return fails("no-further-call", { run, expected: "no call after it", happened });
      }
      if (!reported.has("results")) return holds;
      const id = calls[at]?.request.clientOrderId;
      const result = report.results.find(
        ({ outcome }) => "request" in outcome && outcome.request.clientOrderId === id,
      );
      const status = result?.outcome.status ?? "not reported";
      if (status === "unknown") return holds;
      return fails("reported-as-unknown", { run, expected: "unknown", happened: status });
    }),
};
