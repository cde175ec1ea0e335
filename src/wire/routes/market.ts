/** What a client asks for at its start, and prices. Every candle has one constant price. */
import { zero, type Decimal } from "../../domain/decimal.ts";
import { decimalsOf } from "../../exchange/filters.ts";
import { ok, refusedWith, type VenueReply } from "../reply.ts";
import { ordersOfMinuteMax, ordersOfTenSecondsMax, weightMax } from "../request-weights.ts";
import type { VenueSymbol } from "../venue.ts";
import type { Route, RouteContext } from "./route.ts";

export const rateLimits = [
  { rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1, limit: weightMax },
  { rateLimitType: "ORDERS", interval: "MINUTE", intervalNum: 1, limit: ordersOfMinuteMax },
  { rateLimitType: "ORDERS", interval: "SECOND", intervalNum: 10, limit: ordersOfTenSecondsMax },
] as const;

const orderTypes = [
  "LIMIT",
  "MARKET",
  "STOP",
  "STOP_MARKET",
  "TAKE_PROFIT",
  "TAKE_PROFIT_MARKET",
  "TRAILING_STOP_MARKET",
];

const quotes = /(USDT|USDC|BUSD|BTC)(?:_\d+)?$/;

/** Of a perpetual contract, which is never delivered: the year 2100, as the venue writes. */
const neverMs = 4_133_404_800_000;
const deliveryHour = 8;

/** In milliseconds since 1970. A dated contract has it in its name: by the same date, ccxt takes both for one symbol. */
function deliveryDateOf(symbol: string): number {
  const [year, month, day] = (/_(\d\d)(\d\d)(\d\d)$/.exec(symbol) ?? []).slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined) return neverMs;
  return Date.UTC(2_000 + year, month - 1, day, deliveryHour);
}

/** A bound that the scenario does not have is so wide that it bounds nothing. */
function symbolInfo({ symbol, filters = {} }: VenueSymbol) {
  const quoteAsset = quotes.exec(symbol)?.[1] ?? "USDT";
  const stepSize = filters.stepSize ?? "0.00000001";
  const minQty = filters.minQuantity ?? "0.00000001";
  const largest = "1000000000";
  const isDated = /_\d+$/.test(symbol);
  return {
    symbol,
    pair: symbol.replace(/_\d+$/, ""),
    contractType: isDated ? "CURRENT_QUARTER" : "PERPETUAL",
    deliveryDate: deliveryDateOf(symbol),
    onboardDate: 1_569_398_400_000,
    status: "TRADING",
    baseAsset: symbol.replace(quotes, ""),
    quoteAsset,
    marginAsset: quoteAsset,
    pricePrecision: 8,
    quantityPrecision: decimalsOf(stepSize),
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: "COIN",
    underlyingSubType: [],
    triggerProtect: "0.0500",
    liquidationFee: "0.012500",
    marketTakeBound: "0.05",
    maxMoveOrderLimit: 10_000,
    maintMarginPercent: "2.5000",
    requiredMarginPercent: "5.0000",
    orderTypes,
    timeInForce: ["GTC", "IOC", "FOK", "GTX", "GTD"],
    filters: [
      {
        filterType: "PRICE_FILTER",
        minPrice: "0.00000001",
        maxPrice: largest,
        tickSize: "0.00000001",
      },
      { filterType: "LOT_SIZE", stepSize, minQty, maxQty: largest },
      {
        filterType: "MARKET_LOT_SIZE",
        stepSize,
        minQty,
        maxQty: filters.maxMarketQuantity ?? largest,
      },
      { filterType: "MAX_NUM_ORDERS", limit: 200 },
      { filterType: "MAX_NUM_ALGO_ORDERS", limit: 10 },
      { filterType: "MIN_NOTIONAL", notional: filters.minNotional ?? "0" },
      {
        filterType: "PERCENT_PRICE",
        multiplierUp: "1.0500",
        multiplierDown: "0.9500",
        multiplierDecimal: "4",
      },
    ],
  };
}

function exchangeInfo({ venue }: RouteContext): VenueReply {
  const symbols = venue.symbols();
  return ok({
    timezone: "UTC",
    serverTime: venue.nowMs(),
    futuresType: "U_MARGINED",
    rateLimits,
    exchangeFilters: [],
    assets: [{ asset: "USDT", marginAvailable: true, autoAssetExchange: "-10000" }],
    symbols: symbols.map(symbolInfo),
  });
}

/** A row for each symbol, or that of the symbol which is asked for. */
function bySymbol(rowOf: (symbol: string, price: Decimal, nowMs: number) => unknown) {
  return ({ venue, parameters }: RouteContext): VenueReply => {
    const wanted = parameters.get("symbol");
    const known = venue.symbols();
    const rows = known.map(({ symbol, markPrice }) =>
      rowOf(symbol, markPrice ?? zero, venue.nowMs()),
    );
    if (wanted === undefined) return ok(rows);
    const at = known.findIndex(({ symbol }) => symbol === wanted);
    return at === -1 ? refusedWith(-1121) : ok(rows[at]);
  };
}

const candleMs = 60_000;

function klines({ venue, parameters }: RouteContext): VenueReply {
  const wanted = parameters.get("symbol");
  const found = venue.symbols().find(({ symbol }) => symbol === wanted);
  if (found === undefined) return refusedWith(-1121);
  const price = found.markPrice ?? zero;
  const openMs = Math.floor(venue.nowMs() / candleMs) * candleMs;
  const closeMs = openMs + candleMs - 1;
  return ok([[openMs, price, price, price, price, "0", closeMs, "0", 0, "0", "0", "0"]]);
}

const start = { method: "GET", group: "start", security: "none", weight: 1 } as const;
const read = { method: "GET", group: "read", security: "none" } as const;

export const marketRoutes: readonly Route[] = [
  { ...start, path: "/fapi/v1/ping", handle: () => ok({}) },
  { ...start, path: "/api/v3/ping", handle: () => ok({}) },
  { ...start, path: "/fapi/v1/time", handle: ({ venue }) => ok({ serverTime: venue.nowMs() }) },
  { ...start, path: "/fapi/v1/exchangeInfo", handle: exchangeInfo },
  {
    ...read,
    path: "/fapi/v1/premiumIndex",
    weight: 1,
    handle: bySymbol((symbol, price, time) => ({
      symbol,
      markPrice: price,
      indexPrice: price,
      estimatedSettlePrice: price,
      lastFundingRate: "0.00010000",
      interestRate: "0.00010000",
      nextFundingTime: time + 3_600_000,
      time,
    })),
  },
  {
    ...read,
    path: "/fapi/v1/ticker/price",
    weight: 2,
    handle: bySymbol((symbol, price, time) => ({ symbol, price, time })),
  },
  {
    ...read,
    path: "/fapi/v1/ticker/bookTicker",
    weight: 2,
    handle: bySymbol((symbol, price, time) => ({
      symbol,
      bidPrice: price,
      bidQty: "1000",
      askPrice: price,
      askQty: "1000",
      time,
    })),
  },
  {
    ...read,
    path: "/fapi/v1/depth",
    weight: 5,
    handle: ({ venue, parameters }) => {
      const found = venue.symbols().find(({ symbol }) => symbol === parameters.get("symbol"));
      if (found === undefined) return refusedWith(-1121);
      const level = [found.markPrice ?? zero, "1000"];
      const nowMs = venue.nowMs();
      return ok({ lastUpdateId: nowMs, E: nowMs, T: nowMs, bids: [level], asks: [level] });
    },
  },
  { ...read, path: "/fapi/v1/klines", weight: 5, handle: klines },
];
