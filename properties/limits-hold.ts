/** Nothing is planned or sent past a limit: cooldown, whitelist, price, notional, orders, symbols. */
import { Big } from "big.js";
import type { PlaceMarketOrder, PortRequest } from "../src/domain/port-call.ts";
import type { Scenario } from "../src/domain/scenario.ts";
import { fails, holds, notApplicable } from "../src/harness/property.ts";
import type { RunProperty, Verdict } from "../src/harness/property.ts";
import { isCoolingDown } from "./oracle/allowed-requests.ts";
import { requestsOf } from "./requests.ts";
import { judgeRuns } from "./run-view.ts";
import type { RunView } from "./run-view.ts";

export const limitsHold: RunProperty = {
  kind: "run",
  name: "limits-hold",
  statement:
    "Nothing is planned or sent past a limit: cooldown, whitelist, price, notional, orders, symbols.",
  movesMoney: true,
  judge: (observed) => judgeRuns(observed, (view) => judge(view, observed.scenario)),
};

function judge(view: RunView, scenario: Scenario): Verdict {
  const requests = requestsOf(view);
  if (requests.length === 0) return notApplicable("nothing was planned or sent");
  const { config } = scenario;
  const { run, situation } = view;
  const symbols = new Set(requests.map(({ symbol }) => symbol));
  const listed = config.symbolWhitelist;
  const stranger = [...symbols].find((symbol) => listed.length > 0 && !listed.includes(symbol));
  const costly = requests.find((request) => isTooLarge(request, view, scenario));
  const checks = [
    ["cooldown", isCoolingDown(scenario, situation), `nothing for ${config.cooldownSeconds} s`],
    ["whitelist-required", config.requireWhitelist && listed.length === 0, "a whitelist"],
    ["symbol-in-whitelist", stranger !== undefined, `only ${listed.join(", ")}`],
    [
      "notional",
      costly !== undefined,
      `a known notional of at most ${config.maxFlattenNotionalUsdt}`,
    ],
    [
      "max-orders",
      requests.length > config.maxOrdersPerAction,
      `at most ${config.maxOrdersPerAction}`,
    ],
    [
      "max-symbols",
      symbols.size > config.maxSymbolsPerAction,
      `${config.maxSymbolsPerAction} symbols`,
    ],
  ] as const;
  const broken = checks.find(([, isBroken]) => isBroken);
  if (broken === undefined) return holds;
  const happened = `${requests.length} requests on ${[...symbols].join(", ")}`;
  return fails(broken[0], { run, expected: broken[2], happened });
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
