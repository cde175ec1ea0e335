/** Runs drills against a target, one after the other. */
import { worstOf, type Verdict } from "../domain/verdict.ts";
import { fitOrNull, fitTo } from "../profile/fit-scenario.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { takeLateCalls } from "../simulation/calls-outside-runs.ts";
import type { Target } from "../simulation/target.ts";
import { fitToWire } from "../target/wire/fit-wire.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Drill } from "./drill.ts";
import { reasonOf } from "./judge-expectation.ts";
import { judgeDrill, type DrillVerdict } from "./judge-drill.ts";

export type DrillResult = Pick<Drill, "name" | "statement" | "maxRuns" | "maxPortCalls"> &
  DrillVerdict;

/**
 * Runs each drill once.
 *
 * @param endTarget Ends the target after the last drill. Returns null, or what went wrong in its session.
 */
export async function runDrills(
  drills: readonly Drill[],
  target: Target,
  endTarget: () => Promise<string | null>,
): Promise<readonly DrillResult[]> {
  const ran: { readonly scenario: Scenario | null; readonly result: DrillResult }[] = [];
  for (const drill of drills) {
    const scenario = fitDrill(drill.scenario, target);
    const verdict =
      scenario === null
        ? outside
        : judgeDrill(drill, scenario, await runScenario(scenario, target, { recordStates: true }));
    const { name, statement, maxRuns, maxPortCalls } = drill;
    ran.push({ scenario, result: { name, statement, maxRuns, maxPortCalls, ...verdict } });
  }
  const fault = await endTarget();
  const late = takeLateCalls(target);
  return ran.map(({ scenario, result }, at) => {
    const calls = late.filter((call) => call.scenario === scenario).map(reasonOf);
    const isLast = at === ran.length - 1;
    return withEnd(result, calls, isLast ? fault : null);
  });
}

export function verdictOfDrills(results: readonly DrillResult[]): Verdict {
  return worstOf(results.map(({ verdict }) => verdict));
}

/** Null where the bot cannot have the scenario. */
function fitDrill(scenario: Scenario, target: Target): Scenario | null {
  const fit = fitTo(target.profile);
  const within = fit === null ? scenario : fitOrNull(fit, scenario);
  return within !== null && target.isOnWire === true ? fitToWire(within) : within;
}

const outside: DrillVerdict = {
  verdict: "inconclusive",
  reasons: ["the drill is outside the profile of the bot"],
  runs: null,
  portCalls: 0,
  safety: null,
};

/** The result with what only the end of the target shows. */
function withEnd(result: DrillResult, calls: readonly string[], fault: string | null): DrillResult {
  const faults = fault === null ? [] : [`the target: ${fault}`];
  if (calls.length + faults.length === 0) return result;
  const reasons = [...result.reasons, ...calls, ...faults];
  const verdict = calls.length > 0 || result.verdict === "fail" ? "fail" : "inconclusive";
  return { ...result, verdict, reasons };
}
