/** Positions, the account, and its settings. What is not simulated has a constant reply of the right form. */
import type { ObservedPosition } from "../../domain/position.ts";
import { signOf, zero } from "../../domain/decimal.ts";
import { isLive } from "../../domain/order.ts";
import { errorBody, ok, refusedWith, replyOfOutcome, type VenueReply } from "../reply.ts";
import { accountPositionRow, positionRow } from "../rows.ts";
import type { Venue } from "../venue.ts";
import { ofSymbol, refuseSymbol, refuseSymbolOfList } from "./named-order.ts";
import { rateLimits } from "./market.ts";
import { listFailed } from "./orders.ts";
import type { Route, RouteContext } from "./route.ts";

type Version = 2 | 3;
type RowOf = (position: ObservedPosition, version: Version, nowMs: number) => { symbol: string };

function listPositions(context: RouteContext, version: Version): VenueReply {
  const { venue, parameters } = context;
  const refusal = refuseSymbolOfList(parameters);
  if (refusal !== null) return refusal;
  const rows = positionRows(venue, version, positionRow);
  return rows === null ? listFailed : ok(rows.filter(ofSymbol(parameters)));
}

/**
 * Version 2 lists every symbol, version 3 only those with a position or open orders. A list that shows a position and
 * its end shows both rows. Null: the list has failed.
 */
function positionRows(venue: Venue, version: Version, rowOf: RowOf) {
  const part = venue.positions();
  if (part.status === "failed") return null;
  const flat = flatPositions(venue).filter((one) => !part.items.some((item) => isSame(item, one)));
  const withOrders = new Set(
    [...venue.allOrders(), ...venue.allAlgoOrders()]
      .filter(({ status }) => isLive(status))
      .map(({ symbol }) => symbol),
  );
  const open = part.items.filter(({ quantity }) => signOf(quantity) !== 0);
  const isShown = (one: ObservedPosition) =>
    version === 2 || withOrders.has(one.symbol) || open.some((item) => isSame(item, one));
  const shown = [...part.items, ...flat].filter(isShown);
  return shown.map((position) => rowOf(position, version, venue.nowMs()));
}

function isSame(left: ObservedPosition, right: ObservedPosition): boolean {
  return left.symbol === right.symbol && left.positionSide === right.positionSide;
}

/** One for each symbol and side. */
function flatPositions(venue: Venue): ObservedPosition[] {
  const sides = venue.positionMode() === "hedge" ? (["LONG", "SHORT"] as const) : ["BOTH" as const];
  return venue.symbols().flatMap(({ symbol, markPrice }) =>
    sides.map((positionSide) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a symbol of the exchange
      return { symbol, positionSide, quantity: zero, markPrice } as ObservedPosition;
    }),
  );
}

/** Its time is added: clients take an asset without one for one that the account never had. */
const asset = {
  asset: "USDT",
  walletBalance: "10000.00000000",
  unrealizedProfit: "0.00000000",
  marginBalance: "10000.00000000",
  maintMargin: "0.00000000",
  initialMargin: "0.00000000",
  positionInitialMargin: "0.00000000",
  openOrderInitialMargin: "0.00000000",
  crossWalletBalance: "10000.00000000",
  crossUnPnl: "0.00000000",
  availableBalance: "10000.00000000",
  maxWithdrawAmount: "10000.00000000",
  marginAvailable: true,
};

const totals = {
  totalInitialMargin: "0.00000000",
  totalMaintMargin: "0.00000000",
  totalWalletBalance: "10000.00000000",
  totalUnrealizedProfit: "0.00000000",
  totalMarginBalance: "10000.00000000",
  totalPositionInitialMargin: "0.00000000",
  totalOpenOrderInitialMargin: "0.00000000",
  totalCrossWalletBalance: "10000.00000000",
  totalCrossUnPnl: "0.00000000",
  availableBalance: "10000.00000000",
  maxWithdrawAmount: "10000.00000000",
};

const permissions = { feeTier: 0, canTrade: true, canDeposit: true, canWithdraw: false };

function account({ venue }: RouteContext, version: Version): VenueReply {
  const positions = positionRows(venue, version, accountPositionRow);
  if (positions === null) return listFailed;
  const settings = version === 2 ? { ...permissions, multiAssetsMargin: false, updateTime: 0 } : {};
  return ok({
    ...settings,
    ...totals,
    assets: [{ ...asset, updateTime: venue.nowMs() }],
    positions,
  });
}

const balance = {
  accountAlias: "SgsR",
  asset: "USDT",
  balance: "10000.00000000",
  crossWalletBalance: "10000.00000000",
  crossUnPnl: "0.00000000",
  availableBalance: "10000.00000000",
  maxWithdrawAmount: "10000.00000000",
  marginAvailable: true,
};

function listBalances({ venue }: RouteContext): VenueReply {
  return ok([{ ...balance, updateTime: venue.nowMs() }]);
}

const bracket = {
  bracket: 1,
  initialLeverage: 125,
  notionalCap: 50_000,
  notionalFloor: 0,
  maintMarginRatio: 0.004,
  cum: 0,
};

function bySymbol(rowOf: (symbol: string) => unknown) {
  return ({ venue, parameters }: RouteContext): VenueReply => {
    const wanted = parameters.get("symbol");
    const symbols = venue.symbols().map(({ symbol }) => symbol);
    return ok(symbols.filter((one) => wanted === undefined || one === wanted).map(rowOf));
  };
}

const symbolConfigOf = (symbol: string) => ({
  symbol,
  marginType: "CROSSED",
  isAutoAddMargin: false,
  leverage: 20,
  maxNotionalValue: "1000000",
});

function setMode({ venue, parameters }: RouteContext): VenueReply {
  const wanted = parameters.get("dualSidePosition");
  if (wanted !== "true" && wanted !== "false") return refusedWith(-1102, "dualSidePosition");
  const reply = venue.setPositionMode(wanted === "true" ? "hedge" : "one_way");
  return reply.status === "accepted"
    ? ok({ code: 200, msg: "success" })
    : replyOfOutcome(reply, venue.nowMs());
}

const signed = { security: "signed" } as const;
const read = { method: "GET", group: "read", ...signed } as const;
const positions = { ...read, weight: 5, list: "positions" } as const;
const change = { method: "POST", group: "mutating", weight: 1, ...signed } as const;
const done = () => ok({ code: 200, msg: "success" });

export const accountRoutes: readonly Route[] = [
  { ...positions, path: "/fapi/v2/positionRisk", handle: (context) => listPositions(context, 2) },
  { ...positions, path: "/fapi/v3/positionRisk", handle: (context) => listPositions(context, 3) },
  { ...positions, path: "/fapi/v2/account", handle: (context) => account(context, 2) },
  { ...positions, path: "/fapi/v3/account", handle: (context) => account(context, 3) },
  { ...read, weight: 5, path: "/fapi/v2/balance", handle: listBalances },
  { ...read, weight: 5, path: "/fapi/v3/balance", handle: listBalances },
  {
    ...read,
    weight: 1,
    path: "/fapi/v1/leverageBracket",
    handle: bySymbol((symbol) => ({ symbol, brackets: [bracket] })),
  },
  { ...read, weight: 5, path: "/fapi/v1/symbolConfig", handle: bySymbol(symbolConfigOf) },
  {
    ...read,
    weight: 5,
    path: "/fapi/v1/accountConfig",
    handle: ({ venue }) =>
      ok({
        ...permissions,
        dualSidePosition: venue.positionMode() === "hedge",
        multiAssetsMargin: false,
        tradeGroupId: -1,
        updateTime: 0,
      }),
  },
  {
    ...read,
    weight: 20,
    path: "/fapi/v1/commissionRate",
    handle: ({ parameters }) =>
      ok({
        symbol: parameters.get("symbol") ?? "",
        makerCommissionRate: "0.0002",
        takerCommissionRate: "0.0005",
      }),
  },
  {
    ...read,
    weight: 1,
    path: "/fapi/v1/rateLimit/order",
    handle: () => ok(rateLimits.filter(({ rateLimitType }) => rateLimitType === "ORDERS")),
  },
  { ...read, weight: 30, path: "/fapi/v1/income", handle: () => ok([]) },
  {
    ...read,
    weight: 30,
    path: "/fapi/v1/positionSide/dual",
    handle: ({ venue }) => ok({ dualSidePosition: venue.positionMode() === "hedge" }),
  },
  {
    ...read,
    weight: 30,
    path: "/fapi/v1/multiAssetsMargin",
    handle: () => ok({ multiAssetsMargin: false }),
  },
  { ...change, path: "/fapi/v1/positionSide/dual", handle: setMode },
  { ...change, path: "/fapi/v1/multiAssetsMargin", handle: done },
  { ...change, path: "/fapi/v1/marginType", handle: noMarginChange },
  { ...change, path: "/fapi/v1/leverage", handle: setLeverage },
  { ...change, path: "/fapi/v1/countdownCancelAll", weight: 10, handle: startCountdown },
];

function noMarginChange({ parameters }: RouteContext): VenueReply {
  const body = errorBody(-4046, "No need to change margin type.");
  return refuseSymbol(parameters) ?? { status: 400, body };
}

/** It changes nothing: margin is not simulated. */
function setLeverage({ parameters }: RouteContext): VenueReply {
  const leverage = Number(parameters.get("leverage") ?? "");
  const isRight = Number.isInteger(leverage) && leverage >= 1 && leverage <= 125;
  const symbol = parameters.get("symbol");
  return (
    refuseSymbol(parameters) ??
    (isRight
      ? ok({ symbol, leverage, maxNotionalValue: "1000000" })
      : refusedWith(-1102, "leverage"))
  );
}

function startCountdown({ venue, parameters }: RouteContext): VenueReply {
  const countdownTime = parameters.get("countdownTime") ?? "";
  const symbol = parameters.get("symbol") ?? "";
  const refusal = refuseSymbol(parameters);
  if (refusal !== null) return refusal;
  if (!/^\d{1,12}$/.test(countdownTime)) return refusedWith(-1102, "countdownTime");
  venue.startCountdown(symbol, Number(countdownTime));
  return ok({ symbol, countdownTime });
}
