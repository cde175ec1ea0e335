/**
 * The form of each reply of the venue, by its documents: each field that a client may read, and no other one. Source:
 * Binance USDⓈ-M futures, pages of the REST interface, as of 2026-11.
 */
import * as z from "zod";

export const decimal = z.string().regex(/^-?\d+(?:\.\d+)?$/);
/** A number with all its digits. */
export const id = z.union([z.int().positive(), z.bigint().positive()]);
export const timeMs = z.int().min(0);
export const symbol = z.string().min(1);
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
  // Zero is an asset that the account never had.
  updateTime: timeMs.positive(),
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

export const permissions = {
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
