/**
 * The port of the simulated exchange. It records every call first, so a call without a permit is
 * evidence too. A scenario schedules faults for the next calls.
 */
import type { Decimal } from "../domain/decimal.ts";
import type {
  CancelOrder,
  PlaceMarketOrder,
  PortCall,
  PortEffect,
  PortReply,
  PortRequest,
} from "../domain/port-call.ts";
import { unknownOutcomeCodes } from "../domain/port-call.ts";
import type { PortFault } from "../domain/port-fault.ts";
import { countPermits, isGenuinePermit, type LivePermit } from "../pipeline/live-permit.ts";
import type { Port } from "../pipeline/services.ts";
import { readRequest, type ReadRequest } from "./read-request.ts";
import type { SimulatedExchange } from "./simulated-exchange.ts";
import { rejectedBy, venueMessage } from "./venue-errors.ts";

/** A port call without a live permit. The port recorded it and sent nothing. */
class LivePermitError extends Error {
  override readonly name = "LivePermitError";
}

/** The port throws it when the connection breaks. */
class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}

const accept: PortFault = { kind: "accept" };

function unknownReply(code: number | null, message: string) {
  return { status: "unknown", code, message } as const satisfies PortReply;
}

const connectionBroke = unknownReply(null, "the connection broke");
const processCrashed = unknownReply(null, "the process crashed");
const timedOut = unknownReply(-1007, venueMessage(-1007));

// One error for all: capturing a stack costs more than running a whole case.
const connectionError = Object.freeze(new ConnectionError(connectionBroke.message));

/** Whether the process survives an interaction, or crashes before or after it takes effect. */
export type InteractionEffect = () => "survives" | "crash-before" | "crash-after";

export class SimulatedPort implements Port {
  readonly calls: PortCall[] = [];
  readonly effects: PortEffect[] = [];
  #run = 0;
  #permitsBefore = 0;
  readonly #exchange: SimulatedExchange;
  readonly #nowMs: () => number;
  readonly #countAuditEvents: () => number;
  readonly #onInteraction: InteractionEffect;
  readonly #isListed: (symbol: string) => boolean;
  #faults: PortFault[] = [];
  #bannedUntilMs = 0;
  #delayed: { readonly request: PortRequest; readonly atMs: number; readonly run: number }[] = [];

  constructor(
    exchange: SimulatedExchange,
    nowMs: () => number,
    countAuditEvents: () => number,
    onInteraction: InteractionEffect = () => "survives",
    isListed: (symbol: string) => boolean = () => true,
  ) {
    this.#exchange = exchange;
    this.#isListed = isListed;
    this.#nowMs = nowMs;
    this.#countAuditEvents = countAuditEvents;
    this.#onInteraction = onInteraction;
  }

  /** The index of the current reconcile step. */
  get run(): number {
    return this.#run;
  }

  /** A permit of an earlier run is not genuine in this one. */
  startRun(run: number): void {
    this.#run = run;
    this.#permitsBefore = countPermits();
  }

  /** One fault for each call; after the last one the exchange answers by its rules. */
  scheduleFaults(faults: readonly PortFault[]): void {
    this.#faults = [...faults];
  }

  /** Applies the delayed requests that are due, the earliest first. */
  deliverDelayed(): void {
    const nowMs = this.#nowMs();
    const due = this.#delayed
      .filter(({ atMs }) => atMs <= nowMs)
      .toSorted((left, right) => left.atMs - right.atMs);
    this.#delayed = this.#delayed.filter(({ atMs }) => atMs > nowMs);
    for (const { request, atMs, run } of due) this.#apply(request, atMs, run);
  }

  // Both are async, so a missing permit rejects the promise instead of throwing synchronously.
  async cancelOrder(permit: LivePermit, request: CancelOrder): Promise<PortReply> {
    return this.#receive(permit, "cancelOrder", request);
  }

  async placeMarketOrder(permit: LivePermit, request: PlaceMarketOrder): Promise<PortReply> {
    return this.#receive(permit, "placeMarketOrder", request);
  }

  /** `sent` is not trusted: a target may send any value. */
  #receive(
    permit: unknown,
    method: PortRequest["method"],
    sent: unknown,
  ): PortReply | Promise<PortReply> {
    const effect = this.#onInteraction();
    if (effect === "crash-before") return neverResolves();
    const auditEventsBefore = this.#countAuditEvents();
    const read = readRequest(method, sent, this.#isListed);
    if (!isGenuinePermit(permit, this.#permitsBefore)) {
      this.#record(read, auditEventsBefore, { status: "refused" }, null);
      throw new LivePermitError(`${method} was called without a live permit`);
    }
    const { fault, reply } = this.#reply(read);
    const survives = effect === "survives";
    this.#record(read, auditEventsBefore, survives ? reply : processCrashed, fault?.kind ?? null);
    if (!survives) return neverResolves();
    if (fault?.kind === "disconnect") throw connectionError;
    return reply;
  }

  /** In a ban, and for a malformed request, the venue rejects it before it does anything else. */
  #reply(read: ReadRequest): { readonly fault: PortFault | null; readonly reply: PortReply } {
    if (this.#nowMs() < this.#bannedUntilMs) return { fault: null, reply: this.#rateLimited() };
    if (read.malformed !== null) return { fault: null, reply: read.rejection };
    const fault = this.#faults.shift() ?? accept;
    return { fault, reply: this.#answer(read.request, fault) };
  }

  #rateLimited(): PortReply {
    const bannedUntilMs = this.#bannedUntilMs;
    return { ...rejectedBy(-1003, String(bannedUntilMs)), bannedUntilMs };
  }

  #record(
    { request, malformed }: ReadRequest,
    auditEventsBefore: number,
    reply: PortCall["reply"],
    fault: PortCall["fault"],
  ): void {
    const [atMs, run] = [this.#nowMs(), this.#run];
    this.calls.push({ request, atMs, run, auditEventsBefore, reply, fault, malformed });
  }

  #answer(request: PortRequest, fault: PortFault): PortReply {
    const [nowMs, run] = [this.#nowMs(), this.#run];
    switch (fault.kind) {
      case "accept":
        return this.#apply(request, nowMs, run);
      case "expire":
        return this.#apply(request, nowMs, run, fault.filled);
      case "reject": {
        const { code, message, applied } = fault;
        if (applied === true) this.#apply(request, nowMs, run);
        return { status: unknownOutcomeCodes.has(code) ? "unknown" : "rejected", code, message };
      }
      case "rate-limit":
        this.#bannedUntilMs = nowMs + fault.banMs;
        return this.#rateLimited();
      case "timeout":
      case "disconnect":
        if (fault.applied) this.#apply(request, nowMs, run);
        return fault.kind === "timeout" ? timedOut : connectionBroke;
      case "delayed":
        this.#delayed.push({ request, atMs: nowMs + fault.afterMs, run });
        return timedOut;
    }
  }

  /** A market order fills at most `most`; null is without a limit. */
  #apply(request: PortRequest, atMs: number, run: number, most: Decimal | null = null): PortReply {
    const isOrder = request.method === "placeMarketOrder";
    const before = isOrder ? this.#exchange.positionQuantity(request) : null;
    const reply = this.#exchange.apply(request, atMs, most);
    if (reply.status !== "accepted") return reply;
    const position =
      isOrder && before !== null
        ? { before, after: this.#exchange.positionQuantity(request) }
        : null;
    this.effects.push({ request, atMs, run, position });
    return reply;
  }
}

/**
 * The reply that a crashed process waits for. Each call makes a promise of its own: a shared one
 * would keep every simulation in memory.
 */
export function neverResolves(): Promise<PortReply> {
  return new Promise(() => undefined);
}
