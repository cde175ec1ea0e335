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
  /** Cancels an order by its client order id. */
  readonly cancelOrder: (permit: LivePermit, request: CancelOrder) => Promise<PortReply>;
  /** Sends a market order. Quantities are decimal texts above 0, in units of the base asset. */
  readonly placeMarketOrder: (permit: LivePermit, request: PlaceMarketOrder) => Promise<PortReply>;
  /** Cancels a conditional order, which has an endpoint of its own, by its client order id. */
  readonly cancelConditionalOrder: (
    permit: LivePermit,
    request: CancelConditionalOrder,
  ) => Promise<PortReply>;
};

/** Where a run writes its audit events. */
export type AuditSink = {
  /** Appends one event durably and returns null, or returns why it did not. */
  readonly append: (event: AuditEvent) => string | null;
};

/** The calls of earlier runs of every instance. */
export type KnownCalls = {
  /** The time of the last one, in milliseconds since 1970, or null. */
  readonly lastPortCallAtMs: number | null;
  /** Oldest first. */
  readonly priorCalls: readonly PriorCall[];
};

/** Only one instance of a bot remediates at a time. The lease ends with the run, or with its process. */
export type Lease = {
  /** The calls until now, or null while another instance has the lease. */
  readonly take: () => Promise<KnownCalls | null>;
  /** Another instance may take it now. */
  readonly release: () => Promise<void>;
};

/** All that a run reads or changes outside itself. */
export type RunServices = {
  /** The only way to change anything at the exchange. */
  readonly port: Port;
  /** The clock: milliseconds since 1970-01-01T00:00:00Z. */
  readonly nowMs: () => number;
  /** Ends when this time in milliseconds has passed. Absent: the port itself ends each call. */
  readonly after?: (ms: number) => Promise<void>;
  /**
   * Reads one order. It is no port call, so it needs no permit. Absent: there are no queries. An order that is not found
   * may exist, so only a new snapshot permits to send a request again.
   */
  readonly queryOrder?: (query: OrderQuery) => Promise<OrderQueryReply>;
  /** The latest snapshot. A run that reads again gets the same one, because it is judged by one. */
  readonly readSnapshot: () => Promise<Snapshot>;
  /**
   * The exchange as it is now, for a bot that reads again after its port calls. The run is not judged by it. Absent: the
   * bot has only its snapshot.
   */
  readonly readNow?: () => Promise<Snapshot>;
  /** Where the run writes its events. Where the trail is enabled, a port call needs its event there first. */
  readonly audit: AuditSink;
  /** A name for the run, unique across processes, of 1 to 100 characters. */
  readonly newRunId: () => string;
  /** Absent: no other instance of the bot runs. */
  readonly lease?: Lease;
};
