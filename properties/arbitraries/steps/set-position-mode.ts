import * as fc from "fast-check";
import { zero } from "../../../src/domain/decimal.ts";
import type { Step } from "../../../src/scenario/step.ts";
import type { SequenceContext, StepGenerator } from "../step-generator.ts";
import { symbols } from "../symbol.ts";

/**
 * The exchange ends what is open, because it accepts no other mode before. The steps that follow have the sides of the
 * new mode.
 */
export const setPositionMode: StepGenerator = {
  weight: 1,
  generate: fc.constantFrom(true, true, true, false).map((endsAll) => (context) => {
    const before = endsAll ? endAll(context) : [];
    context.hedge = !context.hedge;
    return [...before, { kind: "set-position-mode", mode: context.hedge ? "hedge" : "one_way" }];
  }),
};

const cancelsMax = 3;

function endAll({ hedge }: SequenceContext): readonly Step[] {
  const sides = hedge ? (["LONG", "SHORT"] as const) : (["BOTH"] as const);
  return [
    ...Array.from({ length: cancelsMax }, (): Step => {
      return { kind: "cancel-by-exchange", clientOrderId: 0 };
    }),
    ...symbols.slice(0, 2).flatMap((symbol) =>
      sides.map((positionSide): Step => {
        return { kind: "set-position", position: { symbol, positionSide, quantity: zero } };
      }),
    ),
  ];
}
