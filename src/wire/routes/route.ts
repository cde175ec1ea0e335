/** One endpoint of the REST interface. */
import type { RequestGroup } from "../../domain/wire-request.ts";
import type { ReadList } from "../../domain/snapshot.ts";
import type { Parameters } from "../parameters.ts";
import type { VenueReply } from "../reply.ts";
import type { Venue } from "../venue.ts";

/** The user streams of the API keys. */
export type ListenKeys = {
  /** The key of the stream, which now lives 60 more minutes. */
  readonly create: () => string;
  /** False where there is none. */
  readonly keepAlive: () => boolean;
  readonly close: () => void;
};

export type RouteContext = {
  readonly venue: Venue;
  readonly parameters: Parameters;
  readonly listenKeys: ListenKeys;
  /** Whether replies to changes of orders have `avgPrice` and `cumQuote`, as before 2026-07-15. */
  readonly hasAverages: boolean;
};

export type Route = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly group: Exclude<RequestGroup, "unknown" | "other-host">;
  /** `key`: the API key alone. */
  readonly security: "none" | "key" | "signed";
  /** By parameters: some lists cost more without a symbol. */
  readonly weight: number | ((parameters: Parameters) => number);
  /** How many new orders it counts for. */
  readonly orders?: number | ((parameters: Parameters) => number);
  /** The list that it reads. */
  readonly list?: ReadList;
  readonly handle: (context: RouteContext) => VenueReply | Promise<VenueReply>;
};

/** Where a symbol is missing, the whole list costs more. */
export function weightBySymbol(withSymbol: number, without: number) {
  return (parameters: Parameters): number => (parameters.has("symbol") ? withSymbol : without);
}
