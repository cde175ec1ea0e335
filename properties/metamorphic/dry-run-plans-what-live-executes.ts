/** The follow-up is the dry run, which must show an operator what live mode would do. */
import { asDryRun } from "../../src/domain/gate.ts";
import { counted } from "../../src/domain/counted.ts";
import { fail, pass, discarded, type MetamorphicProperty } from "../property.ts";
import { isRateLimit } from "../oracle/ban.ts";
import { allowedMode } from "../oracle/mode.ts";
import { describeRequest } from "../oracle/requests.ts";
import { withoutEndedParts } from "../view/split-closes.ts";
import { plannedRequests } from "../view/run-view.ts";
import { firstDifference, remediationOf } from "../view/variants.ts";

export const dryRunPlansWhatLiveExecutes: MetamorphicProperty = {
  kind: "metamorphic",
  name: "dry-run-plans-what-live-executes",
  statement: "A dry run of a scenario plans exactly the requests that its first live run sends.",
  severity: "money",
  checks: ["plan-differs-from-calls"],
  requires: ["results"],
  followUp: ({ scenario }) => {
    if (allowedMode(scenario.gates) !== "live") {
      return { discarded: "the gates do not permit live mode" };
    }
    const gates = asDryRun(scenario.gates);
    return gates === null ? { discarded: "the bot has no dry run" } : { ...scenario, gates };
  },
  judge: ({ observation }, followUpCase) => {
    const [[live], [dry]] = [observation.runs, followUpCase.observation.runs];
    if (live?.mode !== "live" || dry?.mode !== "dry_run") return discarded("a run was refused");
    if (live.auditFailure !== null) return discarded("the audit sink rejected an event");
    const calls = observation.portCalls.filter(({ run }) => run === 0);
    const planned = withoutEndedParts(plannedRequests(dry), calls);
    // An unknown outcome or a rate limit ends the calls of a live run before its plan does.
    const last = calls.at(-1)?.reply;
    const endedEarly = last !== undefined && (last.status === "unknown" || isRateLimit(last));
    const due = endedEarly ? planned.slice(0, calls.length) : planned;
    const sent = calls.map(({ request }) => request);
    const [expected, actual] = [due.map(describeRequest), sent.map(describeRequest)];
    if (expected.join("; ") === actual.join("; ")) return pass;
    const at = firstDifference(expected, actual);
    const words = [due[at], sent[at]].map((one) =>
      one === undefined ? "none" : remediationOf(one),
    );
    const violation = { run: 0, expected: list("planned", expected), actual: list("sent", actual) };
    return fail("plan-differs-from-calls", violation, words.join("/"));
  },
};

function list(word: string, requests: readonly string[]): string {
  const listed = requests.length === 0 ? "" : `: ${requests.join("; ")}`;
  return `${counted(requests.length, "request")} ${word}${listed}`;
}
