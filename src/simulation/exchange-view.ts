/**
 * What a target on the wire may see and do beyond the services of its run: it stands between the bot and the exchange.
 * It is part of the harness. A target that users write gets no view.
 */
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import type { Decimal } from "../domain/decimal.ts";
import type { Filters } from "../domain/filters.ts";
import { isLive, type AnyOrderStatus, type ObservedOrder } from "../domain/order.ts";
import type { ObservedPosition, PositionMode } from "../domain/position.ts";
import type { PortFault } from "../domain/port-fault.ts";
import type { ReadList, Snapshot, SnapshotPart } from "../domain/snapshot.ts";
import type { StreamFault } from "../domain/stream-fault.ts";
import type { WireFault } from "../domain/wire-request.ts";
import { symbolsOf } from "../scenario/rename-symbols.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { withoutReadTime, type SnapshotPartStep } from "../scenario/snapshot-part.ts";
import type { Step } from "../scenario/step.ts";
import { takeSnapshot } from "../scenario/steps/snapshot.ts";
import type { Simulation } from "./simulation.ts";
import type { StepsInRun } from "./steps-in-run.ts";

/** The exchange as it is now. */
export type ExchangeNow = {
  /** Every one since the start, market orders too. */
  readonly orders: readonly ObservedOrder[];
  /** By symbol and position side. */
  readonly positions: readonly ObservedPosition[];
  /** Null where the scenario has none. */
  readonly conditionalOrders: readonly ObservedConditionalOrder[] | null;
  /** The mode of the account. */
  readonly positionMode: PositionMode;
  /** Mark prices of the symbols of the scenario; null is a price that is not known. */
  readonly prices: ReadonlyMap<string, Decimal | null>;
  /** By symbol; a symbol without an entry has none. */
  readonly filters: Filters;
};

const ok: SnapshotPartStep = { kind: "ok" };
const allOk = { orders: ok, positions: ok };
const noFaults: { readonly wireFaults?: undefined; readonly streamFaults?: undefined } = {};

type SnapshotStep = Extract<Step, { readonly kind: "snapshot" }>;

/** The lists of open orders have no ended ones, also where the list of the scenario has them. */
function liveOnly<Order extends { readonly status: AnyOrderStatus }>(
  part: SnapshotPart<Order>,
): SnapshotPart<Order> {
  if (part.status === "failed") return part;
  return { ...part, items: part.items.filter(({ status }) => isLive(status)) };
}

/** No list on the wire names the time of its read. */
function partsOnWire({ orders, positions, conditionalOrders }: SnapshotStep) {
  const parts = { orders: withoutReadTime(orders), positions: withoutReadTime(positions) };
  return conditionalOrders === undefined
    ? parts
    : { ...parts, conditionalOrders: withoutReadTime(conditionalOrders) };
}

/** Of one run. */
export class ExchangeView {
  /** The faults of the replies in this run. */
  readonly faults: readonly WireFault[];
  /** The faults of the user stream in this run. */
  readonly streamFaults: readonly StreamFault[];
  readonly #simulation: Simulation;
  readonly #scenario: Scenario;
  readonly #parts: Pick<SnapshotStep, ReadList>;
  readonly #run: number;
  readonly #callsBefore: number;
  readonly #inner: StepsInRun | null;

  /** `place` is the index of the step of the run, and `inner` has the steps within it; null: none. */
  constructor(
    simulation: Simulation,
    scenario: Scenario,
    place: number,
    inner: StepsInRun | null = null,
  ) {
    this.#inner = inner;
    this.#simulation = simulation;
    this.#scenario = scenario;
    this.#run = simulation.port.run;
    this.#callsBefore = simulation.port.calls.length;
    const before = scenario.steps.slice(0, place);
    const last = before.findLast((step): step is SnapshotStep => step.kind === "snapshot");
    this.#parts = last === undefined ? allOk : partsOnWire(last);
    const step = scenario.steps[place];
    const { wireFaults = [], streamFaults = [] } = step?.kind === "reconcile" ? step : noFaults;
    this.faults = wireFaults;
    this.streamFaults = streamFaults;
  }

  /** A list that the bot does not read counts as the scenario shows it. */
  start(): void {
    this.#judgeBy(this.#take(this.#parts));
  }

  /** The bot asks for its account for the first time: what happens at the start of the run happens now. */
  begin(): void {
    this.#inner?.begin();
  }

  /** Calls a listener before each step within the run with null, and after it with the index of the step. */
  onStep(listener: StepsInRun["onChange"]): void {
    if (this.#inner !== null) this.#inner.onChange = listener;
  }

  /**
   * The lists as a read shows them now. Before the first port call of the run they are as the scenario shows them, and
   * the run is judged by the last read of each. Later reads show the exchange as it is.
   */
  read(list: ReadList): Snapshot {
    this.begin();
    if (this.callsInRun() > 0) return this.#take(allOk);
    const snapshot = this.#take(this.#parts);
    this.#judgeBy({ [list]: snapshot[list] });
    this.#inner?.endRead(list);
    return snapshot;
  }

  /** The reply to a read was broken: the run is judged as one whose read failed. */
  failRead(list: ReadList, error: string): void {
    if (this.callsInRun() > 0) return;
    this.#judgeBy({ [list]: { status: "failed", takenAtMs: this.#simulation.nowMs(), error } });
  }

  /** How many port calls there were in the run. */
  callsInRun(): number {
    return this.#simulation.port.calls.length - this.#callsBefore;
  }

  /** The exchange at this moment, without the faults of a snapshot. */
  now(): ExchangeNow {
    const { exchange, queries } = this.#simulation;
    const { filters = {} } = this.#scenario.exchange;
    const priceOf = (symbol: string) => [symbol, exchange.price(symbol)] as const;
    return {
      orders: [...exchange.orders(), ...queries.marketOrders()],
      positions: exchange.positions(),
      conditionalOrders: exchange.conditionalOrders?.orders() ?? null,
      positionMode: exchange.positionMode,
      prices: new Map(symbolsOf(this.#scenario).map(priceOf)),
      filters,
    };
  }

  /** The clock of the exchange, in milliseconds since 1970. */
  nowMs(): number {
    return this.#simulation.exchangeNowMs();
  }

  /** Time passes, in milliseconds. */
  advanceClock(ms: number): void {
    this.#simulation.advanceClock(ms);
  }

  /** The fault of the next port call; null: the one that the scenario has. */
  setNextFault(fault: PortFault | null): void {
    this.#simulation.port.nextFault = fault;
  }

  #take(parts: Pick<SnapshotStep, ReadList>): Snapshot {
    const { exchange, nowMs, exchangeNowMs } = this.#simulation;
    const taken = takeSnapshot(parts, exchange, nowMs(), exchangeNowMs());
    const { orders, positions, conditionalOrders } = taken;
    const lists = { orders: liveOnly(orders), positions };
    return conditionalOrders === undefined
      ? lists
      : { ...lists, conditionalOrders: liveOnly(conditionalOrders) };
  }

  #judgeBy(read: Partial<Snapshot>): void {
    const context = this.#simulation.runContexts[this.#run];
    if (context === undefined) return;
    const snapshot = { ...context.snapshot, ...read };
    // The run decides after its reads.
    const atMs = this.#simulation.nowMs();
    this.#simulation.runContexts[this.#run] = { ...context, atMs, snapshot };
  }
}
