import * as fc from "fast-check";
import type { SnapshotPartStep, Step } from "../../../src/scenario/step.ts";
import { misleadingPart, misleadingParts } from "../snapshot-part.ts";
import { always, type Operation, type StepGenerator } from "../step-generator.ts";
import { cancelByExchange } from "./cancel-by-exchange.ts";
import { fillOrder } from "./fill-order.ts";
import { setPosition } from "./set-position.ts";

const ok: SnapshotPartStep = { kind: "ok" };

const part = fc.constantFrom<SnapshotPartStep[]>(
  ...Array.from({ length: 5 }, () => ok),
  { kind: "failed" },
  { kind: "old", ageMs: 1_000 },
  { kind: "old", ageMs: 120_001 },
  { kind: "future", skewMs: 1 },
);

const snapshotOf = (orders: SnapshotPartStep, positions: SnapshotPartStep): Step => ({
  kind: "snapshot",
  orders,
  positions,
});

const noChange: Operation = () => [];
const run: Step = { kind: "reconcile" };
const usualRun: Operation = () => [snapshotOf(ok, ok), run];

/** With a run, because the usual run takes another snapshot before it. Often something has just changed. */
const misleading = fc
  .record({
    change: fc.oneof(
      fc.constantFrom(noChange, usualRun),
      setPosition.generate,
      fillOrder.generate,
      cancelByExchange.generate,
    ),
    // Few copies differ from their order, so lists that repeat one are more often.
    shown: fc.oneof(misleadingPart, misleadingPart, misleadingParts.repeating),
    other: fc.oneof(fc.constant(ok), misleadingPart),
    flip: fc.boolean(),
  })
  .map(({ change, shown, other, flip }): Operation => {
    const step = flip ? snapshotOf(other, shown) : snapshotOf(shown, other);
    return (context) => [...change(context), step, run];
  });

export const snapshot: StepGenerator = {
  weight: 6,
  generate: fc.oneof(
    {
      arbitrary: fc
        .tuple(part, part)
        .map(([orders, positions]) => always(snapshotOf(orders, positions))),
      weight: 2,
    },
    { arbitrary: misleading, weight: 1 },
  ),
};
