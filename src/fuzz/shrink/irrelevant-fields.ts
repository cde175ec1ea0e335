/**
 * Which parts of a failureCounts scenario do not matter: with every other value tried there, the same check
 * breaks. It tells the reader what not to look at.
 */
import { actions } from "../../domain/config.ts";
import type { Config } from "../../domain/config.ts";
import { decimalSchema } from "../../domain/decimal.ts";
import { scenarioSchema } from "../../scenario/scenario.ts";
import type { Scenario } from "../../scenario/scenario.ts";

type Part = { readonly name: string; readonly variants: readonly Scenario[] };

export async function findIrrelevantFields(
  scenario: Scenario,
  stillFails: (candidate: Scenario) => Promise<boolean>,
): Promise<string[]> {
  const indifferent: string[] = [];
  for (const { name, variants } of partsOf(scenario)) {
    let matters = false;
    for (const variant of variants) {
      const valid = scenarioSchema.safeParse(variant);
      if (!valid.success || !(await stillFails(valid.data))) matters = true;
      if (matters) break;
    }
    if (!matters && variants.length > 0) indifferent.push(name);
  }
  return indifferent;
}

const otherSizes = ["0.002", "7"].map((text) => decimalSchema.parse(text));

function partsOf(scenario: Scenario): Part[] {
  return [...configParts(scenario), ...orderParts(scenario), ...positionParts(scenario)];
}

function configParts(scenario: Scenario): Part[] {
  const { config } = scenario;
  const alternatives: { readonly [Key in keyof Config]?: readonly Config[Key][] } = {
    action: actions,
    cooldownSeconds: [0, 60],
    maxOrdersPerAction: [1, 10, 100],
    maxSymbolsPerAction: [1, 3, 100],
    requireWhitelist: [true, false],
    orderGracePeriodMs: [0, 5_000],
    auditEnabled: [true, false],
  };
  return Object.entries(alternatives).map(([key, values]) => ({
    name: `config.${key}`,
    variants: values
      .filter((value) => value !== Reflect.get(config, key))
      .map((value) => ({ ...scenario, config: { ...config, [key]: value } })),
  }));
}

function orderParts(scenario: Scenario): Part[] {
  const { expected, exchange } = scenario;
  const ids = new Set([...expected.orders, ...exchange.orders].map((order) => order.clientOrderId));
  return [...ids].flatMap((id) => {
    const withOrder = (change: object): Scenario => ({
      ...scenario,
      expected: {
        ...expected,
        orders: expected.orders.map((o) => (o.clientOrderId === id ? { ...o, ...change } : o)),
      },
      exchange: {
        ...exchange,
        orders: exchange.orders.map((o) => (o.clientOrderId === id ? { ...o, ...change } : o)),
      },
    });
    return [
      {
        name: `order ${id}: side`,
        variants: [withOrder({ side: "BUY" }), withOrder({ side: "SELL" })],
      },
      {
        name: `order ${id}: quantity`,
        variants: otherSizes.map((quantity) => withOrder({ quantity })),
      },
      { name: `order ${id}: price`, variants: otherSizes.map((price) => withOrder({ price })) },
    ];
  });
}

function positionParts(scenario: Scenario): Part[] {
  const { exchange } = scenario;
  return exchange.positions.flatMap((position, index) => {
    const sign = position.quantity.startsWith("-") ? "-" : "";
    const withQuantity = (quantity: string): Scenario => ({
      ...scenario,
      exchange: {
        ...exchange,
        positions: exchange.positions.with(index, {
          ...position,
          quantity: decimalSchema.parse(quantity),
        }),
      },
    });
    const variants = [`${sign}0.002`, `${sign}0.01`].map(withQuantity);
    return [{ name: `position ${position.symbol} ${position.positionSide}: quantity`, variants }];
  });
}
