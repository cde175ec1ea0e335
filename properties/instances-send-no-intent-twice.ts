/** Two instances of a bot run at once by mistake: a deployment overlaps, or a supervisor starts a second process. */
import { canonicalJson } from "../src/audit/canonical-json.ts";
import { redact } from "../src/audit/redact.ts";
import { verifyTrail } from "../src/audit/verify.ts";
import type { AuditEvent } from "../src/domain/audit-event.ts";
import type { PortCall } from "../src/domain/port-call.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import type { RunContext } from "../src/simulation/observation.ts";
import { fail, pass, discarded, type Case, type Failure, type RunProperty } from "./property.ts";
import { expectedMismatches } from "./oracle/expected-mismatches.ts";
import { describeRequest, intentOfMismatch, intentOfRequest } from "./oracle/requests.ts";
import { callsOf } from "./view/calls.ts";
import { scenarioOfRun } from "./view/run-view.ts";
import { remediationOf } from "./view/variants.ts";

export const instancesSendNoIntentTwice: RunProperty = {
  kind: "run",
  name: "instances-send-no-intent-twice",
  statement:
    "Two instances at once repeat no intent of each other without a newer snapshot; their ids and events stay apart.",
  severity: "money",
  checks: ["intent-sent-twice", "flatten-id-sent-twice", "broken-trail"],
  requires: ["instances"],
  judge: (observed, failures) => {
    const { runContexts } = observed.observation;
    if (runContexts.every(({ overlap }) => overlap === undefined)) return noInstances;
    const calls = callsOf(observed);
    if (!calls.some(({ run }) => runContexts[run]?.overlap !== undefined)) return noCalls;
    judgeIntents(observed, calls, failures);
    judgeIds(observed, calls, failures);
    judgeTrail(observed, failures);
    return pass;
  },
};

const noInstances = discarded("no two instances ran at once");
const noCalls = discarded("no instance made a port call");

/** The snapshot of the second sender must be from after the first call, with any outcome, and show a mismatch. */
function judgeIntents(
  { scenario, observation: { runContexts, portCalls } }: Case,
  calls: readonly PortCall[],
  failures: Failure[],
): void {
  for (const [at, call] of calls.entries()) {
    const { run, request } = call;
    const context = runContexts[run];
    const overlap = context?.overlap;
    if (context === undefined || overlap === undefined) continue;
    const intent = intentOfRequest(request);
    const first = calls
      .slice(0, at)
      .findLast(
        (made) => made.run === overlap.otherRun && intentOfRequest(made.request) === intent,
      );
    if (first === undefined) continue;
    const isNewer = portCalls.indexOf(first) < (overlap.callsBeforeSnapshot ?? 0);
    if (isNewer && showsMismatch(intent, scenario, context)) continue;
    const expected = `a mismatch after the call of run ${first.run + 1}: ${describeRequest(first.request)}`;
    const fault = isNewer ? "without a mismatch in its snapshot" : "by an older snapshot";
    const actual = `${describeRequest(request)} ${fault}`;
    const variant = `${remediationOf(request)} after ${first.reply.status}/${fault}`;
    failures.push(fail("intent-sent-twice", { run, expected, actual }, variant));
    return;
  }
}

function showsMismatch(intent: string, scenario: Scenario, context: RunContext): boolean {
  const mismatches = expectedMismatches(scenarioOfRun(scenario, context), context);
  return mismatches.some((mismatch) => intentOfMismatch(mismatch) === intent);
}

function judgeIds(
  { observation: { runContexts } }: Case,
  calls: readonly PortCall[],
  failures: Failure[],
): void {
  const flattens = calls.filter(({ request }) => request.method === "placeMarketOrder");
  for (const [at, { run, request }] of flattens.entries()) {
    const same = flattens.findIndex((made) => made.request.clientOrderId === request.clientOrderId);
    const first = flattens[same];
    if (first === undefined || same === at) continue;
    const isApart = [run, first.run].every((one) => runContexts[one]?.overlap === undefined);
    // Another property judges the ids of runs that do not overlap.
    if (isApart) continue;
    const expected = `an id that run ${first.run + 1} did not send`;
    failures.push(fail("flatten-id-sent-twice", { run, expected, actual: request.clientOrderId }));
    return;
  }
}

/**
 * The events of the two runs are mixed in one trail. Each run must be readable by its id, up to its own event. A run
 * with a rejected event need not be readable.
 */
function judgeTrail(observed: Case, failures: Failure[]): void {
  const { runs, runContexts, auditEvents, rejectedAuditEvents, reported } = observed.observation;
  if (!reported.has("audit")) return;
  const incomplete = new Set(rejectedAuditEvents.map(({ run }) => run));
  const ids = new Set(
    runs.map((report, run) => {
      const isAlone = runContexts[run]?.overlap === undefined;
      return isAlone || incomplete.has(run) || report.mode === "refused" ? null : report.runId;
    }),
  );
  const events = auditEvents.filter(({ run_id }) => ids.has(run_id));
  const lines = events.map((event) => `${canonicalJson(redact(event))}\n`).join("");
  const [finding] = verifyTrail(Buffer.from(lines)).broken;
  if (finding === undefined) {
    judgeRunEvents(observed, failures);
    return;
  }
  const run = runs.findIndex(
    (report) => report.mode !== "refused" && report.runId === events[finding.line - 1]?.run_id,
  );
  const expected = "events that `audit verify` can read, run by run";
  failures.push(fail("broken-trail", { run, expected, actual: finding.message }));
}

/** A run without the lease has its own event too: it has the reason why nothing was sent. */
function judgeRunEvents({ observation }: Case, failures: Failure[]): void {
  const { runs, runContexts, auditEvents, rejectedAuditEvents } = observation;
  for (const [run, report] of runs.entries()) {
    const context = runContexts[run];
    if (context?.overlap === undefined || !context.config.auditEnabled) continue;
    if (report.mode === "refused" || report.mode === "crashed") continue;
    if (rejectedAuditEvents.some((rejected) => rejected.run === run)) continue;
    const isOwn = (event: AuditEvent) =>
      event.event_type === "RECONCILE_RUN" && event.run_id === report.runId;
    if (auditEvents.some(isOwn)) continue;
    const expected = "a RECONCILE_RUN event of the run";
    failures.push(fail("broken-trail", { run, expected, actual: "none" }, report.mode));
    return;
  }
}
