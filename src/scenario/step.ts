/** The steps of a scenario: what happens, in order, while the target is watched. */
import * as z from "zod";
import { clientOrderIdSchema } from "../domain/client-order-id.ts";
import { unsignedDecimalSchema } from "../domain/decimal.ts";
import { gateInputsSchema } from "../domain/gate.ts";
import { expectedOrderSchema, observedOrderSchema, orderStatusSchema } from "../domain/order.ts";
import { positionSchema } from "../domain/position.ts";
import { portFaultSchema } from "../domain/port-fault.ts";
import { durationMsSchema, timestampMsSchema } from "../domain/time.ts";

const repliesMax = 1_000;

const snapshotPartSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("ok") }),
    z.strictObject({ kind: z.literal("failed") }),
    /** It shows what was there this long ago, and carries that time. */
    z.strictObject({ kind: z.literal("old"), ageMs: durationMsSchema }),
    /** It carries a time this long after now, as from a clock that is wrong. */
    z.strictObject({ kind: z.literal("future"), skewMs: durationMsSchema.min(1) }),
  ])
  .readonly();
export type SnapshotPartStep = z.infer<typeof snapshotPartSchema>;

/**
 * An order by its id, or by a number: of the orders that are live at the exchange when the step is taken, the
 * one with that number, counted round. Where there is none nothing happens.
 */
const orderNameSchema = z.union([clientOrderIdSchema, z.int().min(0).max(999)]);

const stepUnion = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("snapshot"),
    orders: snapshotPartSchema.default({ kind: "ok" }),
    positions: snapshotPartSchema.default({ kind: "ok" }),
  }),
  z.strictObject({ kind: z.literal("reconcile") }),
  z.strictObject({ kind: z.literal("advance-clock"), ms: durationMsSchema }),
  /** One entry a port call from now on; when they are used up, the venue answers by its rules. */
  z.strictObject({
    kind: z.literal("set-port-faults"),
    faults: z.array(portFaultSchema).max(repliesMax).readonly(),
  }),
  z.strictObject({
    kind: z.literal("set-audit-fault"),
    writable: z.boolean(),
    /** How many more lines are taken before the trail becomes unwritable. */
    afterEvents: z.int().min(0).max(repliesMax).default(0),
  }),
  /** The bot places an order of its own. A request that is lost is believed in and nowhere else. */
  z.strictObject({
    kind: z.literal("place-order"),
    order: expectedOrderSchema,
    lost: z.enum(["nothing", "request", "reply"]).default("nothing"),
  }),
  /** A part of an order fills, or, with null, all that is left of it. */
  z.strictObject({
    kind: z.literal("fill-order"),
    clientOrderId: orderNameSchema,
    quantity: unsignedDecimalSchema.nullable().default(null),
  }),
  z.strictObject({ kind: z.literal("cancel-by-exchange"), clientOrderId: orderNameSchema }),
  /** An order appears that is in nobody's expectedState: of another process of ours, or of a stranger. */
  z.strictObject({ kind: z.literal("add-order"), order: observedOrderSchema }),
  /** A position becomes what it says, for reasons of its own. */
  z.strictObject({ kind: z.literal("set-position"), position: positionSchema }),
  /** The bot hears of an order; news may come twice, late, or in the wrong order. */
  z.strictObject({
    kind: z.literal("order-update"),
    clientOrderId: clientOrderIdSchema,
    status: orderStatusSchema,
    updatedAtMs: timestampMsSchema,
  }),
  /**
   * The bot hears of a change that the exchange has made to an order: of the one with this number, counted
   * round. So the same news comes twice, late, or before what actual earlier.
   */
  z.strictObject({ kind: z.literal("deliver-update"), update: z.int().min(0).max(9_999) }),
  /**
   * The process dies in its next run, when it has reached the services this often, by a port call or a line of
   * its trail: before the next of them leaves it, or after that has taken effect. Where the run ends sooner
   * it dies after it. A `restart` step says what it believes then; without one, what it believed.
   */
  z.strictObject({
    kind: z.literal("crash"),
    afterInteractions: z.int().min(0).max(repliesMax),
    applied: z.boolean().default(false),
  }),
  /** The bot starts again with what it last believed, with nothing, or with an old copy. */
  z.strictObject({
    kind: z.literal("restart"),
    expectedState: z.enum(["current", "empty", "initial"]),
  }),
  /** The operator changes what is allowed. */
  z.strictObject({ kind: z.literal("set-gates"), gates: gateInputsSchema }),
]);
export const stepSchema = stepUnion.readonly();
export type Step = z.infer<typeof stepSchema>;

/** Every kind of step. */
export const stepKinds: readonly Step["kind"][] = stepUnion.options.map(
  ({ shape }) => shape.kind.value,
);
