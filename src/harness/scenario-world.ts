/** The world of one scenario: a clock that moves when told, the simulated exchange, a trail. */
import type { AuditEvent } from "../domain/audit-event.ts";
import type { Belief } from "../domain/book.ts";
import { zero } from "../domain/decimal.ts";
import type { GateInputs } from "../domain/gate.ts";
import type { RunSituation } from "../domain/observation.ts";
import type { Scenario } from "../domain/scenario.ts";
import type { Snapshot, SnapshotPart } from "../domain/snapshot.ts";
import type { SnapshotPartStep, Step } from "../domain/step.ts";
import { FakePort } from "../exchange/fake-port.ts";
import { SimulatedExchange } from "../exchange/simulated-exchange.ts";
import type { ExpectedOrder, ObservedOrder } from "../domain/order.ts";
import { hear } from "../pipeline/hear.ts";
import type { AuditSink, World } from "../pipeline/world.ts";

export type WorldOptions = {
  /** A trail on disk that takes every event too. */
  readonly trail?: AuditSink;
  /** Names the runs; the default counts them, which is enough within one scenario. */
  readonly newRunId?: () => string;
};

type ExchangeStep = Extract<
  Step,
  { kind: "exchange-fills" | "exchange-cancels" | "exchange-opens" | "position-moves" }
>;

export class ScenarioWorld implements World {
  readonly exchange: SimulatedExchange;
  readonly port: FakePort;
  readonly audit: AuditSink;
  readonly newRunId: () => string;
  readonly auditEvents: AuditEvent[] = [];
  #gates: GateInputs;
  #expected: Belief;
  /** What a bot believes that starts again from an old copy. */
  readonly #oldBelief: Belief;
  #nowMs: number;
  #snapshot: Snapshot;
  #linesUntilUnwritable = Number.POSITIVE_INFINITY;

  constructor(scenario: Scenario, options: WorldOptions = {}) {
    this.#gates = scenario.gates;
    this.#expected = scenario.expected;
    this.#oldBelief = scenario.expected;
    this.#nowMs = scenario.startsAtMs;
    this.exchange = new SimulatedExchange(scenario.exchange);
    this.port = new FakePort(this.exchange, this.nowMs, () => this.auditEvents.length);
    this.audit = { append: (event) => this.#append(event, options.trail) };
    let runs = 0;
    this.newRunId = options.newRunId ?? (() => `run-${(runs += 1)}`);
    const nothing = {
      status: "failed",
      takenAtMs: this.#nowMs,
      error: "no snapshot was taken",
    } as const;
    this.#snapshot = { orders: nothing, positions: nothing };
  }

  readonly nowMs = (): number => this.#nowMs;

  readonly readSnapshot = async (): Promise<Snapshot> => this.#snapshot;

  /** What a run that starts now is shown. */
  situation(): RunSituation {
    const lastPortCallAtMs = this.port.calls.at(-1)?.atMs ?? null;
    return {
      atMs: this.#nowMs,
      gates: this.#gates,
      expected: this.#expected,
      snapshot: this.#snapshot,
      lastPortCallAtMs,
    };
  }

  /** Applies any step but `reconcile`, which is the target's. */
  apply(step: Exclude<Step, { kind: "reconcile" }>): void {
    switch (step.kind) {
      case "snapshot":
        // Looking takes time: what is seen after a call carries a later time than the call.
        if (this.port.calls.at(-1)?.atMs === this.#nowMs) this.#nowMs += 1;
        this.#snapshot = {
          orders: this.#read(step.orders, () => this.exchange.orders()),
          positions: this.#read(step.positions, () => this.exchange.positions()),
        };
        return;
      case "advance-clock":
        this.#nowMs += step.ms;
        this.port.settle();
        return;
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
        this.#expected = hear(this.#expected, step);
        return;
      case "restart":
        this.#expected = { kept: this.#expected, lost: nobody, old: this.#oldBelief }[step.belief];
        return;
      default:
        this.#happen(step);
    }
  }

  /** What the exchange does by itself. */
  #happen(step: ExchangeStep): void {
    switch (step.kind) {
      case "exchange-fills":
        return this.exchange.fill(step.clientOrderId, step.quantity, this.#nowMs);
      case "exchange-cancels":
        return this.exchange.expire(step.clientOrderId, this.#nowMs);
      case "exchange-opens":
        return this.exchange.open(step.order);
      case "position-moves":
        return this.exchange.move(step.position);
    }
  }

  #place({ order, lost }: Extract<Step, { kind: "bot-places" }>): void {
    const placed = { ...order, createdAtMs: this.#nowMs };
    const { orders } = this.#expected;
    const isKnown = orders.some(({ clientOrderId }) => clientOrderId === order.clientOrderId);
    if (!isKnown && lost !== "reply") {
      this.#expected = { ...this.#expected, orders: [...orders, placed] };
    }
    if (lost !== "request") this.exchange.open(observedOf(placed, this.#nowMs));
  }

  #read<Item>(step: SnapshotPartStep, items: () => readonly Item[]): SnapshotPart<Item> {
    const lateMs = step.status === "late" ? step.lateMs : 0;
    const earlyMs = step.status === "early" ? step.earlyMs : 0;
    const takenAtMs = this.#nowMs - lateMs + earlyMs;
    return step.status === "failed"
      ? { status: "failed", takenAtMs, error: "the exchange did not answer" }
      : { status: "ok", takenAtMs, items: items() };
  }

  #append(event: AuditEvent, trail: AuditSink | undefined): string | null {
    if (this.#linesUntilUnwritable <= 0) return "the trail of this scenario is not writable";
    const refusal = trail?.append(event) ?? null;
    if (refusal !== null) return refusal;
    this.auditEvents.push(event);
    this.#linesUntilUnwritable -= 1;
    return null;
  }
}

const nobody: Belief = { orders: [], positions: [] };

/** How the exchange shows an order that has just been placed. */
function observedOf(order: ExpectedOrder, nowMs: number): ObservedOrder {
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
