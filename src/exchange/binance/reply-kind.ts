/** The replies of USDⓈ-M futures that are read, as messages name them. */
export const openOrdersReply = {
  content: "open orders",
  request: "GET https://fapi.binance.com/fapi/v1/openOrders",
} as const;

export const positionRiskReply = {
  content: "positions",
  request: "GET https://fapi.binance.com/fapi/v2/positionRisk",
} as const;

export const openAlgoOrdersReply = {
  content: "conditional orders",
  request: "GET https://fapi.binance.com/fapi/v1/openAlgoOrders",
} as const;

export const allOrdersReply = {
  content: "all orders",
  request: "GET https://fapi.binance.com/fapi/v1/allOrders",
} as const;

export const userTradesReply = {
  content: "trades",
  request: "GET https://fapi.binance.com/fapi/v1/userTrades",
} as const;

export type ReplyKind =
  | typeof allOrdersReply
  | typeof userTradesReply
  | typeof openOrdersReply
  | typeof positionRiskReply
  | typeof openAlgoOrdersReply;
