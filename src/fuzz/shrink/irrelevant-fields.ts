/**
 * The fields of a failing scenario that may change without losing the failure, so that a reader can leave
 * them aside. A field is irrelevant when the same check fails with every other value that is tried.
 */
import { actions } from "../../domain/config.ts";
import { scenarioSchema, type Scenario } from "../../scenario/scenario.ts";
import { fieldsOf, withField } from "./json-fields.ts";

/** Null where it was stopped: a field that was not varied is neither relevant nor irrelevant. */
export async function findIrrelevantFields(
  scenario: Scenario,
  stillFails: (candidate: Scenario) => Promise<boolean>,
  isStopped: () => boolean,
): Promise<string[] | null> {
  const irrelevant: string[] = [];
  for (const [name, variants] of variantsOf(scenario)) {
    let isIrrelevant = variants.length > 0;
    for (const variant of variants) {
      if (isStopped()) return null;
      const valid = scenarioSchema.safeParse(variant);
      isIrrelevant &&= valid.success && (await stillFails(valid.data));
    }
    if (isIrrelevant) irrelevant.push(name);
  }
  return isStopped() ? null : irrelevant;
}

const configValues: Readonly<Record<string, readonly unknown[]>> = {
  action: actions,
  cooldownSeconds: [0, 60],
  maxOrdersPerAction: [1, 10, 100],
  maxSymbolsPerAction: [1, 3, 100],
  requireWhitelist: [true, false],
  orderGracePeriodMs: [0, 5_000],
  auditEnabled: [true, false],
};
const orderValues = {
  side: ["BUY", "SELL"],
  quantity: ["0.002", "7"],
  price: ["0.002", "7"],
} as const;
const positionSizes = ["0.002", "0.01"];
const entitiesMax = 20;

/** Other values of each field, by the name under which a report lists the field. */
function* variantsOf(scenario: Scenario): Generator<readonly [string, readonly unknown[]]> {
  const { config, expected, exchange } = scenario;
  for (const [key, values] of Object.entries(configValues)) {
    const others = values.filter((value) => value !== Reflect.get(config, key));
    yield [`config.${key}`, others.map((value) => withField(scenario, ["config", key], value))];
  }
  const ids = new Set([...expected.orders, ...exchange.orders].map((order) => order.clientOrderId));
  // In a longer list a field of one entity explains nothing, and trying all of them would take a minute.
  for (const id of ids.size > entitiesMax ? [] : ids) {
    for (const [key, values] of Object.entries(orderValues)) {
      yield [`order ${id}: ${key}`, values.map((value) => withOrder(scenario, id, key, value))];
    }
  }
  const positions = exchange.positions.length > entitiesMax ? [] : exchange.positions;
  for (const [at, { symbol, positionSide, quantity }] of positions.entries()) {
    const path = ["exchange", "positions", `${at}`, "quantity"];
    const sign = quantity.startsWith("-") ? "-" : "";
    const variants = positionSizes.map((size) => withField(scenario, path, `${sign}${size}`));
    yield [`position ${symbol} ${positionSide}: quantity`, variants];
  }
}

/** The order changes in the expected state and at the exchange alike. */
function withOrder(scenario: Scenario, id: string, key: string, value: unknown): unknown {
  const { expected, exchange } = scenario;
  return [...fieldsOf({ expected, exchange })]
    .filter(({ name, value: parent }) => name === "clientOrderId" && parent === id)
    .reduce<unknown>(
      (changed, { path }) => withField(changed, [...path.slice(0, -1), key], value),
      scenario,
    );
}
