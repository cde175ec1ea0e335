/** The world of one scenario: a clock that moves when told, the simulated exchange, a trail. */
import { EarlierCalls } from "../audit/prior-calls.ts";
import type { AuditEvent } from "../domain/audit-event.ts";
import type { Belief } from "../domain/expected-state.ts";
import { zero } from "../domain/decimal.ts";
import type { GateInputs } from "../domain/gate.ts";
import type { EarlierCall, PortCall } from "../domain/port-call.ts";
import type { ObservedRun, RunReport } from "../domain/run-report.ts";
import { ProcessLife, processDied, untilDeath } from "./crash-injector.ts";
import type { Happening, LostLine, RunSituation, WorldState } from "./observation.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { Step } from "../scenario/step.ts";
import { FakePort } from "../exchange/simulated-port.ts";
import { SimulatedExchange } from "../exchange/simulated-exchange.ts";
import type { ExpectedOrder, ObservedOrder } from "../domain/order.ts";
import { hear } from "../pipeline/order-update.ts";
import type { AuditSink, World } from "../pipeline/services.ts";
import { resolveStep } from "./bind-step.ts";
import type { ResolvedStep } from "./bind-step.ts";
import { takeSnapshot } from "./take-snapshot.ts";

export type WorldOptions = {
  /** A trail on disk that takes every event too. */
  readonly trail?: AuditSink;
  /** Names the runs; the default counts them, which is enough within one scenario. */
  readonly newRunId?: () => string;
  /** What the target makes of news. */
  readonly hear?: typeof hear;
  /** Whether the target keeps a trail, and knows its earlier calls from there. */
  readonly keepsTrail?: boolean;
  /** Keeps what is believed and held after each step, for whoever tells the history. */
  readonly keepsStates?: boolean;
};

type ExchangeStep = Extract<
  ResolvedStep,
  { kind: "exchange-fills" | "exchange-cancels" | "exchange-opens" | "position-moves" }
>;

export class ScenarioWorld implements World {
  readonly exchange: SimulatedExchange;
  readonly port: FakePort;
  readonly audit: AuditSink;
  readonly happenings: Happening[] = [];
  readonly states: WorldState[] = [];
  readonly #keepsStates: boolean;
  readonly #knowsFromTrail: boolean;
  readonly auditEvents: AuditEvent[] = [];
  readonly lostLines: LostLine[] = [];
  #gates: GateInputs;
  #expected: Belief;
  /** What a bot believes that starts again from an old copy. */
  readonly #oldBelief: Belief;
  #nowMs: number;
  #snapshot: Snapshot;
  #linesUntilUnwritable = Number.POSITIVE_INFINITY;
  readonly #hear: typeof hear;
  #life = new ProcessLife();
  #runId: string | null = null;
  #runsBegun = 0;
  readonly #nameRun: (() => string) | null;
  #runsNamed = 0;
  #earlierCalls: readonly EarlierCall[] = [];
  #callsRemembered = 0;
  #trailCalls: EarlierCalls | null = null;

  constructor(scenario: Scenario, options: WorldOptions = {}) {
    this.#gates = scenario.gates;
    this.#expected = scenario.expected;
    this.#oldBelief = scenario.expected;
    this.#nowMs = scenario.startsAtMs;
    this.exchange = new SimulatedExchange(scenario.exchange);
    this.#hear = options.hear ?? hear;
    this.#keepsStates = options.keepsStates === true;
    this.#knowsFromTrail = options.keepsTrail === true && scenario.config.auditEnabled;
    const countAuditEvents = () => this.auditEvents.length;
    const reach = () => this.#life.reach();
    this.port = new FakePort(this.exchange, this.nowMs, countAuditEvents, reach);
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

  // A field: a closure of the constructor would keep every world alive until the next full collection.
  readonly newRunId = (): string => {
    this.#runId = this.#nameRun === null ? `run-${(this.#runsNamed += 1)}` : this.#nameRun();
    return this.#runId;
  };

  /** What a run that starts now is shown. */
  beginRun(): RunSituation {
    this.port.run = this.#runsBegun;
    this.#runsBegun += 1;
    this.#runId = null;
    const earlierCalls = this.#rememberCalls();
    return {
      atMs: this.#nowMs,
      gates: this.#gates,
      expected: this.#expected,
      snapshot: this.#snapshot,
      lastPortCallAtMs: earlierCalls.at(-1)?.atMs ?? null,
      earlierCalls,
    };
  }

  /**
   * What is known of earlier calls outlives the process in its trail. Where none is kept, somebody else is
   * taken to remember them. Most runs make no call, and the next one is handed the same list.
   */
  #rememberCalls(): readonly EarlierCall[] {
    if (this.#knowsFromTrail && this.auditEvents.length > 0) {
      this.#trailCalls ??= new EarlierCalls();
      return this.#trailCalls.readOn(this.auditEvents);
    }
    const calls = this.#knowsFromTrail ? [] : this.port.calls;
    if (this.#callsRemembered < calls.length) {
      this.#earlierCalls = earlierCallsOf(calls);
      this.#callsRemembered = calls.length;
    }
    return this.#earlierCalls;
  }

  /** The answer of a run, or that the process died in it. */
  answerOf(run: (world: World) => Promise<RunReport>): Promise<ObservedRun> {
    return this.#life.isInDanger() ? this.#answerOrDeath(run) : run(this);
  }

  async #answerOrDeath(run: (world: World) => Promise<RunReport>): Promise<ObservedRun> {
    const killed = (): ObservedRun => ({ mode: "killed", runId: this.#runId });
    const handedOut = untilDeath(this.#life, this);
    try {
      // It may throw before it has made a promise.
      return await Promise.race([run(handedOut), this.#life.death.then(killed)]);
    } catch (error) {
      // Whatever a dead process still says of itself, nobody hears it.
      if (this.#life.isOver()) return killed();
      throw error;
    }
  }

  /** Whether the process that ran died, in its run or right after it; a new one is there now. */
  endRun(place: number): boolean {
    this.#keepState(place);
    const died = this.#life.isInDanger();
    if (died) {
      this.#life.end();
      this.#life = new ProcessLife();
    }
    return died;
  }

  /** Applies any step but `reconcile`, which is the target's. */
  apply(written: Exclude<Step, { kind: "reconcile" }>, place: number): void {
    const step = resolveStep(written, this.exchange, this.#expected);
    if (step !== null) this.#take(step, place);
    this.#keepState(place);
  }

  #keepState(place: number): void {
    if (!this.#keepsStates) return;
    const { exchange } = this;
    const held = { orders: exchange.orders(), positions: exchange.positions() };
    this.states[place] = { believed: this.#expected, held };
  }

  #take(step: ResolvedStep, place: number): void {
    this.happenings.push({ step, atMs: this.#nowMs, runsBefore: this.#runsBegun, place });
    switch (step.kind) {
      case "snapshot":
        // Looking takes time: what is seen after a call carries a later time than the call.
        if (this.#lastAttemptAtMs() === this.#nowMs) this.#goOn(1);
        this.#snapshot = takeSnapshot(step, this.exchange, this.#nowMs);
        return;
      case "advance-clock":
        return this.#goOn(step.ms);
      case "port-behaves":
        this.port.behave(step.replies);
        return;
      case "audit-behaves":
        this.#linesUntilUnwritable = step.writable ? Number.POSITIVE_INFINITY : step.afterLines;
        return;
      case "operator":
        this.#gates = step.gates;
        return;
      case "bot-places":
        return this.#place(step);
      case "stream-event":
        this.#expected = this.#hear(this.#expected, step);
        return;
      case "kill":
        this.#life.threaten(step.afterInteractions, step.takesEffect);
        return;
      case "restart":
        this.#expected = { kept: this.#expected, lost: nobody, old: this.#oldBelief }[step.belief];
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
      case "exchange-fills":
        return this.exchange.fill(step.clientOrderId, step.quantity, this.#nowMs);
      case "exchange-cancels":
        return this.exchange.expire(step.clientOrderId, this.#nowMs);
      case "exchange-opens":
        return this.exchange.open(step.order, this.#nowMs);
      case "position-moves":
        return this.exchange.move(step.position, this.#nowMs);
    }
  }

  #place({ order, lost }: Extract<Step, { kind: "bot-places" }>): void {
    const placed = { ...order, createdAtMs: this.#nowMs };
    const { orders } = this.#expected;
    const isKnown = orders.some(({ clientOrderId }) => clientOrderId === order.clientOrderId);
    if (!isKnown && lost !== "reply") {
      this.#expected = { ...this.#expected, orders: [...orders, placed] };
    }
    if (lost !== "request") this.exchange.open(observedOf(placed, this.#nowMs), this.#nowMs);
  }

  #append(event: AuditEvent, trail: AuditSink | undefined): string | null {
    const reach = this.#life.reach();
    if (reach === "died_before") throw processDied;
    const refusal = this.#accept(event, trail);
    if (reach === "dies_with_it") throw processDied;
    return refusal;
  }

  #accept(event: AuditEvent, trail: AuditSink | undefined): string | null {
    const refusal =
      this.#linesUntilUnwritable <= 0
        ? "the trail of this scenario is not writable"
        : (trail?.append(event) ?? null);
    if (refusal !== null) {
      this.lostLines.push({ run: this.#runsBegun - 1, event: event.event_type });
      return refusal;
    }
    this.auditEvents.push(event);
    this.#linesUntilUnwritable -= 1;
    return null;
  }
}

const nobody: Belief = { orders: [], positions: [] };

/** How the exchange shows an order that has just been placed. */
export function observedOf(order: ExpectedOrder, nowMs: number): ObservedOrder {
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

function earlierCallsOf(calls: readonly PortCall[]): EarlierCall[] {
  const earlier: EarlierCall[] = [];
  for (const { request, atMs, reply } of calls) {
    if (reply.status !== "refused") earlier.push({ request, atMs, status: reply.status });
  }
  return earlier;
}
