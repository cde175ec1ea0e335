/** Attempt limits are judged by `attempts-are-bounded`. */
import { Big } from "big.js";
import type { PortRequest } from "../src/domain/port-call.ts";
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { isCoolingDown } from "./oracle/expected-outcomes.ts";
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
    const violated = violatedLimit(view);
    if (violated === null) return pass;
    const [check, expected] = violated;
    const actual = `${requests.length} requests on ${symbolsOf(requests).join(", ")}`;
    return fail(check, { run, expected, actual });
  }),
};

/** The check, and what it requires. */
function violatedLimit(view: RunView): readonly [string, string] | null {
  const { requests, context, scenario } = view;
  const { config } = scenario;
  if (isCoolingDown(scenario, context)) {
    return ["cooldown", `no request for ${config.cooldownSeconds} s`];
  }
  const whitelist = config.symbolWhitelist;
  if (config.requireWhitelist && whitelist.length === 0) {
    return ["whitelist-required", "a whitelist"];
  }
  if (whitelist.length > 0 && requests.some(({ symbol }) => !whitelist.includes(symbol))) {
    return ["symbol-outside-whitelist", `only ${whitelist.join(", ")}`];
  }
  if (requests.some((request) => isTooLarge(request, view))) {
    return ["notional", `a known notional of at most ${config.maxFlattenNotionalUsdt}`];
  }
  if (requests.length > config.maxOrdersPerAction) {
    return ["max-orders", `at most ${config.maxOrdersPerAction} requests`];
  }
  if (symbolsOf(requests).length > config.maxSymbolsPerAction) {
    return ["max-symbols", `at most ${config.maxSymbolsPerAction} symbols`];
  }
  return null;
}

function symbolsOf(requests: readonly PortRequest[]): string[] {
  return [...new Set(requests.map(({ symbol }) => symbol))];
}

function isTooLarge(request: PortRequest, { context, scenario }: RunView): boolean {
  if (request.method === "cancelOrder") return false;
  const { positions } = context.snapshot;
  if (positions.status === "failed") return true;
  const price = positions.items.find(({ symbol }) => symbol === request.symbol)?.markPrice ?? "0";
  if (!new Big(price).gt(0)) return true;
  return new Big(request.quantity).times(price).gt(scenario.config.maxFlattenNotionalUsdt);
}
