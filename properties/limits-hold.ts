/** Nothing is planned or sent past a limit: cooldown, whitelist, price, notional, orders, symbols. */
import { Big } from "big.js";
import type { PlaceMarketOrder, PortRequest } from "../src/domain/port-call.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { fail, pass, discarded } from "./property.ts";
import type { RunProperty, Verdict } from "./property.ts";
import { isCoolingDown } from "./oracle/expected-outcomes.ts";
import { judgeRuns } from "./view/run-view.ts";
import type { RunView } from "./view/run-view.ts";

export const limitsHold: RunProperty = {
  kind: "run",
  name: "limits-hold",
  statement:
    "Nothing is planned or sent past a limit: cooldown, whitelist, price, notional, orders, symbols.",
  severity: "money",
  judge: (observed) => judgeRuns(observed, (view) => judge(view, observed.scenario)),
};

function judge(view: RunView, scenario: Scenario): Verdict {
  const { requests } = view;
  if (requests.length === 0) return discarded("nothing was planned or sent");
  const broken = findBroken(view, scenario);
  if (broken === null) return pass;
  const symbols = [...new Set(requests.map(({ symbol }) => symbol))];
  const actual = `${requests.length} requests on ${symbols.join(", ")}`;
  return fail(broken.check, { run: view.run, expected: broken.expected, actual });
}

type Broken = { readonly check: string; readonly expected: string };

function findBroken(view: RunView, scenario: Scenario): Broken | null {
  const { config } = scenario;
  const { requests, situation } = view;
  if (isCoolingDown(scenario, situation)) {
    return { check: "cooldown", expected: `nothing for ${config.cooldownSeconds} s` };
  }
  const listed = config.symbolWhitelist;
  if (config.requireWhitelist && listed.length === 0) {
    return { check: "whitelist-required", expected: "a whitelist" };
  }
  if (listed.length > 0 && requests.some(({ symbol }) => !listed.includes(symbol))) {
    return { check: "symbol-outside-whitelist", expected: `only ${listed.join(", ")}` };
  }
  if (requests.some((request) => isTooLarge(request, view, scenario))) {
    const expected = `a known notional of at most ${config.maxFlattenNotionalUsdt}`;
    return { check: "notional", expected };
  }
  if (requests.length > config.maxOrdersPerAction) {
    return { check: "max-orders", expected: `at most ${config.maxOrdersPerAction}` };
  }
  if (countSymbols(requests) > config.maxSymbolsPerAction) {
    return { check: "max-symbols", expected: `${config.maxSymbolsPerAction} symbols` };
  }
  return null;
}

function countSymbols(requests: readonly PortRequest[]): number {
  return requests.length < 2 ? requests.length : new Set(requests.map(({ symbol }) => symbol)).size;
}

function isTooLarge(request: PortRequest, { situation }: RunView, { config }: Scenario): boolean {
  if (request.method === "cancelOrder") return false;
  const price = priceOf(request, situation);
  if (price === null || !new Big(price).gt(0)) return true;
  return new Big(request.quantity).times(price).gt(config.maxFlattenNotionalUsdt);
}

function priceOf({ symbol }: PlaceMarketOrder, { snapshot }: RunView["situation"]): string | null {
  if (snapshot.positions.status === "failed") return null;
  return snapshot.positions.items.find((position) => position.symbol === symbol)?.markPrice ?? null;
}
