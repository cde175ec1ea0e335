import { expect, test } from "vitest";
import { scenario } from "../../properties/arbitraries/scenario.ts";
import { sequence } from "../../properties/arbitraries/sequence.ts";
import { isOwnOrder as isOwnInOracle } from "../../properties/oracle/own-order.ts";
import { allowedMode } from "../../properties/oracle/mode.ts";
import { randomCases } from "../fuzz/batch.ts";
import { absolute, decimalSchema, multiply, zero } from "../domain/decimal.ts";
import { decideMode } from "../pipeline/gates.ts";
import { isOwnOrder } from "../pipeline/ownership.ts";
import { symbolsOf } from "../scenario/rename-symbols.ts";
import { scenarioSchema, type Scenario } from "../scenario/scenario.ts";
import { scenarioWith } from "../test-fixtures/scenarios.ts";
import { profileNamed, profileNames, profileWith } from "../test-fixtures/profiles.ts";
import { enumerateGates } from "./fit-gates.ts";
import { fitOrNull, fitTo, followUpWithin, isWithin } from "./fit-scenario.ts";

function generated(count: number): Scenario[] {
  return [scenario(), sequence()].flatMap((arbitrary) => {
    const cases = randomCases(arbitrary, 11, 0);
    return Array.from({ length: count }, () => cases.next().value);
  });
}
const cases = generated(150);

const fitted = (name: (typeof profileNames)[number]) => {
  const fit = fitTo(profileNamed(name));
  if (fit === null) throw new Error(`${name} leaves every scenario as it is`);
  return cases.map((one) => fit(one));
};
const ordersOf = ({ expected, exchange }: Scenario) => [...expected.orders, ...exchange.orders];

test.each(profileNames)("%s: a fitted scenario is one, and within the profile", (name) => {
  const profile = profileNamed(name);
  for (const one of fitted(name)) {
    expect(scenarioSchema.safeParse(one).error).toBeUndefined();
    expect(isWithin(profile, one)).toBe(true);
  }
  expect(cases.some((one) => !isWithin(profile, one))).toBe(true);
});

test("a profile without a restriction changes nothing", () => {
  expect(fitTo(undefined)).toBe(null);
  expect(fitTo(profileWith({ bot: "mine", positionModes: ["one_way", "hedge"] }))).toBe(null);
});

test("one-way mode has no leg, and no step changes the mode", () => {
  const all = fitted("one-way mode");
  for (const { exchange, steps } of all) {
    expect(exchange.positionMode).toBe("one_way");
    expect(steps.some(({ kind }) => kind === "set-position-mode")).toBe(false);
  }
  expect(all.some(({ exchange }) => exchange.positions.length > 0)).toBe(true);
});

test("hedge mode has legs only", () => {
  const positions = fitted("hedge mode").flatMap(({ exchange }) => exchange.positions);
  expect(new Set(positions.map(({ positionSide }) => positionSide))).toEqual(
    new Set(["LONG", "SHORT"]),
  );
});

test("an action outside the profile becomes one that remediates", () => {
  const actions = new Set(fitted("cancels only").map(({ config }) => config.action));
  expect(actions).toEqual(new Set(["none", "cancel_all"]));
  const live = fitted("cancels only").filter(({ config }) => config.action === "cancel_all");
  expect(live.length).toBeGreaterThan(cases.length / 2);
});

test("without limits every symbol is whitelisted and has a price in USDT", () => {
  for (const one of fitted("no limits")) {
    const { config, exchange } = one;
    expect(config).toMatchObject({ cooldownSeconds: 0, maxOrdersPerAction: 999 });
    expect(config.symbolWhitelist).toEqual(symbolsOf(one));
    for (const symbol of symbolsOf(one)) {
      expect(symbol).toMatch(/USD[TC](?:_\d+)?$/);
      expect(exchange.prices[symbol]).toMatch(/[1-9]/);
    }
  }
});

const within = (least: number, value: unknown, most: number) =>
  Math.min(Math.max(Number(value), least), most);

test("a pinned value is the only one, and a range has both ends", () => {
  const configs = fitted("its configuration").map(({ config }) => config);
  expect(new Set(configs.map(({ cooldownSeconds }) => cooldownSeconds))).toEqual(new Set([60]));
  for (const [at, { maxOrdersPerAction, maxFlattenNotionalUsdt }] of configs.entries()) {
    const drawn = cases[at]?.config;
    expect(maxOrdersPerAction).toBe(within(1, drawn?.maxOrdersPerAction, 5));
    expect(Number(maxFlattenNotionalUsdt)).toBe(within(10, drawn?.maxFlattenNotionalUsdt, 500));
  }
  const orders = configs.map(({ maxOrdersPerAction }) => maxOrdersPerAction);
  expect([Math.min(...orders), Math.max(...orders)]).toEqual([1, 5]);
  const named = fitted("its configuration").filter(({ exchange }) =>
    exchange.orders.some(({ symbol }) => symbol === "SOLUSDT"),
  );
  expect(named.length).toBeGreaterThan(20);
});

test.each([
  ["ids with a symbol", /^bot-[A-Z0-9]+(?:_[A-Z0-9]+)?-\d+$/],
  ["ids known by their prefix", /^mm-/],
  ["ids with a strategy", /^(?:mm|x)\.[A-Z0-9]+(?:_[A-Z0-9]+)?\.\d+\.\d+$/],
  ["other strategies", /^b(?:mm|x)_/],
] as const)("%s: own orders have them, and pipeline and oracle agree", (name, form) => {
  let [own, external] = [0, 0];
  for (const one of fitted(name)) {
    for (const { clientOrderId } of ordersOf(one)) {
      const isOwn = isOwnOrder(clientOrderId, one.config);
      expect(isOwnInOracle(clientOrderId, one.config)).toBe(isOwn);
      expect(isOwn && !form.test(clientOrderId)).toBe(false);
      if (isOwn) own += 1;
      else external += 1;
    }
  }
  expect(own).toBeGreaterThan(200);
  expect(external).toBeGreaterThan(30);
});

test("an id that is similar to an own one stays similar, and external", () => {
  const similar = fitted("ids with a symbol")
    .flatMap(ordersOf)
    .filter(({ clientOrderId }) => /^xbot-|^Bot-|^bot-.*x$/.test(clientOrderId));
  expect(similar.length).toBeGreaterThan(3);
  const strategies = fitted("ids with a strategy")
    .flatMap(ordersOf)
    .filter(({ clientOrderId }) => /^(?:mm|x)2\./.test(clientOrderId));
  expect(strategies.length).toBeGreaterThan(3);
});

test("own gates: pipeline and oracle agree, and every mode occurs", () => {
  const modes = new Map<string, number>();
  const gates = profileNamed("gates of its own").gates ?? [];
  const inputs = [...fitted("gates of its own").map((one) => one.gates), ...enumerateGates(gates)];
  for (const one of inputs) {
    const { mode } = decideMode(one);
    expect(allowedMode(one)).toBe(mode);
    modes.set(mode, (modes.get(mode) ?? 0) + 1);
  }
  for (const mode of ["dry_run", "live", "refused"]) expect(modes.get(mode)).toBeGreaterThan(5);
});

test("each own gate has wrong spellings that leave it closed, and each accepted value opens it", () => {
  const [live, armed] = profileNamed("gates of its own").gates ?? [];
  if (live === undefined || armed === undefined) throw new Error("two gates");
  const all = enumerateGates([live, armed]);
  for (const accepted of ["yes", "YES"]) {
    const found = all.find(({ own }) => own?.[0]?.value === accepted && own[1]?.value === "1");
    expect(found && decideMode(found).mode).toBe("live");
  }
  const wrong = all.filter(({ own }) => own?.[1]?.value === "1" && own[0]?.value === " yes");
  expect(wrong.map((one) => decideMode(one).mode)).toEqual(["dry_run"]);
});

test("the value of a gate in another case is tried, also in place of another case of the usual one", () => {
  const [live, armed] = profileNamed("gates of its own").gates ?? [];
  if (live === undefined || armed === undefined) throw new Error("two gates");
  const off = { ...armed, source: "KILL", accepts: ["off"] };
  const spelled = enumerateGates([live, off]).map(({ own }) => own?.[1]?.value);
  expect(spelled).toEqual(expect.arrayContaining(["OFF", " off", "off\n", "", null]));
  const [one] = cases;
  const profile = profileWith({ gates: [{ ...live, accepts: ["Go"] }] });
  if (one === undefined) throw new Error("no case");
  const fit = fitTo(profile);
  const lower = { ...one, gates: { ...one.gates, confirm: "live_remediate" } };
  expect(fit?.(lower).gates.own?.[0]?.value).toBe("go");
});

test("a follow-up gets the gates of the bot, and one outside the profile is none", () => {
  const profile = profileNamed("gates of its own");
  const [own] = fitted("gates of its own");
  const [usual] = cases;
  if (own === undefined || usual === undefined) throw new Error("no case");
  expect(followUpWithin(profile, usual)?.gates.own).toHaveLength(2);
  expect(followUpWithin(undefined, usual)).toBe(usual);
  const hedge = cases.find(({ exchange }) => exchange.positionMode === "hedge");
  expect(hedge && followUpWithin(profileNamed("one-way mode"), hedge)).toBe(null);
});

test("a scenario in which two ids become equal is none", () => {
  const first = cases.find(({ exchange }) => exchange.orders.length > 0);
  const [order] = first?.exchange.orders ?? [];
  if (first === undefined || order === undefined) throw new Error("no order");
  const orders = [order, order];
  const fit = () => ({ ...first, exchange: { ...first.exchange, orders } });
  expect(fitOrNull(fit, first)).toBe(null);
  expect(fitOrNull((one) => one, first)).toEqual(first);
});

test("a gate that a shrink pass takes away or changes is that of the bot again", () => {
  const profile = profileNamed("gates of its own");
  const fit = fitTo(profile);
  const [first] = fitted("gates of its own");
  const [live] = first?.gates.own ?? [];
  if (fit === null || first === undefined || live === undefined) throw new Error("no case");
  const changed = { ...live, accepts: ["other"], value: "no" };
  const { own } = fit({ ...first, gates: { ...first.gates, own: [changed] } }).gates;
  expect(own?.map(({ accepts, value }) => [accepts, value])).toEqual([
    [["yes", "YES"], "no"],
    [["1"], "1"],
  ]);
});

test("without a limit on the notional no position is worth more than a decimal can say", () => {
  const sizes = fitted("no limits").flatMap(({ exchange }) =>
    exchange.positions.map(({ symbol, quantity }) =>
      multiply(absolute(quantity), exchange.prices[symbol] ?? zero),
    ),
  );
  expect(sizes.length).toBeGreaterThan(100);
  for (const size of sizes) expect(size.split(".")[0]?.length).toBeLessThan(19);
});

test("without a limit on the notional a price of many digits becomes a small one", () => {
  const fit = fitTo({ schemaVersion: 1, kind: "bot-profile", limits: [] });
  const large = decimalSchema.parse("12345678901234567.5");
  const given = scenarioWith({
    exchange: {
      positions: [{ symbol: "BTCUSDT", positionSide: "BOTH", quantity: "250000" }],
      prices: { BTCUSDT: large },
    },
    steps: [{ kind: "set-price", symbol: "BTCUSDT", price: large }, { kind: "reconcile" }],
  });
  const { exchange, steps } = fit?.(given) ?? given;
  expect(Object.values(exchange.prices)).toEqual(["0.000001"]);
  expect(steps.map(({ kind }) => kind)).not.toContain("set-price");
});

test("without a limit on requests no close is split into thousands of orders", () => {
  const [few, many] = ["0.05", "0.000001"].map((most) =>
    scenarioWith({
      exchange: {
        positions: [{ symbol: "BTCUSDT", positionSide: "BOTH", quantity: "0.1" }],
        filters: { BTCUSDT: { stepSize: "0.000001", maxMarketQuantity: most } },
      },
    }),
  );
  const fit = fitTo({ schemaVersion: 1, kind: "bot-profile", limits: ["maxFlattenNotionalUsdt"] });
  const filtersOf = (given = few) => Object.values((given && fit?.(given))?.exchange.filters ?? {});
  expect(filtersOf(few)).toEqual([{ stepSize: "0.000001", maxMarketQuantity: "0.05" }]);
  expect(filtersOf(many)).toEqual([{ stepSize: "0.000001" }]);
  const whole = fitTo({ schemaVersion: 1, kind: "bot-profile", limits: ["maxOrdersPerAction"] });
  expect(many && whole?.(many).exchange.filters).toEqual(many?.exchange.filters);
});
