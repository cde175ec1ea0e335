/**
 * What one scenario runs in: clock, exchange, port, audit sink and expected state. Steps change it through
 * `SimulationControls`; each run of the target gets `RunServices` of its own, which end with the run.
 */
import { counted } from "../domain/counted.ts";
import type { Config } from "../domain/config.ts";
import type { GateInputs } from "../domain/gate.ts";
import type { ObservedRun, RunReport } from "../domain/run-report.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { OrderQuery, OrderQueryReply } from "../domain/order-query.ts";
import { OrderQueries } from "../exchange/order-queries.ts";
import { SimulatedClock } from "../exchange/simulated-clock.ts";
import { SimulatedExchange } from "../exchange/simulated-exchange.ts";
import { SimulatedPort } from "../exchange/simulated-port.ts";
import { applyOrderUpdate, type OrderUpdate } from "../pipeline/order-update.ts";
import type { RunInputs } from "../pipeline/run.ts";
import type { RunServices } from "../pipeline/services.ts";
import { symbolsOf } from "../scenario/rename-symbols.ts";
import { hasConditionalOrders, type Scenario } from "../scenario/scenario.ts";
import type { SimulationControls } from "../scenario/step-module.ts";
import { changesExchange, executeStep } from "../scenario/step.ts";
import type { OverlappingRuns, SimulatedStep } from "../scenario/step.ts";
import type { InnerStep } from "../scenario/inner-step.ts";
import type { StepDuringRun } from "../scenario/steps/reconcile.ts";
import { takeNow } from "../scenario/steps/snapshot.ts";
import { SimulatedAuditSink } from "./audit-sink.ts";
import { canonicalReport } from "./canonical-form.ts";
import { CallLog } from "./call-log.ts";
import { CallsOutsideRuns } from "./calls-outside-runs.ts";
import { copyExpected } from "./copies.ts";
import { CrashInjector } from "./crash-injector.ts";
import type { ExecutedStep, Interaction, RunContext, StateSnapshot } from "./observation.ts";
import { copyReport } from "./output-copies.ts";
import { OwnTrailReader } from "./own-trail-reader.ts";
import { RunPair } from "./overlapping-runs.ts";
import { servicesOfRun, type RunLifetime } from "./run-services.ts";
import type { SimulationOptions } from "./simulation-options.ts";
import { StepsInRun } from "./steps-in-run.ts";
import type { Target } from "./target.ts";

export class Simulation implements SimulationControls {
  readonly exchange: SimulatedExchange;
  readonly port: SimulatedPort;
  readonly queries: OrderQueries;
  readonly audit: SimulatedAuditSink;
  readonly expected: SimulationControls["expected"];
  readonly calls: CallLog;
  readonly callsOutsideRuns: CallsOutsideRuns;
  readonly runs: ObservedRun[] = [];
  readonly runContexts: RunContext[] = [];
  readonly trace: ExecutedStep[] = [];
  readonly states: StateSnapshot[] = [];
  readonly interactions: Interaction[] = [];
  gates: GateInputs;
  config: Config;
  snapshot: Snapshot;
  process = new CrashInjector();
  readonly #target: Target;
  readonly #options: SimulationOptions;
  readonly #clock: SimulatedClock;
  /** Null where the target appends its events. */
  readonly #ownTrail: OwnTrailReader | null;
  #runsNamed = 0;
  /** The changes that steps made at the exchange. */
  #changesOfSteps = 0;

  constructor(scenario: Scenario, target: Target, options: SimulationOptions) {
    const { startsAtMs: takenAtMs, gates, expected, config } = scenario;
    this.#target = target;
    this.#options = options;
    this.#clock = new SimulatedClock(takenAtMs);
    this.gates = gates;
    this.config = config;
    this.expected = { current: expected, initial: expected };
    this.exchange = new SimulatedExchange(scenario.exchange, hasConditionalOrders(scenario));
    const onInteraction = () => this.process.onInteraction();
    this.audit = new SimulatedAuditSink(onInteraction, () => this.port.run, options.trail);
    const countAuditEvents = () => this.audit.events.length;
    const isListed = (symbol: string) =>
      this.exchange.lists(symbol) || symbolsOf(scenario).some((name) => name === symbol);
    this.port = new SimulatedPort(
      this.exchange,
      this.#clock,
      countAuditEvents,
      onInteraction,
      isListed,
      target.replyTimeoutMs ?? null,
    );
    this.queries = new OrderQueries(this.exchange, this.port, this.nowMs);
    // A target with an audit trail reads its prior calls from there.
    const { ownTrail } = target;
    this.#ownTrail =
      ownTrail === undefined ? null : new OwnTrailReader(ownTrail, options.account?.name);
    // A file of its own may not have all of a call, such as the end of a ban.
    const appends = target.reports?.has("audit") !== false && ownTrail === undefined;
    const readsAudit = config.auditEnabled && appends;
    const events = options.account?.trail ?? this.audit.events;
    this.calls = new CallLog(this.port.calls, readsAudit ? events : null, options.account?.name);
    this.callsOutsideRuns = new CallsOutsideRuns(scenario, target);
    const none = { status: "failed", takenAtMs, error: "no snapshot was taken" } as const;
    this.snapshot = { orders: none, positions: none };
    if (this.exchange.conditionalOrders !== null) {
      this.snapshot = { orders: none, positions: none, conditionalOrders: none };
    }
  }

  // Fields: closures of the constructor would keep every simulation alive until a full collection.
  readonly nowMs = (): number => this.#clock.botMs;

  readonly after = async (ms: number): Promise<void> => this.#clock.after(ms);

  readonly exchangeNowMs = (): number => this.#clock.exchangeMs;

  readonly queryOrder = async (query: OrderQuery): Promise<OrderQueryReply> =>
    this.queries.answer(query);

  readonly readSnapshot = async (): Promise<Snapshot> => this.snapshot;

  readonly readNow = async (): Promise<Snapshot> => takeNow(this);

  readonly newRunId = (): string => this.#options.newRunId?.() ?? `run-${(this.#runsNamed += 1)}`;

  advanceClock(ms: number): void {
    this.port.wait(ms);
  }

  setClockBy(ms: number): void {
    this.#clock.setBotBy(ms);
  }

  applyUpdate(update: OrderUpdate): void {
    const { current } = this.expected;
    const account = this.#options.account?.name;
    const { applyOrderUpdate: apply } = this.#target;
    if (apply === undefined) this.expected.current = applyOrderUpdate(current, update);
    else {
      const { clientOrderId, symbol, orderId, status, updatedAtMs, filledQuantity } = update;
      const given = { clientOrderId, symbol, orderId, status, updatedAtMs, filledQuantity };
      this.expected.current = copyExpected(apply(copyExpected(current), given, account));
    }
  }

  /** `place` is the index of the step in the scenario. */
  applyStep(step: SimulatedStep, place: number): void {
    const [atMs, runsBefore] = [this.nowMs(), this.runContexts.length];
    this.port.step = place;
    this.callsOutsideRuns.phase = "between-runs";
    const before = this.exchange.changes;
    executeStep(step, this, (executed) =>
      this.trace.push({ step: executed, atMs, runsBefore, place }),
    );
    if (changesExchange(step)) this.#changesOfSteps += this.exchange.changes - before;
    this.callsOutsideRuns.phase = "after-answer";
    this.#recordState(place);
  }

  applyInner(step: InnerStep, inner: number): void {
    const [atMs, runsBefore, place] = [this.nowMs(), this.runContexts.length, this.port.step];
    const before = this.exchange.changes;
    executeStep(step, this, (executed) =>
      this.trace.push({ step: executed, atMs, runsBefore, place, inner }),
    );
    if (changesExchange(step)) this.#changesOfSteps += this.exchange.changes - before;
  }

  /** Steps within the run that starts. Those after a port call follow it; the caller begins with those before. */
  startStepsInRun(during: readonly StepDuringRun[]): StepsInRun {
    const steps = new StepsInRun(during, (step, at) => this.applyInner(step, at));
    this.port.onCallEnd = () => steps.endCall();
    return steps;
  }

  startRun(place: number): RunContext {
    this.port.step = place;
    this.callsOutsideRuns.take();
    this.callsOutsideRuns.runsStarted += 1;
    this.port.startRun(this.runContexts.length);
    const priorCalls = this.calls.priorCalls();
    const context: RunContext = {
      atMs: this.nowMs(),
      gates: this.gates,
      config: this.config,
      expected: this.expected.current,
      snapshot: this.snapshot,
      lastPortCallAtMs: priorCalls.at(-1)?.atMs ?? null,
      priorCalls,
    };
    this.runContexts.push(context);
    return context;
  }

  /** Starts a process of the target. */
  async startTarget(): Promise<void> {
    this.callsOutsideRuns.phase = "start";
    await this.#target.start?.(this.nowMs());
    this.callsOutsideRuns.take();
    this.callsOutsideRuns.phase = "after-answer";
    this.#ownTrail?.afterStart(this);
  }

  async runTarget(run: (services: RunServices) => Promise<RunReport>): Promise<void> {
    const injector = this.process;
    const lifetime: RunLifetime = { run: this.port.run, runId: null, hasEnded: false };
    const services = servicesOfRun(this, lifetime, this.callsOutsideRuns);
    try {
      if (!injector.isCrashScheduled()) {
        this.runs.push(canonicalReport(copyReport(await run(services))));
      } else {
        const crashed = (): ObservedRun => ({ mode: "crashed", runId: lifetime.runId });
        const canonicalRun = async () => canonicalReport(copyReport(await run(services)));
        this.runs.push(await injector.runUntilCrash<ObservedRun>(canonicalRun, crashed));
      }
      // The process of a crashed run is ended by the next start.
      if (!injector.hasCrashed) this.#ownTrail?.afterAnswer(this);
    } catch (error) {
      this.#ownTrail?.afterError(this);
      throw error;
    } finally {
      lifetime.hasEnded = true;
      this.port.onCallEnd = null;
    }
  }

  /** Two runs at once: `other` is the second instance. A scheduled crash is left for a run without one. */
  async runOverlapping(
    step: OverlappingRuns,
    place: number,
    other: Target,
    filters: RunInputs["filters"],
  ): Promise<void> {
    const { port, callsOutsideRuns, process } = this;
    port.step = place;
    callsOutsideRuns.take();
    callsOutsideRuns.runsStarted += 2;
    port.startRun(this.runContexts.length);
    // A query that the run before did not make lets none of these mislead.
    this.queries.startRun([]);
    port.isInstant = true;
    this.process = new CrashInjector();
    try {
      await new RunPair(this, step, filters).execute([this.#target, other]);
    } finally {
      this.process = process;
      port.isInstant = false;
      this.#recordState(place);
    }
  }

  /** Whether the process crashed, in the run or right after it. A new process starts then. */
  finishRun(place: number): boolean {
    this.#recordState(place);
    if (!this.process.isCrashScheduled()) return false;
    this.process.hasCrashed = true;
    this.process = new CrashInjector();
    return true;
  }

  /** Throws where the exchange did what no exchange does: the simulation has a defect, not the target. */
  assertInvariants(): void {
    const { changes, breach } = this.exchange;
    // A request that took effect changes an order or a position, unless nothing of it filled.
    let asked = 0;
    for (const { position } of this.port.effects) {
      if (position === null || position.before !== position.after) asked += 1;
    }
    const unasked = changes - this.#changesOfSteps - asked;
    const found =
      breach ??
      (unasked === 0
        ? null
        : `${counted(unasked, "change")} had neither a request nor an exchange step`);
    if (found === null) return;
    throw new Error(`the simulated exchange broke an invariant: ${found}; this is a defect`);
  }

  #recordState(place: number): void {
    if (this.#options.recordStates !== true) return;
    const { exchange, expected } = this;
    const exchangeNow = {
      orders: exchange.orders(),
      positions: exchange.positions(),
      conditionalOrders: exchange.conditionalOrders?.orders() ?? [],
    };
    this.states[place] = { expected: expected.current, exchange: exchangeNow };
  }
}
