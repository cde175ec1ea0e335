/** Attempt limits are judged by `attempts-are-bounded`. */
import { Big } from "big.js";
import { counted } from "../src/domain/counted.ts";
import type { PlannedRequest } from "../src/domain/port-call.ts";
import type { TradingSymbol } from "../src/domain/trading-symbol.ts";
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { isCoolingDown, isQuotedInUsdt } from "./oracle/expected-outcomes.ts";
import { filtersOf } from "./oracle/filters.ts";
import { sizeOfRequest } from "./oracle/request-size.ts";
import { intentOfRequest } from "./oracle/requests.ts";
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
  judge: judgeRuns((view, failures) => {
    const { run, requests, report } = view;
    if (requests.length === 0) return discarded("there was no request");
    const symbols = [...new Set(requests.map(({ symbol }) => symbol))];
    for (const { check, expected, figures } of violatedLimits(view, symbols)) {
      const count = `${counted(requests.length, "request")} on ${counted(symbols.length, "symbol")}`;
      const actual = `${count}, ${figures}`;
      const known = check === "notional" ? `/${notionalOf(view)[1]}` : "";
      const variant = `${remediationsOf(requests)}${known}/${report.mode}`;
      failures.push(fail(check, { run, expected, actual }, variant));
    }
    return pass;
  }),
};

type ViolatedLimit = {
  readonly check: string;
  readonly expected: string;
  readonly figures: string;
};

/** Each check that fails, what it requires, and the figures of the run. */
function violatedLimits(
  view: RunView,
  symbols: readonly TradingSymbol[],
): readonly ViolatedLimit[] {
  const violated: ViolatedLimit[] = [];
  const { requests, context, scenario } = view;
  const { config } = scenario;
  const { symbolWhitelist: whitelist, maxOrdersPerAction, maxSymbolsPerAction } = config;
  if (isCoolingDown(scenario, context)) {
    const elapsedMs = context.atMs - (context.lastPortCallAtMs ?? context.atMs);
    const expected = `no request for ${config.cooldownSeconds} s`;
    violated.push({
      check: "cooldown",
      expected,
      figures: `${elapsedMs} ms after the last port call`,
    });
  }
  if (config.requireWhitelist && whitelist.length === 0) {
    const figures = "with 0 symbols in the whitelist";
    violated.push({
      check: "whitelist-required",
      expected: "a whitelist of 1 symbol or more",
      figures,
    });
  }
  if (whitelist.length > 0 && !symbols.every((symbol) => whitelist.includes(symbol))) {
    const outside = symbols.filter((symbol) => !whitelist.includes(symbol));
    const figures = `not in the whitelist: ${outside.join(", ")}`;
    violated.push({
      check: "symbol-outside-whitelist",
      expected: `only ${whitelist.join(", ")}`,
      figures,
    });
  }
  const [figures] = notionalOf(view);
  if (figures !== "") {
    const expected = `a known notional of at most ${config.maxFlattenNotionalUsdt} USDT`;
    violated.push({ check: "notional", expected, figures });
  }
  if (requests.length > maxOrdersPerAction) {
    const expected = `at most ${counted(maxOrdersPerAction, "request")}`;
    violated.push({ check: "max-orders", expected, figures: `limit ${maxOrdersPerAction}` });
  }
  if (symbols.length <= maxSymbolsPerAction) return violated;
  const expected = `at most ${counted(maxSymbolsPerAction, "symbol")}`;
  violated.push({ check: "max-symbols", expected, figures: `limit ${maxSymbolsPerAction}` });
  return violated;
}

/** The first flatten without a known notional within the limit, and why; empty where there is none. */
function notionalOf({ requests, context, scenario }: RunView): readonly [string, string] {
  const { positions } = context.snapshot;
  for (const request of requests) {
    if (request.method !== "placeMarketOrder") continue;
    const { symbol, quantity } = request;
    const position =
      positions.status === "failed"
        ? undefined
        : positions.items.find((item) => item.symbol === symbol);
    const price = position?.markPrice ?? "0";
    if (!isQuotedInUsdt(symbol) || !new Big(price).gt(0)) {
      return [`${quantity} ${symbol} without a price in USDT`, "no price"];
    }
    // The limit bounds the position, so the parts of its close count together.
    const size =
      filtersOf(symbol, scenario) === undefined ? sizeOfRequest(request) : sumOf(request, requests);
    const notional = size.times(price);
    if (!notional.gt(scenario.config.maxFlattenNotionalUsdt)) continue;
    return [`${size.toFixed()} ${symbol} at ${price} is ${notional.toFixed()} USDT`, "too large"];
  }
  return ["", ""];
}

/** Of all orders of the run that close the same position. */
function sumOf(close: PlannedRequest, requests: readonly PlannedRequest[]): Big {
  let sum = new Big(0);
  const intent = intentOfRequest(close);
  for (const request of requests) {
    if ("quantity" in request && intentOfRequest(request) === intent)
      sum = sum.plus(sizeOfRequest(request));
  }
  return sum;
}
