/**
 * The bot reads orders, positions and conditional orders; each part may fail or mislead. Steps may take place between
 * the first read and the others, so that the parts show different moments.
 */
import * as z from "zod";
import type { ObservedOrder } from "../../domain/order.ts";
import type { ObservedPosition } from "../../domain/position.ts";
import { namesOfLists, readLists, type Snapshot } from "../../domain/snapshot.ts";
import type { SimulatedExchange } from "../../exchange/simulated-exchange.ts";
import {
  innerStepSchema,
  renameInnerStep,
  simplerInnerStep,
  simplerInnerSteps,
} from "../inner-step.ts";
import {
  describeSnapshotPart,
  readSnapshotPart,
  simplerSnapshotParts,
  snapshotPartSchema,
  type SnapshotPartStep,
} from "../snapshot-part.ts";
import { defineStep, type SimulationControls } from "../step-module.ts";

const betweenSchema = z
  .strictObject({
    /** The part that is read before these steps; the others are read after them. */
    first: z.enum(readLists).default("orders"),
    steps: z.array(innerStepSchema).min(1).max(1_000).readonly(),
  })
  .readonly();
type Between = z.infer<typeof betweenSchema>;

const ok = { kind: "ok" } as const;

export const snapshot = defineStep({
  kind: "snapshot",
  fields: {
    orders: snapshotPartSchema.default(ok),
    positions: snapshotPartSchema.default(ok),
    /** Absent: `ok`. Without effect where no conditional order is in play. */
    conditionalOrders: snapshotPartSchema.optional(),
    /** Absent: all parts are read at one moment. */
    between: betweenSchema.optional(),
  },
  describe: ({ orders, positions, conditionalOrders, between }) => {
    const parts = `orders ${describeSnapshotPart(orders)}, positions ${describeSnapshotPart(positions)}`;
    const all =
      conditionalOrders === undefined
        ? `snapshot: ${parts}`
        : `snapshot: ${parts}, conditional orders ${describeSnapshotPart(conditionalOrders)}`;
    return between === undefined ? all : `${all}; ${namesOfLists[between.first]} are read first`;
  },
  shrink: (step) => [
    ...simplerSnapshotParts(step.orders).map((orders) => ({ ...step, orders })),
    ...simplerSnapshotParts(step.positions).map((positions) => ({ ...step, positions })),
    ...simplerConditional(step),
    ...simplerBetween(step),
  ],
  rename: (step, renamer) => {
    const { between } = step;
    if (between === undefined) return step;
    const steps = between.steps.map((inner) => renameInnerStep(inner, renamer));
    return { ...step, between: { ...between, steps } };
  },
  apply: (step, simulation) => {
    simulation.snapshot = readSnapshot(step, simulation);
  },
});

type Reader = Pick<
  SimulationControls,
  "calls" | "nowMs" | "advanceClock" | "exchange" | "exchangeNowMs" | "applyInner"
>;

/** A read takes time, so a snapshot after a port call has a later time than the call. */
export function readSnapshot(
  step: Parts & { readonly between?: Between | undefined },
  simulation: Reader,
): Snapshot {
  if (simulation.calls.lastCallAtMs() === simulation.nowMs()) simulation.advanceClock(1);
  const earlier = readAll(step, simulation);
  if (step.between === undefined) return earlier;
  const { first, steps } = step.between;
  for (const [at, inner] of steps.entries()) simulation.applyInner(inner, at);
  const later = readAll(step, simulation);
  return earlier[first] === undefined ? later : { ...later, [first]: earlier[first] };
}

/** First without the field, which is the plain form. */
function simplerBetween<Step extends { readonly between?: Between | undefined }>(
  step: Step,
): Step[] {
  const { between } = step;
  if (between === undefined) return [];
  const { between: _, ...rest } = step;
  const { first, steps } = between;
  const simpler = simplerInnerSteps(steps, simplerInnerStep).map((fewer) => {
    return { first, steps: fewer };
  });
  const plain: Between[] = first === "orders" ? [] : [{ first: "orders", steps }];
  const changed = [...simpler, ...plain].map((other) => ({ ...step, between: other }));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the field is optional
  return [rest as unknown as Step, ...changed];
}

/** Every part without a fault. */
export function takeNow(reader: Pick<Reader, "exchange" | "nowMs" | "exchangeNowMs">): Snapshot {
  return readAll({ orders: ok, positions: ok }, reader);
}

function readAll(
  parts: Parts,
  { exchange, nowMs, exchangeNowMs }: Pick<Reader, "exchange" | "nowMs" | "exchangeNowMs">,
): Snapshot {
  return takeSnapshot(parts, exchange, nowMs(), exchangeNowMs());
}

type Parts = Readonly<Record<"orders" | "positions", SnapshotPartStep>> & {
  readonly conditionalOrders?: SnapshotPartStep | undefined;
};

/** First without the field, which is the plain form of `ok`. */
function simplerConditional<Step extends Parts>(step: Step): Step[] {
  const { conditionalOrders } = step;
  if (conditionalOrders === undefined) return [];
  return [undefined, ...simplerSnapshotParts(conditionalOrders)].map((simpler) => {
    const { conditionalOrders: _, ...rest } = step;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the field is optional
    return (simpler === undefined ? rest : { ...step, conditionalOrders: simpler }) as Step;
  });
}

/** The bot gives a part the time of its own clock. `exchangeNowMs` is that of the exchange. */
export function takeSnapshot(
  parts: Parts,
  exchange: SimulatedExchange,
  nowMs: number,
  exchangeNowMs = nowMs,
): Snapshot {
  const aheadMs = nowMs - exchangeNowMs;
  const lists = readNormalLists(parts, exchange, nowMs, aheadMs);
  if (exchange.conditionalOrders === null) return lists;
  const conditionalOrders = readSnapshotPart(parts.conditionalOrders ?? ok, nowMs, {
    itemsAt: (atMs) => exchange.listedConditionalOrders(atExchange(atMs, aheadMs)),
    isSame: isSameOrder,
  });
  return { ...lists, conditionalOrders };
}

/** The time of the exchange at a time of the bot, whose clock may be ahead. */
function atExchange(atMs: number | null, aheadMs: number): number | null {
  return atMs === null ? null : atMs - aheadMs;
}

function readNormalLists(
  { orders, positions }: Parts,
  exchange: SimulatedExchange,
  nowMs: number,
  aheadMs: number,
) {
  return {
    orders: readSnapshotPart(orders, nowMs, {
      itemsAt: (atMs) => exchange.listedOrders(atExchange(atMs, aheadMs)),
      isSame: isSameOrder,
    }),
    positions: readSnapshotPart(positions, nowMs, {
      itemsAt: (atMs) => exchange.positions(atExchange(atMs, aheadMs)),
      isSame: isSamePosition,
    }),
  };
}

type Named = Pick<ObservedOrder, "clientOrderId" | "orderId" | "symbol">;

/** A copy of it: another order may have its client order id. */
function isSameOrder(one: Named, other: Named): boolean {
  return (
    one.clientOrderId === other.clientOrderId &&
    one.orderId === other.orderId &&
    one.symbol === other.symbol
  );
}

function isSamePosition(one: ObservedPosition, other: ObservedPosition): boolean {
  return one.symbol === other.symbol && one.positionSide === other.positionSide;
}
