/**
 * The port of the simulated exchange. It records every call first, so a call without a permit is
 * evidence too. A scenario schedules faults for the next calls.
 */
import type { Decimal } from "../domain/decimal.ts";
import type {
  CancelConditionalOrder,
  CancelOrder,
  PlaceMarketOrder,
  PortCall,
  PortEffect,
  PortReply,
  PortRequest,
} from "../domain/port-call.ts";
import { unknownOutcomeCodes } from "../domain/port-call.ts";
import type { PortFault } from "../domain/port-fault.ts";
import {
  countPermits,
  isGenuinePermit,
  LivePermitError,
  type LivePermit,
} from "../pipeline/live-permit.ts";
import type { Port } from "../pipeline/services.ts";
import { readRequest, type ReadRequest } from "./read-request.ts";
import type { SimulatedClock } from "./simulated-clock.ts";
import type { SimulatedExchange } from "./simulated-exchange.ts";
import { rejectedBy, venueMessage } from "./venue-errors.ts";

/** The port throws it when the connection breaks. */
class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}

const accept: PortFault = { kind: "accept" };
const accepted: PortReply = { status: "accepted" };

function unknownReply(code: number | null, message: string) {
  return { status: "unknown", code, message } as const satisfies PortReply;
}

const connectionBroke = unknownReply(null, "the connection broke");
const processCrashed = unknownReply(null, "the process crashed");
/** The target stopped waiting. Its message is its own. */
const noReplyInTime = unknownReply(null, "");
const timedOut = unknownReply(-1007, venueMessage(-1007));

// One error for all: capturing a stack costs more than running a whole case.
const connectionError = Object.freeze(new ConnectionError(connectionBroke.message));

/** Whether the process survives an interaction, or crashes before or after it takes effect. */
export type InteractionEffect = () => "survives" | "crash-before" | "crash-after";

export class SimulatedPort implements Port {
  readonly calls: PortCall[] = [];
  readonly effects: PortEffect[] = [];
  /** The index of the step that is executed. */
  step = 0;
  /** While two runs overlap: each reply comes at once. */
  isInstant = false;
  /** Called when a call has its reply, before the target gets it; null: nothing happens then. */
  onCallEnd: (() => void) | null = null;
  #run = 0;
  #permitsBefore = 0;
  readonly #exchange: SimulatedExchange;
  readonly #clock: SimulatedClock;
  readonly #countAuditEvents: () => number;
  readonly #onInteraction: InteractionEffect;
  readonly #isListed: (symbol: string) => boolean;
  /** How long the target waits for a reply; null: as long as the port does. */
  readonly #replyTimeoutMs: number | null;
  #faults: PortFault[] = [];
  /** Takes the place of the scheduled fault of the next call; null: none does. */
  nextFault: PortFault | null = null;
  #bannedUntilMs = 0;
  #delayed: { readonly request: PortRequest; readonly atMs: number; readonly run: number }[] = [];

  constructor(
    exchange: SimulatedExchange,
    clock: SimulatedClock,
    countAuditEvents: () => number,
    onInteraction: InteractionEffect = () => "survives",
    isListed: (symbol: string) => boolean = () => true,
    replyTimeoutMs: number | null = null,
  ) {
    this.#replyTimeoutMs = replyTimeoutMs;
    this.#exchange = exchange;
    this.#isListed = isListed;
    this.#clock = clock;
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

  /** The run that makes the next calls, of two that overlap. */
  selectRun(run: number): void {
    this.#run = run;
  }

  /** One fault for each call; after the last one the exchange answers by its rules. */
  scheduleFaults(faults: readonly PortFault[]): void {
    this.#faults = [...faults];
  }

  /** Time passes. The delayed requests that are due take effect, the earliest first. */
  wait(ms: number): void {
    this.#clock.advance(ms);
    if (this.#delayed.length === 0) return;
    const nowMs = this.#clock.exchangeMs;
    const due = this.#delayed
      .filter(({ atMs }) => atMs <= nowMs)
      .toSorted((left, right) => left.atMs - right.atMs);
    this.#delayed = this.#delayed.filter(({ atMs }) => atMs > nowMs);
    for (const { request, atMs, run } of due) this.#apply(request, atMs, run, this.step);
  }

  // All are async, so a missing permit rejects the promise instead of throwing synchronously.
  async cancelOrder(permit: LivePermit, request: CancelOrder): Promise<PortReply> {
    return this.#receive(permit, "cancelOrder", request);
  }

  async placeMarketOrder(permit: LivePermit, request: PlaceMarketOrder): Promise<PortReply> {
    return this.#receive(permit, "placeMarketOrder", request);
  }

  async cancelConditionalOrder(
    permit: LivePermit,
    request: CancelConditionalOrder,
  ): Promise<PortReply> {
    return this.#receive(permit, "cancelConditionalOrder", request);
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
      this.#record(read, auditEventsBefore, { status: "refused" }, null, 0);
      throw new LivePermitError(`${method} was called without a live permit`);
    }
    const { fault, reply } = this.#reply(read);
    const kind = fault?.kind ?? null;
    if (effect !== "survives") {
      this.#record(read, auditEventsBefore, processCrashed, kind, 0);
      return neverResolves();
    }
    const takesMs = this.isInstant ? 0 : takesMsOf(fault);
    const waitsMs = this.#replyTimeoutMs;
    if (waitsMs !== null && takesMs >= waitsMs) {
      this.#record(read, auditEventsBefore, noReplyInTime, kind, waitsMs);
      return this.#neverReply(waitsMs);
    }
    const waited = takesMs === Number.POSITIVE_INFINITY ? 0 : takesMs;
    this.#record(read, auditEventsBefore, reply, kind, waited);
    const isDisconnected = fault?.kind === "disconnect";
    if (waited > 0) {
      if (waitsMs !== null) return this.#replyAfter(waited, isDisconnected ? null : reply);
      // A target that declares no time-out gets each answer.
      this.wait(waited);
    }
    this.onCallEnd?.();
    if (isDisconnected) throw connectionError;
    return reply;
  }

  /** The waits that end before the reply come first: a target may have given up by one of an earlier call. */
  async #replyAfter(ms: number, reply: PortReply | null): Promise<PortReply> {
    await this.#clock.passInTurns(ms, (partMs) => this.wait(partMs));
    this.onCallEnd?.();
    if (reply === null) throw connectionError;
    return reply;
  }

  /**
   * The target starts its own wait together with the call, so that the clock moves only then. One that starts none
   * would wait for ever, and the harness with it; it gets the answer of a time-out.
   */
  async #neverReply(waitsMs: number): Promise<PortReply> {
    const waitsBefore = this.#clock.waitsStarted;
    await this.#clock.passInTurns(waitsMs, (partMs) => this.wait(partMs));
    this.onCallEnd?.();
    return this.#clock.waitsStarted === waitsBefore ? timedOut : neverResolves();
  }

  /** In a ban, and for a malformed request, the venue rejects it before it does anything else. */
  #reply(read: ReadRequest): { readonly fault: PortFault | null; readonly reply: PortReply } {
    const ban = this.banReply();
    if (ban !== null) return { fault: null, reply: ban };
    if (read.malformed !== null) return { fault: null, reply: read.rejection };
    const scheduled = this.#faults.shift() ?? accept;
    const fault = this.nextFault ?? scheduled;
    this.nextFault = null;
    return { fault, reply: this.#answer(read.request, fault) };
  }

  /** The answer to any request while a ban lasts, or null. */
  banReply() {
    return this.#clock.exchangeMs < this.#bannedUntilMs ? this.#rateLimited() : null;
  }

  #rateLimited() {
    const bannedUntilMs = this.#bannedUntilMs;
    return { ...rejectedBy(-1003, String(bannedUntilMs)), bannedUntilMs };
  }

  #record(
    { request, malformed }: ReadRequest,
    auditEventsBefore: number,
    reply: PortCall["reply"],
    fault: PortCall["fault"],
    takesMs: number,
  ): void {
    const [atMs, run] = [this.#clock.botMs, this.#run];
    const repliedAtMs = atMs + takesMs;
    this.calls.push({
      request,
      atMs,
      repliedAtMs,
      run,
      auditEventsBefore,
      reply,
      fault,
      malformed,
    });
  }

  #answer(request: PortRequest, fault: PortFault): PortReply {
    const [nowMs, run] = [this.#clock.exchangeMs, this.#run];
    switch (fault.kind) {
      case "accept":
        return this.#apply(request, nowMs, run);
      case "expire":
        return this.#apply(request, nowMs, run, null, fault.filled);
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
      case "never":
        if (fault.applied) this.#apply(request, nowMs, run);
        return fault.kind === "disconnect" ? connectionBroke : timedOut;
      case "delayed":
        this.#delayed.push({ request, atMs: nowMs + fault.afterMs, run });
        return fault.accepted === true ? accepted : timedOut;
    }
  }

  /** A market order fills at most `most`; null is without a limit. */
  #apply(
    request: PortRequest,
    atMs: number,
    run: number,
    lateInStep: number | null = null,
    most: Decimal | null = null,
  ): PortReply {
    const isOrder = request.method === "placeMarketOrder";
    const before = isOrder ? this.#exchange.positionQuantity(request) : null;
    const reply = this.#exchange.apply(request, atMs, most);
    if (reply.status !== "accepted") return reply;
    const position =
      isOrder && before !== null
        ? { before, after: this.#exchange.positionQuantity(request) }
        : null;
    this.effects.push({ request, atMs, run, lateInStep, position });
    return reply;
  }
}

function takesMsOf(fault: PortFault | null): number {
  if (fault === null) return 0;
  return fault.kind === "never" ? Number.POSITIVE_INFINITY : (fault.takesMs ?? 0);
}

/**
 * The reply that a crashed process waits for. Each call makes a promise of its own: a shared one
 * would keep every simulation in memory.
 */
export function neverResolves(): Promise<never> {
  return new Promise(() => undefined);
}
