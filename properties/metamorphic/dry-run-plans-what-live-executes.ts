/** A dry run of the same situation plans exactly the requests that the first live run sends. */
import { fails, holds, notApplicable } from "../property.ts";
import type { RelationProperty } from "../property.ts";
import { describeRequest } from "../oracle/expected-outcomes.ts";
import { allowedMode } from "../oracle/mode.ts";
import { plannedRequests } from "../view/run-view.ts";

export const dryRunPlansWhatLiveExecutes: RelationProperty = {
  kind: "relation",
  name: "dry-run-plans-what-live-executes",
  statement:
    "A dry run of the same situation plans exactly the requests that the first live run sends.",
  movesMoney: true,
  needs: ["results"],
  derive: ({ scenario }) =>
    allowedMode(scenario.gates) === "live"
      ? { ...scenario, gates: { ...scenario.gates, confirm: null } }
      : { notApplicable: "the gates do not allow live mode" },
  judge: ({ observation }, derived) => {
    const [live] = observation.runs;
    const [dry] = derived.observation.runs;
    if (live?.mode !== "live" || dry?.mode !== "dry_run") return notApplicable("a run was refused");
    if (live.auditFailure !== null) return notApplicable("the trail took no line");
    const calls = observation.portCalls.filter(({ run }) => run === 0);
    const sent = calls.map(({ request }) => describeRequest(request));
    const planned = plannedRequests(dry).map(describeRequest);
    // An unknown outcome ends the calls of a live run before its plan does.
    const endedEarly = calls.at(-1)?.reply.status === "unknown";
    const due = endedEarly ? planned.slice(0, sent.length) : planned;
    if (due.join() === sent.join()) return holds;
    return fails("planned-is-sent", {
      run: 0,
      expected: due.join("; "),
      happened: sent.join("; "),
    });
  },
};
