import { expect, test } from "vitest";
import type { Observation } from "../../src/simulation/observation.ts";
import { live, longPosition, type Parts } from "../../src/test-fixtures/observe.ts";
import { observedOrder, scenarioWith } from "../../src/test-fixtures/scenarios.ts";
import { pass } from "../property.ts";
import { compareEffects } from "./compare-effects.ts";

const config = { action: "cancel_then_flatten" } as const;
const cancels: Parts = { config, exchange: { orders: [observedOrder()] } };
const flattens: Parts = {
  config,
  exchange: { positions: [longPosition], prices: { BTCUSDT: "100" } },
};
const blocks: Parts = { ...cancels, config: { symbolWhitelist: [] } };

const caseOf = (observation: Observation) => ({ scenario: scenarioWith(), observation });

/** A copy with another value at a path such as `runs.0.mode`; null removes a list's item. */
function changed(observation: Observation, path: string, value: unknown): Observation {
  const copy = structuredClone(observation);
  const names = path.split(".");
  const last = names.pop() ?? "";
  let parent: object = copy;
  for (const name of names) {
    const child: unknown = Reflect.get(parent, name);
    if (typeof child !== "object" || child === null) throw new Error(`${path} does not exist`);
    parent = child;
  }
  if (!Reflect.has(parent, last)) throw new Error(`${path} does not exist`);
  if (Array.isArray(parent) && value === null) parent.splice(Number(last), 1);
  else Reflect.set(parent, last, value);
  return copy;
}

const request = "runs.0.results.0.outcome.request";
test.each<[string, Parts, unknown]>([
  ["runs.0.mode", cancels, "dry_run"],
  ["runs.0.results.0", cancels, null],
  ["runs.0.results.0.mismatch.type", cancels, "ORDER_STATUS_DIVERGENCE"],
  ["runs.0.results.0.mismatch.symbol", cancels, "ETHUSDT"],
  ["runs.0.results.0.mismatch.positionSide", cancels, "LONG"],
  ["runs.0.results.0.mismatch.clientOrderId", cancels, "other"],
  ["runs.0.results.0.outcome.status", cancels, "planned"],
  ["runs.0.results.0.outcome.reason", blocks, "cooldown_not_elapsed"],
  [`${request}.symbol`, cancels, "ETHUSDT"],
  [`${request}.clientOrderId`, cancels, "other"],
  [`${request}.side`, flattens, "BUY"],
  [`${request}.quantity`, flattens, "9"],
  [`${request}.positionSide`, flattens, "LONG"],
  [`${request}.reduceOnly`, flattens, null],
  ["portCalls.0", cancels, null],
  ["portCalls.0.run", cancels, 1],
  ["portCalls.0.reply.status", cancels, "unknown"],
  ["portCalls.0.request.clientOrderId", cancels, "other"],
  ["portCalls.0.request.quantity", flattens, "9"],
])("another %s is a difference, on either side", async (path, parts, value) => {
  const observation = await live(parts);
  const other = caseOf(changed(observation, path, value));
  const one = caseOf(observation);
  expect(compareEffects("c", one, one)).toEqual(pass);
  for (const [left, right] of [
    [one, other],
    [other, one],
  ] as const) {
    const verdict = compareEffects("c", left, right);
    if (verdict.kind !== "fail") throw new Error(`no difference: ${verdict.kind}`);
    expect(verdict.violation.actual).not.toBe(verdict.violation.expected);
  }
});

test("the id of a flatten order is the target's choice", async () => {
  const observation = await live(flattens);
  const other = changed(observation, "portCalls.0.request.clientOrderId", "other");
  const another = changed(other, `${request}.clientOrderId`, "another");
  expect(compareEffects("c", caseOf(observation), caseOf(another))).toEqual(pass);
});
