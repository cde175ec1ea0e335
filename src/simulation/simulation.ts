/** The services of one scenario: a clock that moves when told, the simulated exchange, a trail. */
import { PriorCalls } from "../audit/prior-calls.ts";
import type { AuditEvent } from "../domain/audit-event.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import { zero } from "../domain/decimal.ts";
import type { GateInputs } from "../domain/gate.ts";
import type { PriorCall, PortCall } from "../domain/port-call.ts";
import type { ObservedRun, RunReport } from "../domain/run-report.ts";
import { CrashInjector, processCrashed, guardedServices } from "./crash-injector.ts";
import type { ExecutedStep, RejectedAuditEvent, RunContext, StateSnapshot } from "./observation.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { Step } from "../scenario/step.ts";
import { SimulatedPort } from "../exchange/simulated-port.ts";
import { SimulatedExchange } from "../exchange/simulated-exchange.ts";
import type { ExpectedOrder, ObservedOrder } from "../domain/order.ts";
import { applyOrderUpdate } from "../pipeline/order-update.ts";
import type { AuditSink, RunServices } from "../pipeline/services.ts";
import { bindStep } from "./bind-step.ts";
import type { BoundStep } from "./bind-step.ts";
import { takeSnapshot } from "./take-snapshot.ts";

export type SimulationOptions = {
  /** A trail on disk that takes every event too. */
  readonly trail?: AuditSink;
  /** Names the runs; the default counts them, which is enough within one scenario. */
  readonly newRunId?: () => string;
  /** What the target makes of news. */
  readonly applyOrderUpdate?: typeof applyOrderUpdate;
  /** Whether the target keeps a trail, and knows its earlier calls from there. */
  readonly keepsAuditTrail?: boolean;
  /** Keeps what is believed and held after each step, for whoever tells the sequence. */
  readonly recordStates?: boolean;
};

type ExchangeStep = Extract<
  BoundStep,
  { kind: "fill-order" | "cancel-by-exchange" | "add-order" | "set-position" }
>;

export class Simulation implements RunServices {
  readonly exchange: SimulatedExchange;
  readonly port: SimulatedPort;
  readonly audit: AuditSink;
  readonly trace: ExecutedStep[] = [];
  readonly states: StateSnapshot[] = [];
  readonly #recordStates: boolean;
  readonly #readsCallsFromAudit: boolean;
  readonly auditEvents: AuditEvent[] = [];
  readonly rejectedAuditEvents: RejectedAuditEvent[] = [];
  #gates: GateInputs;
  #expected: ExpectedState;
  /** What a bot believes that starts again from an old copy. */
  readonly #initialExpectedState: ExpectedState;
  #nowMs: number;
  #snapshot: Snapshot;
  #eventsUntilUnwritable = Number.POSITIVE_INFINITY;
  readonly #applyOrderUpdate: typeof applyOrderUpdate;
  #life = new CrashInjector();
  #runId: string | null = null;
  #runsBegun = 0;
  readonly #nameRun: (() => string) | null;
  #runsNamed = 0;
  #priorCalls: readonly PriorCall[] = [];
  #callsRemembered = 0;
  #trailCalls: PriorCalls | null = null;

  constructor(scenario: Scenario, options: SimulationOptions = {}) {
    this.#gates = scenario.gates;
    this.#expected = scenario.expected;
    this.#initialExpectedState = scenario.expected;
    this.#nowMs = scenario.startsAtMs;
    this.exchange = new SimulatedExchange(scenario.exchange);
    this.#applyOrderUpdate = options.applyOrderUpdate ?? applyOrderUpdate;
    this.#recordStates = options.recordStates === true;
    this.#readsCallsFromAudit = options.keepsAuditTrail === true && scenario.config.auditEnabled;
    const countAuditEvents = () => this.auditEvents.length;
    const reach = () => this.#life.reach();
    this.port = new SimulatedPort(this.exchange, this.nowMs, countAuditEvents, reach);
    this.audit = { append: (event) => this.#append(event, options.trail) };
    this.#nameRun = options.newRunId ?? null;
    const nothing = {
      status: "failed",
      takenAtMs: this.#nowMs,
      error: "no snapshot was taken",
    } as const;
    this.#snapshot = { orders: nothing, positions: nothing };
  }

  readonly nowMs = (): number => this.#nowMs;

  readonly readSnapshot = async (): Promise<Snapshot> => this.#snapshot;

  // A field: a closure of the constructor would keep every services alive until the next full collection.
  readonly newRunId = (): string => {
    this.#runId = this.#nameRun === null ? `run-${(this.#runsNamed += 1)}` : this.#nameRun();
    return this.#runId;
  };

  /** What a run that starts now is shown. */
  startRun(): RunContext {
    this.port.run = this.#runsBegun;
    this.#runsBegun += 1;
    this.#runId = null;
    const priorCalls = this.#rememberCalls();
    return {
      atMs: this.#nowMs,
      gates: this.#gates,
      expected: this.#expected,
      snapshot: this.#snapshot,
      lastPortCallAtMs: priorCalls.at(-1)?.atMs ?? null,
      priorCalls,
    };
  }

  /**
   * What is known of earlier calls outlives the process in its trail. Where none is kept, somebody else is
   * taken to remember them. Most runs make no call, and the next one is handed the same list.
   */
  #rememberCalls(): readonly PriorCall[] {
    if (this.#readsCallsFromAudit && this.auditEvents.length > 0) {
      this.#trailCalls ??= new PriorCalls();
      return this.#trailCalls.readOn(this.auditEvents);
    }
    const calls = this.#readsCallsFromAudit ? [] : this.port.calls;
    if (this.#callsRemembered < calls.length) {
      this.#priorCalls = priorCallsOf(calls);
      this.#callsRemembered = calls.length;
    }
    return this.#priorCalls;
  }

  /** The answer of a run, or that the process died in it. */
  runTarget(run: (services: RunServices) => Promise<RunReport>): Promise<ObservedRun> {
    return this.#life.isCrashScheduled() ? this.#answerOrDeath(run) : run(this);
  }

  async #answerOrDeath(run: (services: RunServices) => Promise<RunReport>): Promise<ObservedRun> {
    const crashed = (): ObservedRun => ({ mode: "crashed", runId: this.#runId });
    const handedOut = guardedServices(this.#life, this);
    try {
      // It may throw before it has made a promise.
      return await Promise.race([run(handedOut), this.#life.death.then(crashed)]);
    } catch (error) {
      // Whatever a dead process still says of itself, nobody hears it.
      if (this.#life.isOver()) return crashed();
      throw error;
    }
  }

  /** Whether the process that ran died, in its run or right after it; a new one is there now. */
  finishRun(place: number): boolean {
    this.#keepState(place);
    const died = this.#life.isCrashScheduled();
    if (died) {
      this.#life.end();
      this.#life = new CrashInjector();
    }
    return died;
  }

  /** Applies any step but `reconcile`, which is the target's. */
  apply(written: Exclude<Step, { kind: "reconcile" }>, place: number): void {
    const step = bindStep(written, this.exchange, this.#expected);
    if (step !== null) this.#take(step, place);
    this.#keepState(place);
  }

  #keepState(place: number): void {
    if (!this.#recordStates) return;
    const { exchange } = this;
    const exchangeNow = { orders: exchange.orders(), positions: exchange.positions() };
    this.states[place] = { expected: this.#expected, exchange: exchangeNow };
  }

  #take(step: BoundStep, place: number): void {
    this.trace.push({ step, atMs: this.#nowMs, runsBefore: this.#runsBegun, place });
    switch (step.kind) {
      case "snapshot":
        // Looking takes time: what is seen after a call carries a later time than the call.
        if (this.#lastAttemptAtMs() === this.#nowMs) this.#goOn(1);
        this.#snapshot = takeSnapshot(step, this.exchange, this.#nowMs);
        return;
      case "advance-clock":
        return this.#goOn(step.ms);
      case "set-port-faults":
        this.port.behave(step.faults);
        return;
      case "set-audit-fault":
        this.#eventsUntilUnwritable = step.writable ? Number.POSITIVE_INFINITY : step.afterEvents;
        return;
      case "set-gates":
        this.#gates = step.gates;
        return;
      case "place-order":
        return this.#place(step);
      case "order-update":
        this.#expected = this.#applyOrderUpdate(this.#expected, step);
        return;
      case "crash":
        this.#life.scheduleCrash(step.afterInteractions, step.applied);
        return;
      case "restart":
        this.#expected = {
          current: this.#expected,
          empty: emptyExpectedState,
          initial: this.#initialExpectedState,
        }[step.expectedState];
        return;
      default:
        this.#happen(step);
    }
  }

  #lastAttemptAtMs(): number {
    const [sent, told] = [this.port.calls.at(-1), this.#rememberCalls().at(-1)];
    return Math.max(sent?.atMs ?? 0, told?.atMs ?? 0);
  }

  #goOn(ms: number): void {
    this.#nowMs += ms;
    this.port.settle();
  }

  /** What the exchange does by itself. */
  #happen(step: ExchangeStep): void {
    switch (step.kind) {
      case "fill-order":
        return this.exchange.fill(step.clientOrderId, step.quantity, this.#nowMs);
      case "cancel-by-exchange":
        return this.exchange.expire(step.clientOrderId, this.#nowMs);
      case "add-order":
        return this.exchange.addOrder(step.order, this.#nowMs);
      case "set-position":
        return this.exchange.setPosition(step.position, this.#nowMs);
    }
  }

  #place({ order, lost }: Extract<Step, { kind: "place-order" }>): void {
    const placed = { ...order, createdAtMs: this.#nowMs };
    const { orders } = this.#expected;
    const isKnown = orders.some(({ clientOrderId }) => clientOrderId === order.clientOrderId);
    if (!isKnown && lost !== "reply") {
      this.#expected = { ...this.#expected, orders: [...orders, placed] };
    }
    if (lost !== "request")
      this.exchange.addOrder(toObservedOrder(placed, this.#nowMs), this.#nowMs);
  }

  #append(event: AuditEvent, trail: AuditSink | undefined): string | null {
    const reach = this.#life.reach();
    if (reach === "crash-before") throw processCrashed;
    const refusal = this.#accept(event, trail);
    if (reach === "crash-after") throw processCrashed;
    return refusal;
  }

  #accept(event: AuditEvent, trail: AuditSink | undefined): string | null {
    const refusal =
      this.#eventsUntilUnwritable <= 0
        ? "the trail of this scenario is not writable"
        : (trail?.append(event) ?? null);
    if (refusal !== null) {
      this.rejectedAuditEvents.push({ run: this.#runsBegun - 1, event: event.event_type });
      return refusal;
    }
    this.auditEvents.push(event);
    this.#eventsUntilUnwritable -= 1;
    return null;
  }
}

const emptyExpectedState: ExpectedState = { orders: [], positions: [] };

/** How the exchange shows an order that has just been placed. */
export function toObservedOrder(order: ExpectedOrder, nowMs: number): ObservedOrder {
  const { clientOrderId, symbol, side, positionSide, quantity, price } = order;
  return {
    clientOrderId,
    orderId: String(nowMs),
    symbol,
    side,
    positionSide,
    type: "LIMIT",
    quantity,
    filledQuantity: zero,
    price,
    reduceOnly: false,
    status: "OPEN",
    updatedAtMs: nowMs,
  };
}

function priorCallsOf(calls: readonly PortCall[]): PriorCall[] {
  const earlier: PriorCall[] = [];
  for (const { request, atMs, reply } of calls) {
    if (reply.status !== "refused") earlier.push({ request, atMs, status: reply.status });
  }
  return earlier;
}
