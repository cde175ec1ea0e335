/**
 * Runs a scenario's steps against a target and returns the observation. A target error ends the
 * scenario; what was observed until then is judged. Throws when the simulation broke an invariant.
 */
import { reportParts } from "../domain/run-report.ts";
import type { AuditEvent } from "../domain/audit-event.ts";
import type { QueryFault } from "../domain/order-query.ts";
import type { RecordedStreamEvent } from "../domain/stream-fault.ts";
import type { RecordedRequest } from "../domain/wire-request.ts";
import { isSimulated, type SimulatedStep, type Step } from "../scenario/step.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { printable } from "../domain/printable-text.ts";
import type { ObservedTargetError, Observation } from "./observation.ts";
import { copyInputs } from "./copies.ts";
import { ExchangeView } from "./exchange-view.ts";
import { LeftoverTimers } from "./leftover-timers.ts";
import { Simulation } from "./simulation.ts";
import type { SimulationOptions } from "./simulation-options.ts";
import { shippedPipeline, TargetError, type Target } from "./target.ts";
import { describeUnsupported } from "./unsupported-parts.ts";

/**
 * Runs the steps of a scenario on a target, on the simulated exchange. A target error ends the scenario.
 *
 * @param scenario The situation.
 * @param target What runs. Its errors are in `targetError` of the result.
 * @param options What the simulation records or writes in addition.
 * @returns a promise of all that was recorded
 * @throws `Error`, as a rejection, when the simulated exchange broke an invariant: a defect of the harness
 */
export async function runScenario(
  scenario: Scenario,
  target: Target,
  options: SimulationOptions = {},
): Promise<Observation> {
  const simulation = new Simulation(scenario, target, options);
  const targetError = await observeErrors(target, async () => {
    refuseUnsupported(target, scenario);
    await simulation.startTarget();
    await executeSteps(scenario, target, simulation);
  });
  return observationOf(simulation, target, targetError);
}

/** Until the last timer of the target has ended. */
async function observeErrors(
  target: Target,
  work: () => Promise<void>,
): Promise<ObservedTargetError | null> {
  let targetError: ObservedTargetError | null = null;
  // The shipped pipeline awaits all that it starts, and a process has no timers here.
  const isElsewhere = target.takeCallsOutsideRuns !== undefined;
  const timers = target === shippedPipeline || isElsewhere ? null : new LeftoverTimers();
  try {
    await work();
  } catch (error) {
    targetError = describeError(error);
  }
  await timers?.drain();
  return targetError;
}

function observationOf(
  simulation: Simulation,
  target: Target,
  targetError: ObservedTargetError | null,
): Observation {
  const { runs, runContexts, port, trace, states, audit, callsOutsideRuns } = simulation;
  const { interactions } = simulation;
  callsOutsideRuns.end();
  simulation.assertInvariants();
  // Written out: building the observation with a spread took a quarter of a campaign's time.
  return {
    runs,
    runContexts,
    portCalls: port.calls,
    orderQueries: simulation.queries.recorded,
    requests: target.takeRequests?.() ?? noRequests,
    streamEvents: target.takeStreamEvents?.() ?? noStreamEvents,
    callsOutsideRuns: callsOutsideRuns.recorded,
    effects: port.effects,
    trace,
    interactions,
    states,
    auditEvents: audit.events,
    ownTrail: target.ownTrail === undefined ? null : { hasRunEvents: target.ownTrail.hasRunEvents },
    rejectedAuditEvents: audit.rejected,
    reported: target.reports === undefined ? wholeReport : new Set(target.reports),
    targetError,
  };
}

function refuseUnsupported(target: Target, scenario: Scenario): void {
  const message = describeUnsupported(target, scenario);
  if (message !== null) throw new TargetError("unsupported", message);
}

/** Throws what the target throws in a run or while it starts. */
async function executeSteps(
  scenario: Scenario,
  target: Target,
  simulation: Simulation,
): Promise<void> {
  for (const [place, step] of scenario.steps.entries()) {
    const work = executeOne(step, place, scenario, target, simulation);
    if (work !== null) await work;
  }
}

/** Null for a step that needs no target: most steps are of that kind, and a promise for each would cost more. */
function executeOne(
  step: Step,
  place: number,
  scenario: Scenario,
  target: Target,
  simulation: Simulation,
  account?: string,
): Promise<void> | null {
  if (!isSimulated(step)) return executeRun(step, place, scenario, target, simulation, account);
  simulation.applyStep(step, place);
  return step.kind === "restart" ? simulation.startTarget() : null;
}

async function executeRun(
  step: Exclude<Step, SimulatedStep>,
  place: number,
  scenario: Scenario,
  target: Target,
  simulation: Simulation,
  account?: string,
): Promise<void> {
  const { filters } = scenario.exchange;
  if (step.kind === "reconcile-overlapping") {
    const other = (await target.openInstance?.(target)) ?? target;
    await other.start?.(simulation.nowMs());
    await simulation.runOverlapping(step, place, other, filters);
    return;
  }
  const { gates, config, expected, lastPortCallAtMs, priorCalls } = simulation.startRun(place);
  const own = { gates, config, expected, lastPortCallAtMs, priorCalls, filters, account };
  const inputs = copyInputs(own);
  // After the inputs are copied: they are the state at the start of the run.
  const inner = step.during === undefined ? null : simulation.startStepsInRun(step.during);
  simulation.queries.startRun(step.queryFaults ?? noFaults);
  const view =
    target.isOnWire === true ? new ExchangeView(simulation, scenario, place, inner) : undefined;
  if (view === undefined) inner?.begin();
  else view.start();
  await simulation.runTarget((services) => target.reconcile(inputs, services, view));
  // A bot on the wire may have asked for nothing.
  inner?.begin();
  if (simulation.finishRun(place)) await simulation.startTarget();
}

const noFaults: readonly QueryFault[] = [];
const noRequests: readonly RecordedRequest[] = [];
const noStreamEvents: readonly RecordedStreamEvent[] = [];

/** The names of two accounts in one process. */
export const accountNames = ["first", "second"] as const;

/**
 * Runs two scenarios as two accounts of one process: each step of the first, and then the step of the second with the
 * same place. Each account has an exchange, a port, a snapshot and a clock of its own; the audit trail has the events
 * of both. A target error ends both.
 */
export async function runTogether(
  scenarios: readonly [Scenario, Scenario],
  target: Target,
  { recordStates = false }: Pick<SimulationOptions, "recordStates"> = {},
): Promise<readonly [Observation, Observation]> {
  const trail: AuditEvent[] = [];
  let runs = 0;
  const simulate = (scenario: Scenario, name: string) =>
    new Simulation(scenario, target, {
      account: { name, trail },
      trail: {
        append: (event) => {
          trail.push(event);
          return null;
        },
      },
      recordStates,
      // Unique in the process.
      newRunId: () => `run-${(runs += 1)}`,
    });
  const [one, other] = scenarios;
  const first = simulate(one, accountNames[0]);
  const second = simulate(other, accountNames[1]);
  const targetError = await observeErrors(target, async () => {
    await first.startTarget();
    for (const [place, step] of one.steps.entries()) {
      await executeOne(step, place, one, target, first, accountNames[0]);
      const next = other.steps[place];
      if (next !== undefined) {
        await executeOne(next, place, other, target, second, accountNames[1]);
      }
    }
  });
  return [observationOf(first, target, targetError), observationOf(second, target, targetError)];
}

const wholeReport = new Set(reportParts);

const exceptionLengthMax = 2_000;

function describeError(error: unknown): ObservedTargetError {
  if (error instanceof TargetError) return { kind: error.kind, message: error.message };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const lines = text.slice(0, exceptionLengthMax).split("\n");
  return { kind: "exception", message: lines.map(printable).join("\n") };
}
