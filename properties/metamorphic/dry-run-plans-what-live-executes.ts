/** A dry run of the same situation plans exactly the requests that the first live run sends. */
import { fail, pass, discarded } from "../property.ts";
import type { MetamorphicProperty } from "../property.ts";
import { describeRequest } from "../oracle/expected-outcomes.ts";
import { allowedMode } from "../oracle/mode.ts";
import { plannedRequests } from "../view/run-view.ts";

export const dryRunPlansWhatLiveExecutes: MetamorphicProperty = {
  kind: "metamorphic",
  name: "dry-run-plans-what-live-executes",
  statement:
    "A dry run of the same situation plans exactly the requests that the first live run sends.",
  severity: "money",
  requires: ["results"],
  followUp: ({ scenario }) =>
    allowedMode(scenario.gates) === "live"
      ? { ...scenario, gates: { ...scenario.gates, confirm: null } }
      : { discarded: "the gates do not allow live mode" },
  judge: ({ observation }, followUpCase) => {
    const [live] = observation.runs;
    const [dry] = followUpCase.observation.runs;
    if (live?.mode !== "live" || dry?.mode !== "dry_run") return discarded("a run was refused");
    if (live.auditFailure !== null) return discarded("the trail took no line");
    const calls = observation.portCalls.filter(({ run }) => run === 0);
    const sent = calls.map(({ request }) => describeRequest(request));
    const planned = plannedRequests(dry).map(describeRequest);
    // An unknown outcome ends the calls of a live run before its plan does.
    const endedEarly = calls.at(-1)?.reply.status === "unknown";
    const due = endedEarly ? planned.slice(0, sent.length) : planned;
    if (due.join() === sent.join()) return pass;
    return fail("plan-differs-from-calls", {
      run: 0,
      expected: due.join("; "),
      actual: sent.join("; "),
    });
  },
};
