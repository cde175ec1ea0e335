/**
 * The port of the simulated exchange. It records every call before it looks at anything else, so
 * that a call without a permit is evidence too, and it can be told how to answer the next calls.
 */
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
import { LivePermit } from "../pipeline/live-permit.ts";
import type { Port } from "../pipeline/services.ts";
import type { SimulatedExchange } from "./simulated-exchange.ts";

/** A port call that no live permit covers. It reached the port and went no further. */
class LivePermitError extends Error {
  override readonly name = "LivePermitError";
}

/** What a port behaves like whose connection breaks. */
class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}

const accept: PortFault = { kind: "accept" };
const connectionBroke = {
  status: "unknown",
  code: null,
  message: "the connection broke",
} as const satisfies PortReply;

// One for all: where it was made is of no interest, and a stack costs more than a whole case.
const connectionError = new ConnectionError(connectionBroke.message);

const timedOut: PortReply = {
  status: "unknown",
  code: -1007,
  message: "Timeout waiting for response from backend server.",
};

const processCrashed: PortReply = { status: "unknown", code: null, message: "the process died" };

/** Whether a process that reaches the services lives on, dies before that, or with it. */
export type InteractionEffect = () => "lives" | "crash-before" | "crash-after";

export class SimulatedPort implements Port {
  readonly calls: PortCall[] = [];
  readonly effects: PortEffect[] = [];
  /** Which reconcile step is running, from 0. */
  run = 0;
  readonly #exchange: SimulatedExchange;
  readonly #nowMs: () => number;
  readonly #countAuditEvents: () => number;
  readonly #reach: InteractionEffect;
  #faults: PortFault[] = [];
  #due: { readonly request: PortRequest; readonly atMs: number; readonly run: number }[] = [];

  constructor(
    exchange: SimulatedExchange,
    nowMs: () => number,
    countAuditEvents: () => number,
    reach: InteractionEffect = () => "lives",
  ) {
    this.#reach = reach;
    this.#exchange = exchange;
    this.#nowMs = nowMs;
    this.#countAuditEvents = countAuditEvents;
  }

  /** One fault a call; when they are used up, the exchange answers by its rules. */
  behave(faults: readonly PortFault[]): void {
    this.#faults = [...faults];
  }

  /** Requests that were on their way take effect when their time has come. */
  settle(): void {
    const nowMs = this.#nowMs();
    const arrived = this.#due
      .filter(({ atMs }) => atMs <= nowMs)
      .toSorted((left, right) => left.atMs - right.atMs);
    this.#due = this.#due.filter(({ atMs }) => atMs > nowMs);
    for (const { request, atMs, run } of arrived) this.#apply(request, atMs, run);
  }

  // Both are async, so that a missing permit rejects instead of throwing in the caller's face.
  async cancelOrder(permit: LivePermit, request: CancelOrder): Promise<PortReply> {
    return this.#receive(permit, request);
  }

  async placeMarketOrder(permit: LivePermit, request: PlaceMarketOrder): Promise<PortReply> {
    return this.#receive(permit, request);
  }

  #receive(permit: unknown, request: PortRequest): PortReply | Promise<PortReply> {
    const reach = this.#reach();
    if (reach === "crash-before") return neverResolves();
    const auditEventsBefore = this.#countAuditEvents();
    if (!LivePermit.isGenuine(permit)) {
      this.#record(request, auditEventsBefore, { status: "refused" }, null);
      throw new LivePermitError(`${request.method} was called without a live permit`);
    }
    const fault = this.#faults.shift() ?? accept;
    const reply = this.#answer(request, fault);
    const isHeard = reach === "lives";
    this.#record(request, auditEventsBefore, isHeard ? reply : processCrashed, fault.kind);
    if (!isHeard) return neverResolves();
    if (fault.kind === "disconnect") throw connectionError;
    return reply;
  }

  #record(
    request: PortRequest,
    auditEventsBefore: number,
    reply: PortCall["reply"],
    fault: PortCall["fault"],
  ): void {
    const [atMs, run] = [this.#nowMs(), this.run];
    this.calls.push({ request, atMs, run, auditEventsBefore, reply, fault });
  }

  #answer(request: PortRequest, fault: PortFault): PortReply {
    const [nowMs, run] = [this.#nowMs(), this.run];
    switch (fault.kind) {
      case "accept":
        return this.#apply(request, nowMs, run);
      case "reject":
        return {
          status: unknownOutcomeCodes.has(fault.code) ? "unknown" : "rejected",
          code: fault.code,
          message: fault.message,
        };
      case "timeout":
        if (fault.applied) this.#apply(request, nowMs, run);
        return timedOut;
      case "delayed":
        this.#due.push({ request, atMs: nowMs + fault.afterMs, run });
        return timedOut;
      case "disconnect":
        if (fault.applied) this.#apply(request, nowMs, run);
        return connectionBroke;
    }
  }

  #apply(request: PortRequest, atMs: number, run: number): PortReply {
    const isOrder = request.method === "placeMarketOrder";
    const before = isOrder ? this.#exchange.positionQuantity(request) : null;
    const reply = this.#exchange.apply(request, atMs);
    if (reply.status !== "accepted") return reply;
    const position =
      isOrder && before !== null
        ? { before, after: this.#exchange.positionQuantity(request) }
        : null;
    this.effects.push({ request, atMs, run, position });
    return reply;
  }
}

/** What a process waits for that is no more. A new one each time: one for all would keep every services alive. */
export function neverResolves(): Promise<PortReply> {
  return new Promise(() => undefined);
}
