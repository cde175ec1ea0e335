/**
 * Port calls outside every run. Those that come after the observation of their scenario was made are late:
 * they can change the verdict of no case any more, so the campaign takes them from here.
 */
import { printableShort } from "../domain/printable-text.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { CallOutsideRun } from "./observation.ts";
import type { Target } from "./target.ts";

/** As the session of a target records it. */
export type TakenCall = Omit<CallOutsideRun, "afterRuns"> & {
  /** Of a call that names an earlier run: how many runs have started since. */
  readonly runsAgo?: number;
};

export type LateCall = CallOutsideRun & {
  /** The scenario of the run that had answered, or the last one of the target before the call. */
  readonly scenario: Scenario;
};

const lateCalls = new WeakMap<Target, LateCall[]>();

/** The late calls of a target since the last request for them, oldest first; after its end those at its end too. */
export function takeLateCalls(target: Target): readonly LateCall[] {
  collectSessionCalls(target);
  const taken = lateCalls.get(target) ?? [];
  lateCalls.delete(target);
  return taken;
}

const lastScenarios = new WeakMap<Target, Scenario>();

/** What the target's own session recorded between two scenarios belongs to the earlier one. */
function collectSessionCalls(target: Target): void {
  const last = lastScenarios.get(target);
  if (last === undefined) return;
  for (const { runsAgo: _, ...call } of target.takeCallsOutsideRuns?.() ?? []) {
    addLateCall(target, { afterRuns: 0, ...call, scenario: last });
  }
}

export class CallsOutsideRuns {
  readonly recorded: CallOutsideRun[] = [];
  /** Also `after-answer` while a later run is active: only the run that had answered is to blame. */
  phase: Exclude<CallOutsideRun["when"], "shutdown" | "not-served"> = "after-answer";
  runsStarted = 0;
  readonly #scenario: Scenario;
  readonly #target: Target;
  #isOver = false;

  constructor(scenario: Scenario, target: Target) {
    this.#scenario = scenario;
    this.#target = target;
    collectSessionCalls(target);
  }

  /** A call through the port of a run that has answered; `run` is its index. */
  onCall(run: number, method: string, params: unknown): void {
    const when = this.phase;
    const afterRuns = when === "after-answer" ? run + 1 : this.runsStarted;
    this.#add({ afterRuns, when, method, detail: describeParams(params) });
  }

  /** Adds the calls that the target's own session recorded. */
  take(): void {
    for (const { runsAgo, ...call } of this.#target.takeCallsOutsideRuns?.() ?? []) {
      const afterRuns = this.runsStarted - (runsAgo ?? 0);
      const last = lastScenarios.get(this.#target);
      const isOfLastScenario = runsAgo !== undefined && afterRuns <= 0 && last !== undefined;
      if (isOfLastScenario) addLateCall(this.#target, { ...call, afterRuns: 0, scenario: last });
      else this.#add({ afterRuns: Math.max(afterRuns, 0), ...call });
    }
  }

  end(): void {
    this.take();
    this.phase = "after-answer";
    this.#isOver = true;
    if (this.#target.takeCallsOutsideRuns !== undefined) {
      lastScenarios.set(this.#target, this.#scenario);
    }
  }

  #add(call: CallOutsideRun): void {
    if (this.#isOver) addLateCall(this.#target, { ...call, scenario: this.#scenario });
    else this.recorded.push(call);
  }
}

function addLateCall(target: Target, call: LateCall): void {
  const calls = lateCalls.get(target);
  if (calls === undefined) lateCalls.set(target, [call]);
  else calls.push(call);
}

/** Parameters as short text. They come unparsed from the target, so they may be no JSON. */
export function describeParams(params: unknown): string {
  try {
    return printableShort(JSON.stringify(params, withoutMethod) ?? String(params));
  } catch {
    return "parameters that are no JSON";
  }
}

function withoutMethod(key: string, value: unknown): unknown {
  return key === "method" ? undefined : value;
}
