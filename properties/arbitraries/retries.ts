/**
 * A flatten that is tried several times, with any outcomes in any order: one that is accepted and does not fill
 * leaves its position. Single faults and runs would seldom concern one intent so often.
 */
import * as fc from "fast-check";
import { zero } from "../../src/domain/decimal.ts";
import type { PortFault } from "../../src/domain/port-fault.ts";
import type { Step } from "../../src/scenario/step.ts";
import { venueMessage } from "../../src/exchange/venue-errors.ts";
import { dust } from "./decimal.ts";
import type { StepGenerator } from "./step-generator.ts";
import { symbols } from "./symbol.ts";

/** None of them changes an order or a position. */
const withoutEffect = fc.constantFrom<PortFault[]>(
  { kind: "expire", filled: zero },
  { kind: "reject", code: -1001, message: venueMessage(-1001) },
  { kind: "timeout", applied: false },
);

/** As long as the longest cooldown of a sequence. */
const wait: Step = { kind: "advance-clock", ms: 60_000 };

export function retries(snapshotAndRun: readonly Step[]): StepGenerator {
  const attempt = [wait, ...snapshotAndRun];
  return {
    weight: 2,
    generate: fc
      .tuple(
        fc.array(withoutEffect, { minLength: 3, maxLength: 4, size: "max" }),
        fc.constantFrom(...symbols.slice(0, 2)),
      )
      .map(([faults, symbol]) => {
        const runs = Array.from({ length: faults.length + 1 }, () => attempt).flat();
        return ({ hedge }) => {
          const positionSide = hedge ? "LONG" : "BOTH";
          const position = { symbol, positionSide, quantity: dust } as const;
          return [{ kind: "set-position", position }, { kind: "set-port-faults", faults }, ...runs];
        };
      }),
  };
}
