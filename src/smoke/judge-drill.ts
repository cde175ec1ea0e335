/**
 * Judges a drill: whether the bot is safe after the disturbance, and after how many runs and port calls.
 *
 * A bot is safe after a run when one of two things is true, and it makes no port call afterwards:
 *
 * - No mismatch is left at the exchange that it may remediate. The oracle decides, from the true exchange state.
 * - It is halted: its gates did not permit live mode in that run, and the run made no port call.
 *
 * A drill in which nothing was at stake is inconclusive.
 */
import type { Verdict } from "../domain/verdict.ts";
import { counted } from "../domain/counted.ts";
import { allGatesOpen } from "../domain/gate.ts";
import { describeExpected } from "../../properties/oracle/requests.ts";
import { expectedMismatches } from "../../properties/oracle/expected-mismatches.ts";
import { expectedOutcomes } from "../../properties/oracle/expected-outcomes.ts";
import { allowedMode } from "../../properties/oracle/mode.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Observation, RunContext, StateSnapshot } from "../simulation/observation.ts";
import { placeOfDisturbance, type Disturbance, type Drill } from "./drill.ts";
import { reasonOf } from "./judge-expectation.ts";

/** What ended a drill well. */
type Safety = "nothing-to-remediate" | "halted";

export type DrillVerdict = {
  readonly verdict: Verdict;
  /** Why it is no pass. */
  readonly reasons: readonly string[];
  /** Until the bot is safe; null where it never is, or was not judged. */
  readonly runs: number | null;
  /** From the disturbance to the end. */
  readonly portCalls: number;
  readonly safety: Safety | null;
};

/**
 * Compares an observation with the maximums of its drill. Throws nothing.
 *
 * @param drill The maximums, and the kind of the disturbance.
 * @param scenario That of the drill, as it fits the target.
 * @param observation Recorded with `recordStates`.
 */
export function judgeDrill(
  drill: Pick<Drill, "disturbance" | "maxRuns" | "maxPortCalls">,
  scenario: Scenario,
  observation: Observation,
): DrillVerdict {
  const place = placeOfDisturbance(scenario, drill.disturbance);
  const after = runsAfter(place, scenario, observation);
  const portCalls = after.reduce((sum, { calls }) => sum + calls, 0);
  const { targetError, callsOutsideRuns } = observation;
  const judged = { portCalls, runs: null, safety: null };
  if (targetError !== null && targetError.kind === "unsupported") {
    return { ...judged, verdict: "inconclusive", reasons: [targetError.message] };
  }
  const faults = [
    ...(targetError === null ? [] : [`the target failed: ${targetError.message}`]),
    ...callsOutsideRuns.map(reasonOf),
  ];
  if (faults.length > 0) return { ...judged, verdict: "fail", reasons: faults };
  const verdict = judgeRuns(drill, after, portCalls);
  // A bot that is not safe at the end fails, also where the disturbance met nothing.
  if (verdict.verdict === "fail") return verdict;
  const idle = whyNothingAtStake(drill.disturbance, place, scenario, observation);
  return idle === null ? verdict : { ...judged, verdict: "inconclusive", reasons: [idle] };
}

type RunAfter = {
  readonly calls: number;
  readonly isHalted: boolean;
  /** What the bot may still do after the run, or null. */
  readonly left: string | null;
};

function judgeRuns(
  { maxRuns, maxPortCalls }: Pick<Drill, "maxRuns" | "maxPortCalls">,
  after: readonly RunAfter[],
  portCalls: number,
): DrillVerdict {
  const isSafe = ({ isHalted, left }: RunAfter) => isHalted || left === null;
  const last = after.at(-1);
  // A run that sends is not over when it starts: the bot is safe after its last call.
  const runs = after.findLastIndex((run) => run.calls > 0 || !isSafe(run)) + 1;
  const isEverSafe = last !== undefined && isSafe(last);
  const reasons = [
    ...(isEverSafe
      ? []
      : [`after ${counted(after.length, "run")} it may still ${last?.left ?? "act"}`]),
    ...(isEverSafe && runs > maxRuns
      ? [`safe after ${counted(runs, "run")}; at most ${maxRuns} are permitted`]
      : []),
    ...(portCalls > maxPortCalls
      ? [`${counted(portCalls, "port call")}; at most ${maxPortCalls} are permitted`]
      : []),
  ];
  const safety = last?.left === null ? "nothing-to-remediate" : "halted";
  return {
    verdict: reasons.length === 0 ? "pass" : "fail",
    reasons,
    runs: isEverSafe ? runs : null,
    portCalls,
    safety: isEverSafe ? safety : null,
  };
}

/** The runs from the disturbance on. */
function runsAfter(place: number, scenario: Scenario, observation: Observation): RunAfter[] {
  const { runContexts, portCalls, states } = observation;
  const places = scenario.steps.flatMap(({ kind }, at) => (kind === "reconcile" ? [at] : []));
  return runContexts.flatMap((context, run): RunAfter[] => {
    const at = places[run] ?? 0;
    if (at < place) return [];
    const calls = portCalls.filter((call) => call.run === run).length;
    const isHalted = allowedMode(context.gates) !== "live" && calls === 0;
    return [{ calls, isHalted, left: remediationLeft(states[at], context, scenario) }];
  });
}

/** The first remediation that open gates, no earlier call and a valid snapshot permit; null where there is none. */
function remediationLeft(
  state: StateSnapshot | undefined,
  { atMs, config }: RunContext,
  scenario: Scenario,
): string | null {
  if (state === undefined) return null;
  const { orders, positions, conditionalOrders } = state.exchange;
  const part = <Item>(items: readonly Item[]) =>
    ({ status: "ok", takenAtMs: atMs, items }) as const;
  const context: RunContext = {
    atMs,
    gates: allGatesOpen,
    config,
    expected: state.expected,
    snapshot: {
      orders: part(orders),
      positions: part(positions),
      conditionalOrders: part(conditionalOrders),
    },
    lastPortCallAtMs: null,
    priorCalls: [],
  };
  const configured = { ...scenario, config };
  const mismatches = expectedMismatches(configured, context);
  const left = expectedOutcomes(configured, context, mismatches).find(
    ({ status }) => status === "permitted",
  );
  return left === undefined ? null : describeExpected(left);
}

/** A phrase, or null where the drill can show something. */
function whyNothingAtStake(
  disturbance: Disturbance,
  place: number,
  scenario: Scenario,
  { runContexts, portCalls, runs, states, streamEvents }: Observation,
): string | null {
  const [context] = runContexts;
  // A run that is disturbed may end without a mismatch; no other disturbance changes the exchange.
  const start = states[disturbance === "stream-fault" ? place - 1 : place];
  if (context === undefined || start === undefined) return "nothing was at stake: no run started";
  if (remediationLeft(start, context, scenario) === null) {
    return "nothing was at stake: the bot had nothing to remediate at the disturbance";
  }
  const runsBefore = scenario.steps
    .slice(0, place)
    .filter(({ kind }) => kind === "reconcile").length;
  const wasMet = {
    "set-gates": () => portCalls.some(({ run }) => run < runsBefore),
    crash: () =>
      runs.some(
        ({ mode }, run) => mode === "crashed" && portCalls.some((call) => call.run === run),
      ),
    "set-port-faults": () => portCalls.some(({ reply }) => reply.status === "unknown"),
    "stream-fault": () => streamEvents.some(({ fault }) => fault !== null),
  }[disturbance];
  return wasMet() ? null : `nothing was at stake: ${missing[disturbance]}`;
}

const missing: Readonly<Record<Disturbance, string>> = {
  "set-gates": "the bot made no port call before its gates closed",
  crash: "the process of the bot did not end between its port calls",
  "set-port-faults": "no port call of the bot was without a clear reply",
  "stream-fault": "no user stream of the bot was open",
};
