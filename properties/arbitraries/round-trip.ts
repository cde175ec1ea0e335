/**
 * A position that opens and closes by fills: an order fills in parts, the updates with the parts arrive in any
 * order, and an order on the opposite side fills. It may have the id of the first one, whose updates may arrive again
 * then. Single steps would do so too rarely.
 */
import * as fc from "fast-check";
import type { ClientOrderId } from "../../src/domain/client-order-id.ts";
import type { Step } from "../../src/scenario/step.ts";
import { dust } from "./decimal.ts";
import { expectedOrderOf, type OrderSlot } from "./order.ts";
import { forSlot, index, type SequenceContext, type StepGenerator } from "./step-generator.ts";

const deliver = (...updates: readonly number[]): readonly Step[] =>
  updates.map((update) => ({ kind: "deliver-update", update }));

/** The newest update has the whole fill, the one before it a part. */
const arrivals = fc.constantFrom(
  ...[
    [-3, -2, -1],
    [-2, -1],
    [-1, -2],
    [-1, -1],
    [-2, -3],
    [-3, -2],
  ].map((updates) => deliver(...updates)),
);

type Fills = (clientOrderId: ClientOrderId) => readonly Step[];

const part = (clientOrderId: ClientOrderId): Step => {
  return { kind: "fill-order", clientOrderId, quantity: dust };
};
const rest = (clientOrderId: ClientOrderId): Step => {
  return { kind: "fill-order", clientOrderId, quantity: null };
};
/** Parts in one millisecond have equal times, and only a part with an earlier time can be late. */
const wait: Step = { kind: "advance-clock", ms: 1 };

const anyFills = fc.constantFrom<Fills[]>(
  (id) => [part(id), rest(id)],
  (id) => [part(id), part(id), rest(id)],
  (id) => [part(id), wait, part(id), wait, rest(id)],
);

/**
 * How an update of the first order is late, where the second one has its id; null: it has another id. The exchange has
 * recorded the new order, and before it the fills of the old one.
 */
const secondUses = fc.constantFrom<(Fills | null)[]>(
  null,
  null,
  null,
  null,
  () => deliver(-2),
  (id) => [part(id), ...deliver(-1, -3)],
  (id) => [part(id), ...deliver(-1, -3)],
);

/** No slot of the start has these numbers, so their ids are free. */
const [opening, closing] = [20, 40];

export function roundTrip(between: readonly Step[]): StepGenerator {
  return {
    weight: 1,
    generate: fc
      .tuple(index, anyFills, arrivals, fc.boolean(), secondUses)
      .map(([at, fills, updates, hasRun, late]) =>
        forSlot(at, (slot, number, context) => {
          return [
            ...placed({ ...slot, reduceOnly: false }, opening + number, context, fills),
            ...updates,
            ...(hasRun ? between : []),
            ...placed(
              closeOf(slot),
              (late === null ? closing : opening) + number,
              context,
              (id) => [...(late === null ? [] : [...late(id), ...between]), rest(id)],
            ),
            ...deliver(-1),
          ];
        }),
      ),
  };
}

/** The same in two fills, and the bot has got no update of them yet. */
export const filledRoundTrip = index.map((at) =>
  forSlot(at, (slot, number, context) => [
    ...placed({ ...slot, reduceOnly: false }, opening + number, context, (id) => [rest(id)]),
    ...placed(closeOf(slot), closing + number, context, (id) => [rest(id)]),
  ]),
);

const closeOf = (slot: OrderSlot): OrderSlot => ({ ...slot, isBuy: !slot.isBuy, reduceOnly: true });

/** The bot places the order, and the exchange fills it. */
function placed(slot: OrderSlot, number: number, context: SequenceContext, fills: Fills): Step[] {
  const open = { ...slot, expected: "OPEN", expectedSymbol: slot.symbol } as const;
  return expectedOrderOf(open, number, context).flatMap((order): Step[] => [
    { kind: "place-order", order, lost: "nothing" },
    ...fills(order.clientOrderId),
  ]);
}
