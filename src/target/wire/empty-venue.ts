/** An account without orders and positions, on which a bot is tried out. It accepts no change. */
import { decimalSchema } from "../../domain/decimal.ts";
import { rejectedBy } from "../../exchange/venue-errors.ts";
import type { Venue } from "../../wire/venue.ts";

const none = () => ({ status: "ok", takenAtMs: Date.now(), items: [] }) as const;

export function emptyVenue(): Venue {
  const markPrice = decimalSchema.parse("50000");
  return {
    nowMs: Date.now,
    symbols: () => [{ symbol: "BTCUSDT", filters: undefined, markPrice }],
    positionMode: () => "one_way",
    openOrders: none,
    positions: none,
    openAlgoOrders: none,
    allOrders: () => [],
    allAlgoOrders: () => [],
    queryOrder: async () => ({
      status: "not-found",
      code: -2013,
      message: "Order does not exist.",
    }),
    send: async () => rejectedBy(-2015),
    placeRestingOrder: async () => rejectedBy(-2015),
    placeConditionalOrder: async () => rejectedBy(-2015),
    setPositionMode: () => rejectedBy(-4059),
    startCountdown: () => undefined,
  };
}
