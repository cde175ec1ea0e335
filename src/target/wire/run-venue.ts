/** The account of one run, as the REST interface shows it: the simulated exchange, at the times of the machine. */
import type { PortFault } from "../../domain/port-fault.ts";
import type { PortReply } from "../../domain/port-call.ts";
import type { ReadList, SnapshotPart } from "../../domain/snapshot.ts";
import type { StreamFault } from "../../domain/stream-fault.ts";
import { showsFailure, type FaultEndpoint, type WireFault } from "../../domain/wire-request.ts";
import { rejectedBy, tooManyRequests, venueMessage } from "../../exchange/venue-errors.ts";
import type { ExchangeView } from "../../simulation/exchange-view.ts";
import { banMs } from "../../wire/broken-reply.ts";
import { shiftDates } from "../../wire/shift-dates.ts";
import type { AccountNow } from "../../wire/stream/account-changes.ts";
import type { Venue } from "../../wire/venue.ts";
import type { TargetPort } from "../target-run.ts";
import { shiftReply } from "./shift-times.ts";

export class RunVenue implements Venue {
  readonly #view: ExchangeView;
  readonly #port: TargetPort;
  /** What the machine is ahead of the scenario, in milliseconds. */
  readonly #shiftMs: number;
  /** Of the machine. */
  #atMs: number;
  /** How many requests each endpoint got. */
  readonly #requests = new Map<FaultEndpoint, number>();
  portCalls = 0;

  constructor(view: ExchangeView, port: TargetPort, machineMs: number) {
    this.#view = view;
    this.#port = port;
    this.#atMs = machineMs;
    this.#shiftMs = machineMs - view.nowMs();
  }

  get shiftMs(): number {
    return this.#shiftMs;
  }

  get streamFaults(): readonly StreamFault[] {
    return this.#view.streamFaults;
  }

  /** Calls a listener before each step within the run with null, and after it with the index of the step. */
  onStep(listener: (at: number | null) => void): void {
    this.#view.onStep(listener);
  }

  /** How many port calls there were in the run. */
  callsInRun(): number {
    return this.#view.callsInRun();
  }

  /** The clock of the scenario goes on with that of the machine. */
  passTo(machineMs: number): void {
    const ms = machineMs - this.#atMs;
    if (ms <= 0) return;
    this.#atMs = machineMs;
    this.#view.advanceClock(ms);
  }

  /** The fault of the next request to an endpoint, or null. */
  nextFault(endpoint: FaultEndpoint): WireFault | null {
    const call = (this.#requests.get(endpoint) ?? 0) + 1;
    this.#requests.set(endpoint, call);
    const { faults } = this.#view;
    return faults.find((fault) => fault.endpoint === endpoint && fault.call === call) ?? null;
  }

  /** The port answers the next call so that the bot cannot know its outcome, or so that it failed. */
  loseNextReply(fault: WireFault): void {
    this.#view.setNextFault(portFaultOf(fault));
  }

  /** A request that made no call leaves the faults of the scenario as they are. */
  keepFaults(): void {
    this.#view.setNextFault(null);
  }

  failRead(list: ReadList, reason: string): void {
    this.#view.failRead(list, reason);
  }

  nowMs(): number {
    return this.#view.nowMs() + this.#shiftMs;
  }

  symbols() {
    const { prices, filters } = this.#view.now();
    return [...prices].map(([symbol, markPrice]) => ({
      symbol,
      markPrice,
      filters: new Map(Object.entries(filters)).get(symbol),
    }));
  }

  positionMode() {
    return this.#view.now().positionMode;
  }

  openOrders() {
    return this.#dated(this.#view.read("orders").orders);
  }

  positions() {
    const { positions } = this.#view.read("positions");
    return { ...positions, takenAtMs: this.nowMs() };
  }

  openAlgoOrders() {
    const none = { status: "ok", takenAtMs: 0, items: [] } as const;
    return this.#dated(this.#view.read("conditionalOrders").conditionalOrders ?? none);
  }

  allOrders() {
    this.#view.begin();
    return shiftDates(this.#view.now().orders, this.#shiftMs);
  }

  allAlgoOrders() {
    this.#view.begin();
    return shiftDates(this.#view.now().conditionalOrders ?? [], this.#shiftMs);
  }

  /** As it is now, for the user stream: no list that the bot reads. */
  account(): AccountNow {
    const { orders, positions, conditionalOrders, prices } = this.#view.now();
    return {
      orders: shiftDates(orders, this.#shiftMs),
      positions,
      conditionalOrders: shiftDates(conditionalOrders ?? [], this.#shiftMs),
      priceOf: (symbol) => prices.get(symbol) ?? null,
      nowMs: this.nowMs(),
    };
  }

  async queryOrder(query: Parameters<Venue["queryOrder"]>[0]) {
    const reply = await this.#port.queryOrder(query);
    if (reply.status === "failed" && reply.bannedUntilMs !== undefined) {
      return { ...reply, bannedUntilMs: reply.bannedUntilMs + this.#shiftMs };
    }
    if (reply.status !== "found") return reply;
    const [order = reply.order] = shiftDates([reply.order], this.#shiftMs);
    return { ...reply, order };
  }

  async send(method: Parameters<Venue["send"]>[0], params: unknown): Promise<PortReply> {
    this.#view.begin();
    this.portCalls += 1;
    try {
      // The port reads the parameters.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
      return shiftReply(await this.#port[method](params as never), this.#shiftMs);
    } catch (error) {
      // The bot has no permit in a dry run: the call is recorded, and the key may not trade.
      if (error instanceof Error && error.name === "LivePermitError") return rejectedBy(-2015);
      throw error;
    }
  }

  /** Matching is not simulated. */
  async placeRestingOrder(): Promise<PortReply> {
    return rejectedBy(-2019);
  }

  /** Triggers are not simulated either. */
  async placeConditionalOrder(): Promise<PortReply> {
    return rejectedBy(-2019);
  }

  setPositionMode(): PortReply {
    return rejectedBy(-4059);
  }

  /** A run meets no end of it. */
  startCountdown(): void {}

  #dated<Item extends { readonly updatedAtMs: number }>(
    part: SnapshotPart<Item>,
  ): SnapshotPart<Item> {
    const takenAtMs = this.nowMs();
    if (part.status === "failed") return { ...part, takenAtMs };
    return { ...part, takenAtMs, items: shiftDates(part.items, this.#shiftMs) };
  }
}

/** What a fault of a reply is for the exchange. */
function portFaultOf({ kind, applied }: WireFault): PortFault {
  if (!showsFailure(kind)) return { kind: "timeout", applied: applied === true };
  switch (kind) {
    case "service-unavailable":
    case "internal-error":
      return { kind: "reject", code: -1001, message: venueMessage(-1001) };
    case "clock-skew":
      return { kind: "reject", code: -1021, message: venueMessage(-1021) };
    case "too-many-requests":
      return { kind: "reject", code: -1003, message: tooManyRequests };
    case "ip-ban":
      return { kind: "rate-limit", banMs };
  }
}
