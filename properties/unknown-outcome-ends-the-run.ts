/** After a call with an unknown outcome the run makes no other, and reports it as neither done nor failed. */
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty } from "./property.ts";
import { judgeRuns } from "./view/run-view.ts";

export const unknownOutcomeEndsTheRun: RunProperty = {
  kind: "run",
  name: "unknown-outcome-ends-the-run",
  statement:
    "After a call with an unknown outcome the run makes no other, and reports it as neither done nor failed.",
  severity: "money",
  judge: (observed) =>
    judgeRuns(observed, ({ run, calls, report, reported }) => {
      const at = calls.findIndex(({ reply }) => reply.status === "unknown");
      if (at === -1) return discarded("every outcome was known");
      if (at < calls.length - 1) {
        const actual = `${calls.length - 1 - at} more calls`;
        return fail("call-after-unknown-outcome", { run, expected: "no call after it", actual });
      }
      if (!reported.has("results")) return pass;
      const id = calls[at]?.request.clientOrderId;
      const result = report.results.find(
        ({ outcome }) => "request" in outcome && outcome.request.clientOrderId === id,
      );
      const status = result?.outcome.status ?? "not reported";
      if (status === "unknown") return pass;
      return fail("unknown-outcome-misreported", { run, expected: "unknown", actual: status });
    }),
};
