/**
 * The form of each reply of the venue, by its documents: each field that a client may read, and no other one. Source:
 * Binance USDⓈ-M futures, pages of the REST interface, as of 2026-11.
 */
import * as z from "zod";

const decimal = z.string().regex(/^-?\d+(?:\.\d+)?$/);
/** A number with all its digits. */
const id = z.union([z.int().positive(), z.bigint().positive()]);
const timeMs = z.int().min(0);
const symbol = z.string().min(1);
const side = z.enum(["BUY", "SELL"]);
const positionSide = z.enum(["BOTH", "LONG", "SHORT"]);

const orderFields = {
  clientOrderId: z.string(),
  executedQty: decimal,
  orderId: id,
  origQty: decimal,
  origType: z.string(),
  price: decimal,
  reduceOnly: z.boolean(),
  side,
  positionSide,
  status: z.string(),
  stopPrice: decimal,
  closePosition: z.boolean(),
  symbol,
  timeInForce: z.string(),
  type: z.string(),
  updateTime: timeMs,
  workingType: z.string(),
  priceProtect: z.boolean(),
  priceMatch: z.string(),
  selfTradePreventionMode: z.string(),
  goodTillDate: timeMs,
};
const averages = { avgPrice: decimal, cumQuote: decimal };

export const order = z.strictObject({ ...orderFields, ...averages, time: timeMs });
/** After POST, PUT and DELETE, since 2026-07-15. */
export const changedOrder = z.strictObject({ ...orderFields, cumQty: decimal });
/** Before that. */
export const changedOrderWithAverages = changedOrder.extend(averages);

export const algoOrder = z.strictObject({
  algoId: id,
  clientAlgoId: z.string(),
  algoType: z.literal("CONDITIONAL"),
  orderType: z.string(),
  symbol,
  side,
  positionSide,
  timeInForce: z.string(),
  quantity: decimal,
  algoStatus: z.string(),
  triggerPrice: decimal,
  price: decimal,
  workingType: z.string(),
  priceMatch: z.string(),
  closePosition: z.boolean(),
  priceProtect: z.boolean(),
  reduceOnly: z.boolean(),
  createTime: timeMs,
  updateTime: timeMs,
  triggerTime: timeMs,
  goodTillDate: timeMs,
  actualOrderId: z.string(),
  actualPrice: decimal,
  selfTradePreventionMode: z.string(),
});

const positionFields = {
  symbol,
  positionSide,
  positionAmt: decimal,
  entryPrice: decimal,
  breakEvenPrice: decimal,
  isolatedWallet: decimal,
  notional: decimal,
  updateTime: timeMs,
};
const positionRiskFields = {
  ...positionFields,
  markPrice: decimal,
  unRealizedProfit: decimal,
  liquidationPrice: decimal,
  isolatedMargin: decimal,
};
const margins = {
  initialMargin: decimal,
  maintMargin: decimal,
  positionInitialMargin: decimal,
  openOrderInitialMargin: decimal,
  bidNotional: decimal,
  askNotional: decimal,
};

export const positionRisk2 = z.strictObject({
  ...positionRiskFields,
  leverage: decimal,
  maxNotionalValue: decimal,
  marginType: z.enum(["cross", "isolated"]),
  isAutoAddMargin: z.enum(["true", "false"]),
});
export const positionRisk3 = z.strictObject({
  ...positionRiskFields,
  ...margins,
  marginAsset: z.string(),
  adl: z.int(),
});

const assetFields = {
  asset: z.string(),
  crossWalletBalance: decimal,
  crossUnPnl: decimal,
  availableBalance: decimal,
  maxWithdrawAmount: decimal,
  marginAvailable: z.boolean(),
  updateTime: timeMs,
};

/** Of the account, with what each version has of its own. */
function account(position: z.ZodType, more: z.ZodRawShape) {
  return z.strictObject({
    totalInitialMargin: decimal,
    totalMaintMargin: decimal,
    totalWalletBalance: decimal,
    totalUnrealizedProfit: decimal,
    totalMarginBalance: decimal,
    totalPositionInitialMargin: decimal,
    totalOpenOrderInitialMargin: decimal,
    totalCrossWalletBalance: decimal,
    totalCrossUnPnl: decimal,
    availableBalance: decimal,
    maxWithdrawAmount: decimal,
    assets: z
      .array(
        z.strictObject({
          ...assetFields,
          walletBalance: decimal,
          unrealizedProfit: decimal,
          marginBalance: decimal,
          maintMargin: decimal,
          initialMargin: decimal,
          positionInitialMargin: decimal,
          openOrderInitialMargin: decimal,
        }),
      )
      .min(1),
    positions: z.array(position).min(1),
    ...more,
  });
}

const accountPosition = {
  ...positionFields,
  ...margins,
  isolatedMargin: decimal,
  unrealizedProfit: decimal,
};

const permissions = {
  feeTier: z.int(),
  canTrade: z.boolean(),
  canDeposit: z.boolean(),
  canWithdraw: z.boolean(),
  multiAssetsMargin: z.boolean(),
  updateTime: timeMs,
};

export const account2 = account(
  z.strictObject({
    ...accountPosition,
    leverage: decimal,
    isolated: z.boolean(),
    maxNotional: decimal,
  }),
  permissions,
);
export const account3 = account(z.strictObject(accountPosition), {});

export const balances = z
  .array(z.strictObject({ ...assetFields, accountAlias: z.string(), balance: decimal }))
  .min(1);

export const trade = z.strictObject({
  symbol,
  id,
  orderId: id,
  side,
  positionSide,
  price: decimal,
  qty: decimal,
  quoteQty: decimal,
  realizedPnl: decimal,
  commission: decimal,
  commissionAsset: z.string(),
  time: timeMs,
  buyer: z.boolean(),
  maker: z.boolean(),
});

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
