/**
 * The services that one scenario runs in: clock, exchange, port, audit sink and expected state. Steps
 * change them through `SimulationControls`; a run of the target gets them as `RunServices`.
 */
import type { GateInputs } from "../domain/gate.ts";
import type { ObservedRun, RunReport } from "../domain/run-report.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { SimulatedExchange } from "../exchange/simulated-exchange.ts";
import { SimulatedPort } from "../exchange/simulated-port.ts";
import { applyOrderUpdate } from "../pipeline/order-update.ts";
import type { AuditSink, RunServices } from "../pipeline/services.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { SimulationControls } from "../scenario/step-module.ts";
import { executeStep, type SimulatedStep } from "../scenario/step.ts";
import { SimulatedAuditSink } from "./audit-sink.ts";
import { CallLog } from "./call-log.ts";
import { SimulatedClock } from "./clock.ts";
import { CrashInjector, guardedServices } from "./crash-injector.ts";
import { SimulatedExpectedState } from "./expected-state.ts";
import type { ExecutedStep, RunContext, StateSnapshot } from "./observation.ts";

export type SimulationOptions = {
  /** A trail on disk that receives every event too. */
  readonly trail?: AuditSink;
  /** Names the runs; by default they are numbered, which is unique within one scenario. */
  readonly newRunId?: () => string;
  /** How the target applies order updates; by default as the shipped pipeline does. */
  readonly applyOrderUpdate?: typeof applyOrderUpdate;
  /** Whether the target keeps an audit trail, and reads its prior calls from there. */
  readonly keepsAuditTrail?: boolean;
  /** Records expected and exchange state after each step, for a timeline. */
  readonly recordStates?: boolean;
};

export class Simulation implements RunServices, SimulationControls {
  readonly exchange: SimulatedExchange;
  readonly port: SimulatedPort;
  readonly audit: SimulatedAuditSink;
  readonly expected: SimulatedExpectedState;
  readonly trace: ExecutedStep[] = [];
  readonly states: StateSnapshot[] = [];
  readonly nowMs: () => number;
  readonly #options: SimulationOptions;
  readonly #clock: SimulatedClock;
  readonly #calls: CallLog;
  #crashInjector = new CrashInjector();
  #gates: GateInputs;
  #snapshot: Snapshot;
  #runsStarted = 0;
  #runsNamed = 0;
  #runId: string | null = null;

  constructor(scenario: Scenario, options: SimulationOptions = {}) {
    this.#options = options;
    this.#clock = new SimulatedClock(scenario.startsAtMs);
    this.nowMs = this.#clock.nowMs;
    this.#gates = scenario.gates;
    this.expected = new SimulatedExpectedState(
      scenario.expected,
      options.applyOrderUpdate ?? applyOrderUpdate,
    );
    this.exchange = new SimulatedExchange(scenario.exchange);
    const onInteraction = () => this.#crashInjector.onInteraction();
    this.audit = new SimulatedAuditSink(onInteraction, () => this.port.run, options.trail);
    const countAuditEvents = () => this.audit.events.length;
    this.port = new SimulatedPort(this.exchange, this.nowMs, countAuditEvents, onInteraction);
    const readsAudit = options.keepsAuditTrail === true && scenario.config.auditEnabled;
    this.#calls = new CallLog(this.port.calls, readsAudit ? this.audit.events : null);
    const takenAtMs = scenario.startsAtMs;
    const none = { status: "failed", takenAtMs, error: "no snapshot was taken" } as const;
    this.#snapshot = { orders: none, positions: none };
  }

  readonly readSnapshot = async (): Promise<Snapshot> => this.#snapshot;

  // A field: a closure of the constructor would keep every simulation alive until a full collection.
  readonly newRunId = (): string => {
    this.#runId = this.#options.newRunId?.() ?? `run-${(this.#runsNamed += 1)}`;
    return this.#runId;
  };

  lastCallAtMs(): number {
    return this.#calls.lastCallAtMs();
  }

  advanceClock(ms: number): void {
    this.#clock.advance(ms);
    this.port.deliverDelayed();
  }

  setGates(gates: GateInputs): void {
    this.#gates = gates;
  }

  setSnapshot(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
  }

  scheduleCrash(afterInteractions: number, applied: boolean): void {
    this.#crashInjector.scheduleCrash(afterInteractions, applied);
  }

  /** `place` is the index of the step in the scenario. */
  applyStep(step: SimulatedStep, place: number): void {
    const [atMs, runsBefore] = [this.nowMs(), this.#runsStarted];
    executeStep(step, this, (executed) =>
      this.trace.push({ step: executed, atMs, runsBefore, place }),
    );
    this.#recordState(place);
  }

  startRun(): RunContext {
    this.port.run = this.#runsStarted;
    this.#runsStarted += 1;
    this.#runId = null;
    const priorCalls = this.#calls.priorCalls();
    return {
      atMs: this.nowMs(),
      gates: this.#gates,
      expected: this.expected.current,
      snapshot: this.#snapshot,
      lastPortCallAtMs: priorCalls.at(-1)?.atMs ?? null,
      priorCalls,
    };
  }

  runTarget(run: (services: RunServices) => Promise<RunReport>): Promise<ObservedRun> {
    const injector = this.#crashInjector;
    if (!injector.isCrashScheduled()) return run(this);
    const services = guardedServices(injector, this);
    return injector.runUntilCrash<ObservedRun>(
      () => run(services),
      () => ({ mode: "crashed", runId: this.#runId }),
    );
  }

  /** Whether the process crashed, in the run or right after it. A new process starts then. */
  finishRun(place: number): boolean {
    this.#recordState(place);
    if (!this.#crashInjector.isCrashScheduled()) return false;
    this.#crashInjector.crash();
    this.#crashInjector = new CrashInjector();
    return true;
  }

  #recordState(place: number): void {
    if (this.#options.recordStates !== true) return;
    const { exchange, expected } = this;
    const exchangeNow = { orders: exchange.orders(), positions: exchange.positions() };
    this.states[place] = { expected: expected.current, exchange: exchangeNow };
  }
}
