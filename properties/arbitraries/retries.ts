/**
 * A flatten or a cancel that is tried several times, with any outcomes in any order: one that is accepted and has no
 * effect leaves its position or its order. Single faults and runs would seldom concern one intent so often.
 */
import * as fc from "fast-check";
import { zero } from "../../src/domain/decimal.ts";
import type { PortFault } from "../../src/domain/port-fault.ts";
import type { Step } from "../../src/scenario/step.ts";
import type { TradingSymbol } from "../../src/domain/trading-symbol.ts";
import { conditionalSlot, expectedConditionalOrderOf } from "./conditional-order.ts";
import { dust } from "./decimal.ts";
import { observedOrderOf } from "./order.ts";
import { busy } from "./port-fault.ts";
import { forSlot, index } from "./step-generator.ts";
import type { Operation, StepGenerator } from "./step-generator.ts";
import { symbols } from "./symbol.ts";

const failures: readonly PortFault[] = [busy, { kind: "timeout", applied: false }];
/** None of them changes a position. */
const flattenWithoutEffect = fc.constantFrom<PortFault[]>(
  { kind: "expire", filled: zero },
  ...failures,
);
/** Within a day none of them changes an order. */
const cancelWithoutEffect = fc.constantFrom<PortFault[]>(
  { kind: "delayed", afterMs: 86_400_000, accepted: true },
  ...failures,
);

/** As long as the longest cooldown of a sequence. */
export const wait: Step = { kind: "advance-clock", ms: 60_000 };

/** No slot of the start, and no other operation, has this number. */
const number = 55;

export function retries(snapshotAndRun: readonly Step[]): StepGenerator {
  const attempt = [wait, ...snapshotAndRun];
  const tried = (
    mismatch: fc.Arbitrary<Operation>,
    fault: fc.Arbitrary<PortFault>,
    change: fc.Arbitrary<readonly Step[]> = fc.constant([]),
  ) =>
    fc
      .tuple(mismatch, fc.array(fault, { minLength: 3, maxLength: 4, size: "max" }), change)
      .map(([appears, faults, changed]): Operation => {
        const runs = Array.from({ length: faults.length }, () => attempt).flat();
        const steps = [
          { kind: "set-port-faults", faults } as const,
          ...attempt,
          ...changed,
          ...runs,
        ];
        return (context) => [...appears(context), ...steps];
      });
  return {
    weight: 3,
    generate: fc.oneof(
      { arbitrary: tried(symbol.map(positionOf), flattenWithoutEffect, newStrategy), weight: 2 },
      { arbitrary: tried(unexpectedOrder, cancelWithoutEffect), weight: 1 },
      { arbitrary: tried(unexpectedConditional, cancelWithoutEffect), weight: 1 },
    ),
  };
}

/** After it another strategy signs the flattens. */
const newStrategy = fc.constantFrom<(readonly Step[])[]>(
  [],
  [],
  [],
  [],
  [{ kind: "set-config", config: { allowedStrategies: ["mm"] } }],
);

const symbol = fc.constantFrom(...symbols.slice(0, 2));

/** A position that is not expected, on a leg in hedge mode. */
export function positionOf(name: TradingSymbol): Operation {
  return ({ hedge }) => {
    const positionSide = hedge ? "LONG" : "BOTH";
    return [{ kind: "set-position", position: { symbol: name, positionSide, quantity: dust } }];
  };
}

const unexpectedOrder = fc.tuple(index, symbol).map(([at, name]) =>
  forSlot(at, (slot, _, context) => {
    const own = { ...slot, owner: "own", symbol: name, observed: "OPEN", trait: null } as const;
    return observedOrderOf(own, number, context).map((order) => ({ kind: "add-order", order }));
  }),
);

const unexpectedConditional = conditionalSlot(symbol).map((slot): Operation => (context) => {
  const own = { ...slot, owner: "own", number, expected: "NEW" } as const;
  const conditionalOrder = expectedConditionalOrderOf(own, context);
  return conditionalOrder === null
    ? []
    : [{ kind: "place-conditional-order", conditionalOrder, lost: "reply" }];
});
