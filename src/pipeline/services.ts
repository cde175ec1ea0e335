/** Everything outside the pipeline, handed in: the exchange, the clock, the trail, fresh names. */
import type { AuditEvent } from "../domain/audit-event.ts";
import type { CancelOrder, PlaceMarketOrder, PortReply } from "../domain/port-call.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { LivePermit } from "./live-permit.ts";

/**
 * The only way to change anything on the exchange. An implementation checks the permit when it is
 * called, sends the request at most once, and answers `unknown` when it cannot tell.
 */
export type Port = {
  readonly cancelOrder: (permit: LivePermit, request: CancelOrder) => Promise<PortReply>;
  readonly placeMarketOrder: (permit: LivePermit, request: PlaceMarketOrder) => Promise<PortReply>;
};

/** Appends one event durably and answers null, or answers why it could not. */
export type AuditSink = { readonly append: (event: AuditEvent) => string | null };

export type RunServices = {
  readonly port: Port;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly nowMs: () => number;
  /** The last snapshot that was taken. */
  readonly readSnapshot: () => Promise<Snapshot>;
  readonly audit: AuditSink;
  /** Unique across processes. */
  readonly newRunId: () => string;
};
