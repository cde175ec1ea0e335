/** The account behind the REST interface and the user stream. Its times are those on the wire. */
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import type { Decimal } from "../domain/decimal.ts";
import type { SymbolFilters } from "../domain/filters.ts";
import type { ObservedOrder } from "../domain/order.ts";
import type { OrderQuery, OrderQueryReply } from "../domain/order-query.ts";
import type { PortReply, PortRequest } from "../domain/port-call.ts";
import type { ObservedPosition, PositionMode } from "../domain/position.ts";
import type { SnapshotPart } from "../domain/snapshot.ts";

export type VenueSymbol = {
  readonly symbol: string;
  readonly filters: SymbolFilters | undefined;
  /** In quote per unit; null is unknown. */
  readonly markPrice: Decimal | null;
};

export type Venue = {
  /** In milliseconds since 1970-01-01T00:00:00Z. */
  readonly nowMs: () => number;
  readonly symbols: () => readonly VenueSymbol[];
  readonly positionMode: () => PositionMode;
  /** What the lists show. A part that failed is answered as an error. */
  readonly openOrders: () => SnapshotPart<ObservedOrder>;
  readonly positions: () => SnapshotPart<ObservedPosition>;
  readonly openAlgoOrders: () => SnapshotPart<ObservedConditionalOrder>;
  /** Every order of the account, ended ones too. */
  readonly allOrders: () => readonly ObservedOrder[];
  readonly allAlgoOrders: () => readonly ObservedConditionalOrder[];
  readonly queryOrder: (query: OrderQuery) => Promise<OrderQueryReply>;
  /** A port call. It reads the parameters as the venue does. It rejects where the connection breaks. */
  readonly send: (method: PortRequest["method"], parameters: unknown) => Promise<PortReply>;
  /** A limit order: the parameters of a market order, and `price`. */
  readonly placeRestingOrder: (parameters: unknown) => Promise<PortReply>;
  /** An order as the venue lists it; its fields are texts that nothing has checked. */
  readonly placeConditionalOrder: (order: ObservedConditionalOrder) => Promise<PortReply>;
  readonly setPositionMode: (mode: PositionMode) => PortReply;
  /** The live orders of the symbol are cancelled after so many milliseconds, unless it starts again; 0 ends it. */
  readonly startCountdown: (symbol: string, ms: number) => void;
};
