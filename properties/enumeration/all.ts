/** The input spaces that are small enough to enumerate, in the order in which a campaign runs them. */
import { copyConfig } from "../../src/domain/copies.ts";
import { actions } from "../../src/domain/config.ts";
import { decimalSchema } from "../../src/domain/decimal.ts";
import { allGatesOpen, gateEnvironmentVariables, type GateInputs } from "../../src/domain/gate.ts";
import { orderStatuses, type ExpectedOrder, type ObservedOrder } from "../../src/domain/order.ts";
import { misspellings } from "../../src/scenario/gate-spellings.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { owners } from "../arbitraries/client-order-id.ts";
import { enumerateFilters } from "./filters.ts";
import { scenarioOfChoice } from "./factors.ts";
import { expected, observed, plainScenario, symbol } from "./plain-scenario.ts";
import { coveringChoices, openGateChoices } from "./three-way.ts";
import { enumerateWidths } from "./widths.ts";

export function enumerateAll(standard: readonly Scenario[]): Scenario[] {
  return [
    ...gateCombinations(standard),
    ...gateSpellings(),
    ...statusPairs(),
    ...singleOrders(),
    ...singlePositions(),
    ...enumerateFilters(),
    ...enumerateWidths(),
    ...coveringChoices().map(scenarioOfChoice),
    ...openGateChoices().map(scenarioOfChoice),
  ];
}

/** 32 combinations of gates × standard scenarios × actions × audit on and off. */
function gateCombinations(standard: readonly Scenario[]): Scenario[] {
  return standard.flatMap((scenario) =>
    Array.from({ length: 32 }, (_, bits) => gatesOf(bits)).flatMap((gates) =>
      actions.flatMap((action) =>
        [true, false].map((auditEnabled) => {
          const config = copyConfig(scenario.config);
          config.action = action;
          config.auditEnabled = auditEnabled;
          return { ...scenario, gates, config };
        }),
      ),
    ),
  );
}

function gatesOf(bits: number): GateInputs {
  const names = gateEnvironmentVariables.filter((_, index) => (bits & (2 << index)) !== 0);
  return {
    confirm: (bits & 1) === 0 ? "WRONG" : allGatesOpen.confirm,
    env: Object.fromEntries(names.map((name) => [name, allGatesOpen.env[name]])),
  };
}

/** One gate has a wrong spelling of its value, and an order would be cancelled if it were open. */
function gateSpellings(): Scenario[] {
  const scenario = scenarioOfOrders([], [observed("OPEN")]);
  return misspellings(allGatesOpen).map((gates) => ({ ...scenario, gates }));
}

const dryRunGates: GateInputs = { ...allGatesOpen, confirm: null };

/** Every expected status against every observed one, live and dry. */
function statusPairs(): Scenario[] {
  return orderStatuses.flatMap((left) =>
    orderStatuses.flatMap((right) =>
      [allGatesOpen, dryRunGates].map((gates) => ({
        ...scenarioOfOrders([expected(left)], [observed(right)]),
        gates,
      })),
    ),
  );
}

/** One order alone: every status in either state, for every owner. */
function singleOrders(): Scenario[] {
  return owners.flatMap((owner) =>
    orderStatuses.flatMap((status) => [
      scenarioOfOrders([], [observed(status, owner)]),
      scenarioOfOrders([expected(status, owner)], []),
    ]),
  );
}

function scenarioOfOrders(
  expectedOrders: readonly ExpectedOrder[],
  observedOrders: readonly ObservedOrder[],
): Scenario {
  return {
    ...plainScenario,
    expected: { ...plainScenario.expected, orders: expectedOrders },
    exchange: { ...plainScenario.exchange, orders: observedOrders },
  };
}

const sizes = ["0.001", "0.00000001", "0.10", "250000", "0", "-0"].map((text) =>
  decimalSchema.parse(text),
);
const prices = ["50000.00", "0", "0.00000123", null];

const sides = [
  ["BOTH", false],
  ["BOTH", true],
  ["LONG", false],
  ["SHORT", true],
] as const;

/** One position alone: every side, size and price, on a managed symbol or not. */
function singlePositions(): Scenario[] {
  return sides.flatMap(([positionSide, isShort]) =>
    sizes.flatMap((size) =>
      prices.flatMap((price) =>
        [[symbol], []].map((symbolWhitelist): Scenario => {
          const signed = isShort && !size.startsWith("-") ? `-${size}` : size;
          const quantity = decimalSchema.parse(signed);
          const config = copyConfig(plainScenario.config);
          config.symbolWhitelist = symbolWhitelist;
          config.requireWhitelist = false;
          return {
            ...plainScenario,
            config,
            exchange: {
              ...plainScenario.exchange,
              positionMode: positionSide === "BOTH" ? "one_way" : "hedge",
              positions: [{ symbol, positionSide, quantity }],
              prices: price === null ? {} : { [symbol]: decimalSchema.parse(price) },
            },
          };
        }),
      ),
    ),
  );
}
