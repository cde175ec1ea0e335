/**
 * Compares what actual with what the scenario promises.
 *
 * The mode is the one that the scenario's gates allow, whatever the target says. Port calls and audit
 * events are those that the harness saw, and what the target reports as executed, failed or unknown
 * has to be what the port answered. Mismatches, plans and the other counts are the target's own word.
 *
 * Of a target that does not report its results nothing is compared with them; a dry run of it shows only
 * that it makes no port call, which is inconclusive.
 *
 * A scenario without a promise is inconclusive, and one that remediates nothing fails unless it says
 * why it holds still: a smoke test that plans nothing and executes nothing has tested nothing.
 */
import { canonicalJson } from "../audit/canonical-json.ts";
import type { DryRunExpectation, Expectation, LiveExpectation } from "../scenario/expectation.ts";
import type { Observation } from "../simulation/observation.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { decideMode } from "../pipeline/gates.ts";
import { summarise } from "./scenario-summary.ts";
import type { RunSummary } from "./scenario-summary.ts";

export type ScenarioVerdict =
  | { readonly kind: "pass" }
  | { readonly kind: "fail" | "inconclusive"; readonly reasons: readonly string[] };

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
  const calls = portCalls.map(({ request }) => request);
  // Whatever else is amiss, or cannot be seen, a call in a dry run is a broken promise.
  const forbidden = mode === "dry_run" ? differs("port calls", [], calls) : [];
  const toldMode =
    targetError === null && reported.has("mode")
      ? differs("mode", [mode], summarise(observation).modes)
      : [];
  const unjudged = targetError !== null ? `the target broke: ${targetError}` : unseen;
  if (targetError !== null || (mode === "dry_run" && !hasResults)) {
    return forbidden.length + toldMode.length > 0
      ? { kind: "fail", reasons: [...forbidden, ...toldMode] }
      : { kind: "inconclusive", reasons: [unjudged] };
  }
  const summary = summarise(observation);
  const promise = mode === "live" ? expect.live : expect.dryRun;
  const reasons = [
    ...forbidden,
    ...differs("mode", [mode], summary.modes),
    ...(hasResults ? compareResults(expect, promise, summary) : []),
    ...(mode === "live"
      ? compareLive(expect.live, observation, summary)
      : differs("plans", expect.dryRun.plans, summary.requests)),
    ...(reported.has("audit") ? compareAudit(scenario, promise, observation) : []),
    ...(expect.expectsNoAction === undefined ? findNoAction(mode, summary) : []),
  ];
  return reasons.length === 0 ? { kind: "pass" } : { kind: "fail", reasons };
}

const unseen =
  "the target does not report its results, so a dry run shows nothing but that it makes no port call; " +
  "run it live, against the simulated exchange";

const counted = [
  ["planned count", "planned"],
  ["executed count", "executed"],
  ["blocked count", "blocked"],
  ["failed count", "failed"],
  ["unknown count", "unknown"],
  ["deferred count", "deferred"],
  ["not routed count", "notRouted"],
  ["skipped terminal", "skippedTerminal"],
  ["skipped no_action", "skippedNoAction"],
] as const;

function compareResults(
  expect: Expectation,
  promise: DryRunExpectation | LiveExpectation,
  summary: RunSummary,
): string[] {
  return [
    ...differs("mismatches", expect.mismatches, summary.mismatches),
    ...differs("action", expect.action, summary.action),
    ...counted.flatMap(([name, key]) => differs(name, promise[key], summary.counts[key])),
    ...differs("block reason", promise.blockReason, summary.blockReason),
  ];
}

/** What is reported as sent has to be what the port answered. */
function compareLive(
  promise: LiveExpectation,
  { portCalls }: Observation,
  summary: RunSummary,
): string[] {
  const answered = (status: string) =>
    portCalls.filter(({ reply }) => reply.status === status).length;
  const { executed, failed } = summary.counts;
  return [
    ...differs(
      "port calls",
      promise.portCalls,
      portCalls.map(({ request }) => request),
    ),
    ...differs("calls that the port refused for want of a permit", 0, answered("refused")),
    ...differs("executed, by what the port accepted", answered("accepted"), executed),
    ...differs("failed, by what the port rejected", answered("rejected"), failed),
  ];
}

/** A dry run goes on without its trail, and its report says so; live mode may not. */
function compareAudit(
  { config }: Scenario,
  promise: DryRunExpectation | LiveExpectation,
  { auditEvents, runs, portCalls }: Observation,
): string[] {
  const forgiven = runs.every((run) => run.mode === "dry_run" && run.auditFailure !== null);
  if (forgiven && portCalls.length === 0) return [];
  const events = auditEvents.map(({ event_type }) => event_type);
  return differs("audit events", config.auditEnabled ? promise.auditEvents : [], events);
}

function findNoAction(mode: "live" | "dry_run", { counts }: RunSummary): string[] {
  if (mode === "live" && counts.executed === 0) return ["live mode executed nothing"];
  if (mode === "dry_run" && counts.planned === 0) return ["the dry run planned nothing"];
  return [];
}

function differs(what: string, promised: unknown, got: unknown): string[] {
  const [left, right] = [canonicalJson(promised), canonicalJson(got)];
  return left === right ? [] : [`${what}: promised ${left}, got ${right}`];
}
