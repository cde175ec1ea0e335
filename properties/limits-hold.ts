/** Attempt limits are judged by `attempts-are-bounded`. */
import { Big } from "big.js";
import { counted } from "../src/domain/counted.ts";
import type { TradingSymbol } from "../src/domain/trading-symbol.ts";
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { isCoolingDown, isQuotedInUsdt } from "./oracle/expected-outcomes.ts";
import { judgeRuns, type RunView } from "./view/run-view.ts";
import { remediationsOf } from "./view/variants.ts";

export const limitsHold: RunProperty = {
  kind: "run",
  name: "limits-hold",
  statement:
    "No planned or sent request exceeds a limit: cooldown, whitelist, price, notional, orders, symbols.",
  severity: "money",
  checks: [
    "cooldown",
    "whitelist-required",
    "symbol-outside-whitelist",
    "notional",
    "max-orders",
    "max-symbols",
  ],
  judge: judgeRuns((view) => {
    const { run, requests, report } = view;
    if (requests.length === 0) return discarded("there was no request");
    const symbols = [...new Set(requests.map(({ symbol }) => symbol))];
    const violated = limitsOn(view, symbols).find(([, isViolated]) => isViolated);
    if (violated === undefined) return pass;
    const [check, , expected, figures] = violated;
    const count = `${counted(requests.length, "request")} on ${counted(symbols.length, "symbol")}`;
    const actual = `${count}, ${figures}`;
    const known = check === "notional" ? `/${notionalOf(view)[1]}` : "";
    const variant = `${remediationsOf(requests)}${known}/${report.mode}`;
    return fail(check, { run, expected, actual }, variant);
  }),
};

/** Each check, whether it fails, what it requires, and the figures of the run. */
function limitsOn(view: RunView, symbols: readonly TradingSymbol[]) {
  const { requests, context, scenario } = view;
  const { config } = scenario;
  const { symbolWhitelist: whitelist, maxOrdersPerAction, maxSymbolsPerAction } = config;
  const outside = symbols.filter((symbol) => !whitelist.includes(symbol));
  const elapsedMs = context.atMs - (context.lastPortCallAtMs ?? context.atMs);
  const [tooLarge] = notionalOf(view);
  return [
    [
      "cooldown",
      isCoolingDown(scenario, context),
      `no request for ${config.cooldownSeconds} s`,
      `${elapsedMs} ms after the last port call`,
    ],
    [
      "whitelist-required",
      config.requireWhitelist && whitelist.length === 0,
      "a whitelist of 1 symbol or more",
      "with 0 symbols in the whitelist",
    ],
    [
      "symbol-outside-whitelist",
      whitelist.length > 0 && outside.length > 0,
      `only ${whitelist.join(", ")}`,
      `not in the whitelist: ${outside.join(", ")}`,
    ],
    [
      "notional",
      tooLarge !== "",
      `a known notional of at most ${config.maxFlattenNotionalUsdt} USDT`,
      tooLarge,
    ],
    [
      "max-orders",
      requests.length > maxOrdersPerAction,
      `at most ${counted(maxOrdersPerAction, "request")}`,
      `limit ${maxOrdersPerAction}`,
    ],
    [
      "max-symbols",
      symbols.length > maxSymbolsPerAction,
      `at most ${counted(maxSymbolsPerAction, "symbol")}`,
      `limit ${maxSymbolsPerAction}`,
    ],
  ] as const;
}

/** The first flatten without a known notional within the limit, and why; empty where there is none. */
function notionalOf({ requests, context, scenario }: RunView): readonly [string, string] {
  const { positions } = context.snapshot;
  for (const request of requests) {
    if (request.method === "cancelOrder") continue;
    const { symbol, quantity } = request;
    const position =
      positions.status === "failed"
        ? undefined
        : positions.items.find((item) => item.symbol === symbol);
    const price = position?.markPrice ?? "0";
    if (!isQuotedInUsdt(symbol) || !new Big(price).gt(0)) {
      return [`${quantity} ${symbol} without a price in USDT`, "no price"];
    }
    const notional = new Big(quantity).times(price);
    if (!notional.gt(scenario.config.maxFlattenNotionalUsdt)) continue;
    return [`${quantity} ${symbol} at ${price} is ${notional.toFixed()} USDT`, "too large"];
  }
  return ["", ""];
}
