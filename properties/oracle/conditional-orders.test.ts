import { expect, test } from "vitest";
import {
  expectedConditionalOrderSchema,
  observedConditionalOrderSchema,
} from "../../src/domain/conditional-order.ts";
import { observedOrderSchema } from "../../src/domain/order.ts";
import { observedPositionSchema } from "../../src/domain/position.ts";
import { expectedStop, observedStop } from "../../src/test-fixtures/conditional-orders.ts";
import { contextOf } from "../../src/test-fixtures/oracle.ts";
import { observedOrder, scenarioWith, startsAtMs } from "../../src/test-fixtures/scenarios.ts";
import { expectedFigures } from "./expected-figures.ts";
import { expectedMismatches } from "./expected-mismatches.ts";
import { expectedOutcomes } from "./expected-outcomes.ts";
import { describeExpected, hasIntentOf, intentOfRequest, matchesExpected } from "./requests.ts";

const scenario = scenarioWith();
const partOf = <Item>(items: readonly Item[], takenAtMs = startsAtMs) =>
  ({ status: "ok", takenAtMs, items }) as const;
const failed = { status: "failed", takenAtMs: startsAtMs, error: "none" } as const;
const stop = observedConditionalOrderSchema.parse(observedStop());
const order = observedOrderSchema.parse(observedOrder());
const position = observedPositionSchema.parse({
  symbol: "BTCUSDT",
  quantity: "0.001",
  markPrice: "50000",
});

type Conditional = NonNullable<ReturnType<typeof contextOf>["snapshot"]["conditionalOrders"]>;
const contextWith = (conditionalOrders: Conditional, orders = [order]) =>
  contextOf({
    snapshot: { orders: partOf(orders), positions: partOf([position]), conditionalOrders },
  });

function outcomesIn(context: ReturnType<typeof contextOf>) {
  const mismatches = expectedMismatches(scenario, context);
  return expectedOutcomes(scenario, context, mismatches).map(
    ({ mismatch: { type, orderList }, status, reason }) => [type, orderList, reason ?? status],
  );
}

const unexpected = "ORDER_EXISTS_UNEXPECTED";
const nonzero = "POSITION_NONZERO_UNEXPECTED";

test("an id in both lists is two mismatches, the normal order first, and both defer a flatten", () => {
  expect(outcomesIn(contextWith(partOf([stop])))).toEqual([
    [unexpected, undefined, "permitted"],
    [unexpected, "conditional", "permitted"],
    [nonzero, undefined, "deferred"],
  ]);
});

test.each([
  ["failed", failed, "snapshot_unreadable"],
  ["stale", partOf([stop], startsAtMs - 120_001), "snapshot_stale"],
] as const)("a %s list yields no mismatch, and blocks only a flatten", (_, part, reason) => {
  expect(outcomesIn(contextWith(part, []))).toEqual([[nonzero, undefined, reason]]);
  expect(outcomesIn(contextWith(part))).toEqual([
    [unexpected, undefined, "permitted"],
    [nonzero, undefined, "deferred"],
  ]);
});

test("the figures of a stale list are those of the list that blocks", () => {
  const context = contextWith(partOf([stop], startsAtMs + 7), []);
  const [mismatch] = expectedMismatches(scenario, context);
  if (mismatch === undefined) throw new Error("nothing was detected");
  const figures = { code: null, restOfBanMs: 0, partsBefore: 0 };
  expect(expectedFigures("snapshot_stale", figures, mismatch, scenario, context)).toEqual([7]);
});

test.each([
  ["NEW", "NEW", false],
  ["NEW", "TRIGGERING", true],
  ["NEW", "UNKNOWN", true],
  ["NEW", "TRIGGERED", true],
  ["TRIGGERED", "TRIGGERED", false],
  ["TRIGGERED", "CANCELLED", true],
  ["CANCELLED", "NEW", true],
] as const)("expected as %s and observed as %s: %s", (expected, observed, diverges) => {
  const known = expectedConditionalOrderSchema.parse(expectedStop({ status: expected }));
  const listed = observedConditionalOrderSchema.parse(observedStop({ status: observed }));
  const context = contextOf({
    expected: { orders: [], positions: [], conditionalOrders: [known] },
    snapshot: { orders: partOf([]), positions: partOf([]), conditionalOrders: partOf([listed]) },
  });
  expect(expectedMismatches(scenario, context)).toHaveLength(diverges ? 1 : 0);
});

test("a request cancels the order of its own list", () => {
  const { clientOrderId, symbol } = stop;
  const [normal, conditional] = expectedMismatches(scenario, contextWith(partOf([stop])));
  if (normal === undefined || conditional === undefined) throw new Error("nothing was detected");
  const cancel = { method: "cancelOrder", symbol, clientOrderId } as const;
  const algoCancel = { ...cancel, method: "cancelConditionalOrder" } as const;
  for (const fits of [matchesExpected, hasIntentOf]) {
    expect([fits(cancel, normal, scenario), fits(cancel, conditional, scenario)]).toEqual([
      true,
      false,
    ]);
    expect([fits(algoCancel, normal, scenario), fits(algoCancel, conditional, scenario)]).toEqual([
      false,
      true,
    ]);
  }
  expect(intentOfRequest(algoCancel)).toBe(
    describeExpected({ mismatch: conditional, quantity: null }),
  );
  expect(intentOfRequest(cancel)).not.toBe(intentOfRequest(algoCancel));
});
