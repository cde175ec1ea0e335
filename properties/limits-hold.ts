/** Attempt limits are judged by `attempts-are-bounded`. */
import { Big } from "big.js";
import type { PortRequest } from "../src/domain/port-call.ts";
import type { TradingSymbol } from "../src/domain/trading-symbol.ts";
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { isCoolingDown, isQuotedInUsdt } from "./oracle/expected-outcomes.ts";
import { judgeRuns, type RunView } from "./view/run-view.ts";

export const limitsHold: RunProperty = {
  kind: "run",
  name: "limits-hold",
  statement:
    "No planned or sent request exceeds a limit: cooldown, whitelist, price, notional, orders, symbols.",
  severity: "money",
  judge: judgeRuns((view) => {
    const { run, requests } = view;
    if (requests.length === 0) return discarded("there was no request");
    const symbols = [...new Set(requests.map(({ symbol }) => symbol))];
    const violated = limitsOn(view, symbols).find(([, isViolated]) => isViolated);
    if (violated === undefined) return pass;
    const [check, , expected] = violated;
    const actual = `${requests.length} requests on ${symbols.join(", ")}`;
    return fail(check, { run, expected, actual });
  }),
};

/** Each check, whether it fails, and what it requires. */
function limitsOn(view: RunView, symbols: readonly TradingSymbol[]) {
  const { requests, context, scenario } = view;
  const { config } = scenario;
  const { symbolWhitelist: whitelist, maxOrdersPerAction, maxSymbolsPerAction } = config;
  const isOutside = (symbol: TradingSymbol) => !whitelist.includes(symbol);
  return [
    ["cooldown", isCoolingDown(scenario, context), `no request for ${config.cooldownSeconds} s`],
    ["whitelist-required", config.requireWhitelist && whitelist.length === 0, "a whitelist"],
    [
      "symbol-outside-whitelist",
      whitelist.length > 0 && symbols.some(isOutside),
      `only ${whitelist.join(", ")}`,
    ],
    [
      "notional",
      requests.some((request) => isTooLarge(request, view)),
      `a known notional of at most ${config.maxFlattenNotionalUsdt}`,
    ],
    ["max-orders", requests.length > maxOrdersPerAction, `at most ${maxOrdersPerAction} requests`],
    ["max-symbols", symbols.length > maxSymbolsPerAction, `at most ${maxSymbolsPerAction} symbols`],
  ] as const;
}

function isTooLarge(request: PortRequest, { context, scenario }: RunView): boolean {
  if (request.method === "cancelOrder") return false;
  const { positions } = context.snapshot;
  if (positions.status === "failed" || !isQuotedInUsdt(request.symbol)) return true;
  const price = positions.items.find(({ symbol }) => symbol === request.symbol)?.markPrice ?? "0";
  if (!new Big(price).gt(0)) return true;
  return new Big(request.quantity).times(price).gt(scenario.config.maxFlattenNotionalUsdt);
}
