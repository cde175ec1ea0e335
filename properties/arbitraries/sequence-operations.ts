/** What may happen in a sequence: each operation becomes a step, or a few of them. */
import * as fc from "fast-check";
import { decimalSchema } from "../../src/domain/decimal.ts";
import type { Decimal } from "../../src/domain/decimal.ts";
import type { GateInputs } from "../../src/domain/gate.ts";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import type { PortFault } from "../../src/domain/port-fault.ts";
import type { TradingSymbol } from "../../src/domain/trading-symbol.ts";
import { allGatesOpen } from "./gate-environment.ts";
import { expectedOrderOf, observedOrderOf } from "./order.ts";
import type { OrderSlot } from "./order.ts";
import { faultKinds } from "./port-fault.ts";
import { symbols } from "./symbol.ts";
import { startsAtMs } from "./time.ts";

/** What an operation needs to become a step. */
type Stage = {
  readonly slots: readonly OrderSlot[];
  readonly hedge: boolean;
  readonly prefix: string;
};

export type Operation = (stage: Stage) => readonly Step[];

const step = (value: Step): Operation => {
  const steps = [value];
  return () => steps;
};

const fresh: SnapshotPartStep = { kind: "ok" };
export const look: Step = { kind: "snapshot", orders: fresh, positions: fresh };
export const run: Step = { kind: "reconcile" };
export const snapshotAndRun: readonly Step[] = [look, run];

const someQuantities: readonly Decimal[] = ["0.001", "0.002", "0", "-0.001", "0.5"].map((text) =>
  decimalSchema.parse(text),
);
const aPart = decimalSchema.parse("0.00000001");
const number = () => fc.nat({ max: 9 });

function snapshot(): fc.Arbitrary<Operation> {
  const part = fc.constantFrom<SnapshotPartStep[]>(
    fresh,
    fresh,
    fresh,
    fresh,
    fresh,
    { kind: "failed" },
    { kind: "old", ageMs: 1_000 },
    { kind: "old", ageMs: 120_001 },
    { kind: "future", skewMs: 1 },
  );
  return fc
    .tuple(part, part)
    .map(([orders, positions]) => step({ kind: "snapshot", orders, positions }));
}

function portBehaves(): fc.Arbitrary<Operation> {
  const late: PortFault = { kind: "delayed", afterMs: 500 };
  const later: PortFault = { kind: "delayed", afterMs: 60_000 };
  const fault = fc.constantFrom<PortFault[]>(
    { kind: "accept" },
    ...faultKinds,
    ...faultKinds.filter(({ kind }) => kind !== "reject"),
    late,
    later,
    later,
  );
  return fc
    .array(fault, { minLength: 1, maxLength: 3 })
    .map((faults) => step({ kind: "set-port-faults", faults }));
}

function botPlaces(): fc.Arbitrary<Operation> {
  const lost = fc.constantFrom(
    "nothing" as const,
    "nothing" as const,
    "request" as const,
    "reply" as const,
  );
  return fc.tuple(number(), lost).map(([at, what]) => ({ slots, hedge, prefix }) => {
    const slot = slots[at % slots.length];
    if (slot === undefined) return [];
    const expected = { ...slot, expected: "OPEN", expectedSymbol: slot.symbol } as const;
    return expectedOrderOf(expected, (at % slots.length) + 1, hedge, prefix).map((order) => ({
      kind: "place-order",
      order,
      lost: what,
    }));
  });
}

function exchangeOpens(): fc.Arbitrary<Operation> {
  return number().map((at) => ({ slots, hedge, prefix }) => {
    const slot = slots[at % slots.length];
    if (slot === undefined) return [];
    const observed = { ...slot, observed: "OPEN" } as const;
    return observedOrderOf(observed, (at % slots.length) + 1, hedge, prefix).map((order) => ({
      kind: "add-order",
      order,
    }));
  });
}

function positionMoves(): fc.Arbitrary<Operation> {
  const place = fc.constantFrom<TradingSymbol[]>(...symbols.slice(0, 2));
  return fc
    .tuple(place, fc.constantFrom<Decimal[]>(...someQuantities))
    .map(([symbol, quantity]) => ({ hedge }) => {
      const isShort = quantity.startsWith("-");
      const positionSide = hedge ? (isShort ? "SHORT" : "LONG") : "BOTH";
      return [{ kind: "set-position", position: { symbol, positionSide, quantity } }];
    });
}

function streamEvent(): fc.Arbitrary<Operation> {
  const status = fc.constantFrom(
    "FILLED" as const,
    "CANCELLED" as const,
    "PARTIALLY_FILLED" as const,
    "OPEN" as const,
  );
  const when = fc.constantFrom(-60_000, 0, 1, 1_000, 60_000);
  return fc.tuple(number(), status, when).map(([at, told, ms]) => ({ slots, hedge, prefix }) => {
    const place = at % slots.length;
    const slot = slots[place];
    if (slot === undefined) return [];
    const [order] = expectedOrderOf({ ...slot, expected: "OPEN" }, place + 1, hedge, prefix);
    if (order === undefined) return [];
    const { clientOrderId } = order;
    const updatedAtMs = startsAtMs + ms;
    return [{ kind: "order-update", clientOrderId, status: told, updatedAtMs }];
  });
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** On either side of what a cooldown, a grace period or a window of attempts may be. */
const durationsMs = [
  1,
  500,
  second - 1,
  second,
  second,
  5_001,
  minute / 2,
  minute - second,
  minute - 1,
  minute,
  minute,
  hour / 2,
  hour - minute,
  hour - 1,
  hour,
];

const dryRunGates: GateInputs = { confirm: null, env: allGatesOpen.env };
const closedGates: GateInputs = {
  confirm: "LIVE_REMEDIATE",
  env: { ...allGatesOpen.env, ARMED: "0" },
};

/** Each kind of step has an operation of its name; `run` looks before it runs. */
export const operations = {
  run: { weight: 10, arbitrary: () => fc.constant<Operation>(() => snapshotAndRun) },
  reconcile: { weight: 3, arbitrary: () => fc.constant(step(run)) },
  snapshot: { weight: 4, arbitrary: snapshot },
  "advance-clock": {
    weight: 6,
    arbitrary: () =>
      fc.constantFrom(...durationsMs).map((ms) => step({ kind: "advance-clock", ms })),
  },
  "set-port-faults": { weight: 6, arbitrary: portBehaves },
  "set-audit-fault": {
    weight: 2,
    arbitrary: () =>
      fc
        .tuple(fc.constantFrom(true, true, false), fc.nat({ max: 3 }))
        .map(([writable, afterEvents]) => step({ kind: "set-audit-fault", writable, afterEvents })),
  },
  "place-order": { weight: 3, arbitrary: botPlaces },
  "fill-order": {
    weight: 3,
    arbitrary: () =>
      fc
        .tuple(number(), fc.constantFrom(null, null, aPart))
        .map(([clientOrderId, quantity]) => step({ kind: "fill-order", clientOrderId, quantity })),
  },
  "cancel-by-exchange": {
    weight: 3,
    arbitrary: () =>
      number().map((clientOrderId) => step({ kind: "cancel-by-exchange", clientOrderId })),
  },
  "add-order": { weight: 3, arbitrary: exchangeOpens },
  "set-position": { weight: 3, arbitrary: positionMoves },
  "order-update": { weight: 2, arbitrary: streamEvent },
  "deliver-update": {
    weight: 4,
    arbitrary: () => number().map((update) => step({ kind: "deliver-update", update })),
  },
  restart: {
    weight: 2,
    arbitrary: () =>
      fc
        .constantFrom("current" as const, "current" as const, "empty" as const, "initial" as const)
        .map((expectedState) => step({ kind: "restart", expectedState })),
  },
  kill: {
    weight: 2,
    arbitrary: () =>
      fc
        .tuple(fc.nat({ max: 5 }), fc.boolean())
        .map(([afterInteractions, applied]) => step({ kind: "crash", afterInteractions, applied })),
  },
  operator: {
    weight: 2,
    arbitrary: () =>
      fc
        .constantFrom(allGatesOpen, allGatesOpen, dryRunGates, closedGates)
        .map((gates) => step({ kind: "set-gates", gates })),
  },
} as const satisfies Record<
  string,
  { readonly weight: number; readonly arbitrary: () => fc.Arbitrary<Operation> }
>;
