/**
 * Compares an observation with the expectation of its scenario.
 *
 * The gates of the scenario decide the mode. Port calls and audit events are those that the harness recorded.
 * Reported executions, failures and unknown outcomes must equal the replies of the port. Mismatches, plans and
 * the other counts are compared as the target reports them.
 *
 * A target that does not report results is judged by its port calls only, so its dry run is inconclusive.
 *
 * A scenario without an expectation is inconclusive. One that remediates nothing fails unless it gives a reason in
 * `expectsNoAction`, because a smoke test without any effect tests nothing.
 */
import { canonicalJson } from "../audit/canonical-json.ts";
import type { DryRunExpectation, Expectation, LiveExpectation } from "../scenario/expectation.ts";
import { describeOutsideRun } from "../../properties/port-calls-happen-inside-a-run.ts";
import type { CallOutsideRun, Observation } from "../simulation/observation.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { canonicalRequest, type PlannedRequest } from "../domain/port-call.ts";
import { countOfStatus } from "../domain/run-report.ts";
import { decideMode } from "../pipeline/gates.ts";
import { summarizeRuns, type RunSummary } from "./scenario-summary.ts";

/** Whether an observation is what its scenario expects, by `kind`. */
export type ScenarioVerdict =
  | {
      /** Everything is as expected. */
      readonly kind: "pass";
    }
  | {
      /** `inconclusive`: nothing differs, and something was not judged. */
      readonly kind: "fail" | "inconclusive";
      /** Each difference, or why something was not judged. */
      readonly reasons: readonly string[];
    };

/**
 * Compares an observation with the `expect` of its scenario. Throws nothing.
 *
 * @param scenario With `expect`; one without it is inconclusive.
 * @param observation What `runScenario` recorded of this scenario.
 * @returns the verdict, with its reasons
 */
export function judgeExpectation(scenario: Scenario, observation: Observation): ScenarioVerdict {
  const { expect, gates } = scenario;
  if (expect === undefined) {
    const reason = "the scenario has no `expect`, so nothing was judged";
    return { kind: "inconclusive", reasons: [reason] };
  }
  const { mode } = decideMode(gates);
  if (mode === "refused") return { kind: "fail", reasons: ["a gate is closed: nothing ran"] };
  const { targetError, reported, portCalls } = observation;
  const hasResults = reported.has("results");
  const summary = summarizeRuns(observation);
  const calls = portCalls.map(({ request }) => request);
  // A port call in a dry run or in no run fails the scenario, also where nothing else can be judged.
  const forbidden = [
    ...(mode === "dry_run" ? compare("port calls", [], calls) : []),
    ...observation.callsOutsideRuns.map(reasonOf),
  ];
  const wrongMode = compare("mode", [mode], summary.modes);
  if (targetError !== null || (mode === "dry_run" && !hasResults)) {
    const isModeReported = targetError === null && reported.has("mode");
    const known = [...forbidden, ...(isModeReported ? wrongMode : [])];
    const failure = targetError === null ? [] : [`the target failed: ${targetError.message}`];
    const isFinding = targetError !== null && targetError.kind !== "unsupported";
    if (known.length > 0 || isFinding) return { kind: "fail", reasons: [...known, ...failure] };
    const [reason = unobservable] = failure;
    return { kind: "inconclusive", reasons: [reason] };
  }
  const expected = mode === "live" ? expect.live : expect.dryRun;
  const auditReasons = compareAudit(scenario, expected, observation);
  const lostTrail = auditReasons.length > 0 ? describeLostTrail(observation) : null;
  const reasons = [
    ...forbidden,
    ...wrongMode,
    ...(hasResults ? compareResults(expect, expected, summary) : []),
    ...(mode === "live"
      ? compareLive(expect.live, observation, summary)
      : compareRequests("plans", expect.dryRun.plans, summary.requests)),
    ...(lostTrail === null ? auditReasons : []),
    ...(expect.expectsNoAction === undefined ? findNoAction(mode, summary) : []),
  ];
  if (reasons.length > 0) return { kind: "fail", reasons };
  return lostTrail === null ? { kind: "pass" } : { kind: "inconclusive", reasons: [lostTrail] };
}

/** Of a port call in no run. */
export function reasonOf(call: CallOutsideRun): string {
  const { expected, actual } = describeOutsideRun(call);
  return `${expected}, got ${actual}`;
}

const unobservable =
  "the target does not report its results, so a dry run shows only that it makes no port call; " +
  "run it live, against the simulated exchange";

function compareResults(
  expect: Expectation,
  expected: DryRunExpectation | LiveExpectation,
  summary: RunSummary,
): string[] {
  return [
    ...compare("mismatches", expect.mismatches, summary.mismatches),
    ...compare("action", expect.action, summary.action),
    ...Object.entries(countOfStatus).flatMap(([status, key]) =>
      compare(`${status.replaceAll("_", " ")} count`, expected[key], summary.counts[key]),
    ),
    ...compare("block reason", expected.blockReason, summary.blockReason),
  ];
}

/** Reported counts must equal the replies of the port. */
function compareLive(
  expected: LiveExpectation,
  { portCalls }: Observation,
  summary: RunSummary,
): string[] {
  const answered = (status: string) =>
    portCalls.filter(({ reply }) => reply.status === status).length;
  const { executed, failed } = summary.counts;
  const calls = portCalls.map(({ request }) => request);
  return [
    ...compareRequests("port calls", expected.portCalls, calls),
    ...compare("calls that the port refused for want of a permit", 0, answered("refused")),
    ...compare("executed, by the replies of the port", answered("accepted"), executed),
    ...compare("failed, by the replies of the port", answered("rejected"), failed),
  ];
}

function compareAudit(
  { config }: Scenario,
  expected: DryRunExpectation | LiveExpectation,
  { auditEvents, reported, ownTrail }: Observation,
): string[] {
  if (!config.auditEnabled && !reported.has("audit")) return [];
  const events = auditEvents.map(({ event_type }) => event_type);
  const hasRunEvents = ownTrail?.hasRunEvents !== false;
  const due = expected.auditEvents.filter((type) => hasRunEvents || type !== "RECONCILE_RUN");
  return compare("audit events", config.auditEnabled ? due : [], events);
}

/** Why the target is not to blame for audit events that are missing, or null. */
function describeLostTrail({ reported, runs, portCalls }: Observation): string | null {
  if (!reported.has("audit")) return "the target does not report `audit`, so it wrote no trail";
  // A dry run continues without its trail and reports the audit failure; a live run may not.
  const failures = runs.map((run) => (run.mode === "dry_run" ? run.auditFailure : null));
  const [failure = null] = failures;
  if (failure === null || failures.includes(null) || portCalls.length > 0) return null;
  return `the audit trail was not written: ${failure}`;
}

function findNoAction(mode: "live" | "dry_run", { counts }: RunSummary): string[] {
  if (mode === "live" && counts.executed === 0) return ["live mode executed nothing"];
  if (mode === "dry_run" && counts.planned === 0) return ["the dry run planned nothing"];
  return [];
}

/** By value, and without the id of a flatten order, which the target chooses. */
function compareRequests(
  name: string,
  expected: readonly PlannedRequest[],
  got: readonly PlannedRequest[],
): string[] {
  return compare(name, expected.map(withoutOwnId), got.map(withoutOwnId));
}

function withoutOwnId(request: PlannedRequest): object {
  const { clientOrderId, ...rest } = canonicalRequest(request);
  return request.method === "placeMarketOrder" ? rest : { ...rest, clientOrderId };
}

function compare(name: string, expected: unknown, got: unknown): string[] {
  const [left, right] = [canonicalJson(expected), canonicalJson(got)];
  return left === right ? [] : [`${name}: expected ${left}, got ${right}`];
}
