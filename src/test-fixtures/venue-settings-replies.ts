/** The form of each reply about the exchange, its prices and the settings of the account. Source: see venue-replies.ts. */
import * as z from "zod";
import { decimal, id, permissions, symbol, timeMs } from "./venue-replies.ts";

const limit = z.strictObject({
  rateLimitType: z.enum(["REQUEST_WEIGHT", "ORDERS"]),
  interval: z.enum(["MINUTE", "SECOND"]),
  intervalNum: z.int(),
  limit: z.int(),
});

const filter = z.discriminatedUnion("filterType", [
  z.strictObject({
    filterType: z.literal("PRICE_FILTER"),
    minPrice: decimal,
    maxPrice: decimal,
    tickSize: decimal,
  }),
  z.strictObject({
    filterType: z.enum(["LOT_SIZE", "MARKET_LOT_SIZE"]),
    stepSize: decimal,
    minQty: decimal,
    maxQty: decimal,
  }),
  z.strictObject({ filterType: z.enum(["MAX_NUM_ORDERS", "MAX_NUM_ALGO_ORDERS"]), limit: z.int() }),
  z.strictObject({ filterType: z.literal("MIN_NOTIONAL"), notional: decimal }),
  z.strictObject({
    filterType: z.literal("PERCENT_PRICE"),
    multiplierUp: decimal,
    multiplierDown: decimal,
    multiplierDecimal: decimal,
  }),
]);

export const exchangeInfo = z.strictObject({
  timezone: z.literal("UTC"),
  serverTime: timeMs,
  futuresType: z.literal("U_MARGINED"),
  rateLimits: z.array(limit).min(1),
  exchangeFilters: z.array(z.never()),
  assets: z.array(
    z.strictObject({ asset: z.string(), marginAvailable: z.boolean(), autoAssetExchange: decimal }),
  ),
  symbols: z
    .array(
      z.strictObject({
        symbol,
        pair: z.string(),
        contractType: z.enum(["PERPETUAL", "CURRENT_QUARTER"]),
        deliveryDate: timeMs,
        onboardDate: timeMs,
        status: z.literal("TRADING"),
        baseAsset: z.string().min(1),
        quoteAsset: z.string().min(1),
        marginAsset: z.string().min(1),
        pricePrecision: z.int(),
        quantityPrecision: z.int(),
        baseAssetPrecision: z.int(),
        quotePrecision: z.int(),
        underlyingType: z.string(),
        underlyingSubType: z.array(z.string()),
        triggerProtect: decimal,
        liquidationFee: decimal,
        marketTakeBound: decimal,
        maxMoveOrderLimit: z.int(),
        maintMarginPercent: decimal,
        requiredMarginPercent: decimal,
        orderTypes: z.array(z.string()).min(1),
        timeInForce: z.array(z.string()).min(1),
        filters: z.array(filter).length(7),
      }),
    )
    .min(1),
});

export const rateLimitOrder = z.array(limit).length(2);
export const error = z.strictObject({ code: z.int(), msg: z.string().min(1) });
export const success = z.strictObject({ code: z.literal(200), msg: z.string().min(1) });
export const nothing = z.strictObject({});
const level = z.tuple([decimal, decimal]);

export const premiumIndex = z.strictObject({
  symbol,
  markPrice: decimal,
  indexPrice: decimal,
  estimatedSettlePrice: decimal,
  lastFundingRate: decimal,
  interestRate: decimal,
  nextFundingTime: timeMs,
  time: timeMs,
});
export const tickerPrice = z.strictObject({ symbol, price: decimal, time: timeMs });
export const bookTicker = z.strictObject({
  symbol,
  bidPrice: decimal,
  bidQty: decimal,
  askPrice: decimal,
  askQty: decimal,
  time: timeMs,
});
export const depth = z.strictObject({
  lastUpdateId: z.int(),
  E: timeMs,
  T: timeMs,
  bids: z.array(level).min(1),
  asks: z.array(level).min(1),
});
const candle = z.tuple([
  ...([timeMs, decimal, decimal, decimal, decimal, decimal, timeMs, decimal] as const),
  ...([z.int(), decimal, decimal, decimal] as const),
]);
export const klines = z.array(candle).min(1);
export const leverageBracket = z.strictObject({
  symbol,
  brackets: z
    .array(
      z.strictObject({
        bracket: z.int(),
        initialLeverage: z.int(),
        notionalCap: z.number(),
        notionalFloor: z.number(),
        maintMarginRatio: z.number(),
        cum: z.number(),
      }),
    )
    .min(1),
});
export const symbolConfig = z.strictObject({
  symbol,
  marginType: z.enum(["CROSSED", "ISOLATED"]),
  isAutoAddMargin: z.boolean(),
  leverage: z.int(),
  maxNotionalValue: decimal,
});
export const accountConfig = z.strictObject({
  ...permissions,
  dualSidePosition: z.boolean(),
  tradeGroupId: z.int(),
});
export const commissionRate = z.strictObject({
  symbol,
  makerCommissionRate: decimal,
  takerCommissionRate: decimal,
});
export const leverage = z.strictObject({ symbol, leverage: z.int(), maxNotionalValue: decimal });
export const countdown = z.strictObject({ symbol, countdownTime: z.string() });
export const cancelledAlgoOrder = z.strictObject({
  algoId: id,
  clientAlgoId: z.string(),
  code: z.literal("200"),
  msg: z.literal("success"),
});
export const listenKey = z.strictObject({ listenKey: z.string().min(1) });
export const serverTime = z.strictObject({ serverTime: timeMs });
export const positionMode = z.strictObject({ dualSidePosition: z.boolean() });
export const multiAssets = z.strictObject({ multiAssetsMargin: z.boolean() });
