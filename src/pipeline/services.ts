/** Everything outside the pipeline, passed in: the exchange, the clock, the audit sink, run ids. */
import type { AuditEvent } from "../domain/audit-event.ts";
import type {
  CancelConditionalOrder,
  CancelOrder,
  PlaceMarketOrder,
  PortReply,
  PriorCall,
} from "../domain/port-call.ts";
import type { OrderQuery, OrderQueryReply } from "../domain/order-query.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { LivePermit } from "./live-permit.ts";

/**
 * The only way to change anything at the exchange. An implementation checks the permit in every call,
 * sends the request at most once, and returns `unknown` when it is unknown whether it took effect.
 */
export type Port = {
  readonly cancelOrder: (permit: LivePermit, request: CancelOrder) => Promise<PortReply>;
  readonly placeMarketOrder: (permit: LivePermit, request: PlaceMarketOrder) => Promise<PortReply>;
  readonly cancelConditionalOrder: (
    permit: LivePermit,
    request: CancelConditionalOrder,
  ) => Promise<PortReply>;
};

/** Appends one event durably and returns null, or returns why it did not. */
export type AuditSink = { readonly append: (event: AuditEvent) => string | null };

/** The calls of earlier runs of every instance, oldest first, and the time of the last one, or null. */
export type KnownCalls = {
  readonly lastPortCallAtMs: number | null;
  readonly priorCalls: readonly PriorCall[];
};

/** Only one instance of a bot remediates at a time. The lease ends with the run, or with its process. */
export type Lease = {
  /** The calls until now, or null while another instance has the lease. */
  readonly take: () => Promise<KnownCalls | null>;
  /** Another instance may take it now. */
  readonly release: () => Promise<void>;
};

export type RunServices = {
  readonly port: Port;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly nowMs: () => number;
  /** Ends when this time has passed. Absent: the port itself ends each call. */
  readonly after?: (ms: number) => Promise<void>;
  /**
   * Reads one order. It is no port call, so it needs no permit. Absent: there are no queries. An order that is not found
   * may exist, so only a new snapshot permits to send a request again.
   */
  readonly queryOrder?: (query: OrderQuery) => Promise<OrderQueryReply>;
  /** The latest snapshot. A run that reads again gets the same one, because it is judged by one. */
  readonly readSnapshot: () => Promise<Snapshot>;
  readonly audit: AuditSink;
  /** Unique across processes. */
  readonly newRunId: () => string;
  /** Absent: no other instance of the bot runs. */
  readonly lease?: Lease;
};
