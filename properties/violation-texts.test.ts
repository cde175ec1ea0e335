/** What a check requires and what happened have one form, so that a reader can compare them word by word. */
import { expect, test } from "vitest";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { longPosition, manyOrders, type Parts } from "../src/test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { flattenOnlyReduces } from "./flatten-only-reduces.ts";
import { liveNeedsAllFiveGates } from "./live-needs-all-five-gates.ts";
import { ordersBeatPositions } from "./orders-beat-positions.ts";
import { plantedBug } from "./planted-bugs/all.ts";
import { targetOf } from "./planted-bugs/planted-bug.ts";

const properties = [flattenOnlyReduces, liveNeedsAllFiveGates, ordersBeatPositions];
const [firstOrder] = manyOrders;
if (firstOrder === undefined) throw new Error("there is no order");
const flatten: Parts = {
  gates: openGates,
  config: { action: "flatten" },
  exchange: { positions: [longPosition] },
};
const longLeg = { ...longPosition, positionSide: "LONG" } as const;
const named = "closed gates that the refusal names:";

test.each<[bug: string, Parts, check: string, texts: readonly [expected: string, actual: string]]>([
  [
    "flatten-on-same-side",
    flatten,
    "wrong-side",
    [
      "SELL 0.001 BTCUSDT, position side not sent, reduceOnly true",
      "BUY 0.001 BTCUSDT, position side not sent, reduceOnly true",
    ],
  ],
  [
    "flatten-quantity-doubled",
    flatten,
    "wrong-quantity",
    [
      "SELL 0.001 BTCUSDT, position side not sent, reduceOnly true",
      "SELL 0.002 BTCUSDT, position side not sent, reduceOnly true",
    ],
  ],
  [
    "reduce-only-omitted",
    flatten,
    "wrong-position-parameters",
    [
      "SELL 0.001 BTCUSDT, position side not sent, reduceOnly true",
      "SELL 0.001 BTCUSDT, position side not sent, reduceOnly not sent",
    ],
  ],
  [
    "reduce-only-on-hedge-leg",
    { ...flatten, exchange: { positionMode: "hedge", positions: [longLeg] } },
    "wrong-position-parameters",
    [
      "SELL 0.001 BTCUSDT, position side LONG, reduceOnly not sent",
      "SELL 0.001 BTCUSDT, position side LONG, reduceOnly true",
    ],
  ],
  [
    "positions-before-orders",
    { exchange: { orders: [firstOrder], positions: [longPosition] } },
    "priority-order",
    [
      "priority 10 ORDER_EXISTS_UNEXPECTED, priority 100 POSITION_NONZERO_UNEXPECTED",
      "priority 100 POSITION_NONZERO_UNEXPECTED, priority 10 ORDER_EXISTS_UNEXPECTED",
    ],
  ],
  [
    "only-first-closed-gate-named",
    { gates: { ...openGates, env: {} } },
    "wrong-closed-gates",
    [
      `${named} active_allowed, dry_run_disabled, executor_armed, mainnet_allowed`,
      `${named} dry_run_disabled`,
    ],
  ],
])("%s", async (bug, parts, check, [expected, actual]) => {
  const { verdicts } = await judgeCase(scenarioWith(parts), targetOf(plantedBug(bug)), properties);
  const violations = verdicts.flatMap((verdict) =>
    verdict.kind === "fail" && verdict.check === check ? [verdict.violation] : [],
  );
  expect(violations).toEqual([{ run: 1, expected, actual }]);
});
