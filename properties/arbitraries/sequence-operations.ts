/** What may happen in a history: each operation becomes a step, or a few of them. */
import * as fc from "fast-check";
import { decimalSchema } from "../../src/domain/decimal.ts";
import type { Decimal } from "../../src/domain/decimal.ts";
import type { GateInputs } from "../../src/domain/gate.ts";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import type { PortBehaviour } from "../../src/domain/port-fault.ts";
import type { TradingSymbol } from "../../src/domain/trading-symbol.ts";
import { allGatesOpen } from "./gate-environment.ts";
import { expectedOrderOf, observedOrderOf } from "./order.ts";
import type { OrderSlot } from "./order.ts";
import { troubles } from "./port-fault.ts";
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

const fresh: SnapshotPartStep = { status: "ok" };
export const look: Step = { kind: "snapshot", orders: fresh, positions: fresh };
export const run: Step = { kind: "reconcile" };
export const lookAndRun: readonly Step[] = [look, run];

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
    { status: "failed" },
    { status: "late", lateMs: 1_000 },
    { status: "late", lateMs: 120_001 },
    { status: "early", earlyMs: 1 },
  );
  return fc
    .tuple(part, part)
    .map(([orders, positions]) => step({ kind: "snapshot", orders, positions }));
}

function portBehaves(): fc.Arbitrary<Operation> {
  const late: PortBehaviour = { mode: "apply_late", afterMs: 500 };
  const later: PortBehaviour = { mode: "apply_late", afterMs: 60_000 };
  const behaviour = fc.constantFrom<PortBehaviour[]>(
    { mode: "accept" },
    ...troubles,
    ...troubles.filter(({ mode }) => mode !== "reject"),
    late,
    later,
    later,
  );
  return fc
    .array(behaviour, { minLength: 1, maxLength: 3 })
    .map((replies) => step({ kind: "port-behaves", replies }));
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
    const believed = { ...slot, believed: "OPEN", believedSymbol: slot.symbol } as const;
    return expectedOrderOf(believed, (at % slots.length) + 1, hedge, prefix).map((order) => ({
      kind: "bot-places",
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
      kind: "exchange-opens",
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
      return [{ kind: "position-moves", position: { symbol, positionSide, quantity } }];
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
    const [order] = expectedOrderOf({ ...slot, believed: "OPEN" }, place + 1, hedge, prefix);
    if (order === undefined) return [];
    const { clientOrderId } = order;
    const updatedAtMs = startsAtMs + ms;
    return [{ kind: "stream-event", clientOrderId, status: told, updatedAtMs }];
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
  run: { weight: 10, arbitrary: () => fc.constant<Operation>(() => lookAndRun) },
  reconcile: { weight: 3, arbitrary: () => fc.constant(step(run)) },
  snapshot: { weight: 4, arbitrary: snapshot },
  "advance-clock": {
    weight: 6,
    arbitrary: () =>
      fc.constantFrom(...durationsMs).map((ms) => step({ kind: "advance-clock", ms })),
  },
  "port-behaves": { weight: 6, arbitrary: portBehaves },
  "audit-behaves": {
    weight: 2,
    arbitrary: () =>
      fc
        .tuple(fc.constantFrom(true, true, false), fc.nat({ max: 3 }))
        .map(([writable, afterLines]) => step({ kind: "audit-behaves", writable, afterLines })),
  },
  "bot-places": { weight: 3, arbitrary: botPlaces },
  "exchange-fills": {
    weight: 3,
    arbitrary: () =>
      fc
        .tuple(number(), fc.constantFrom(null, null, aPart))
        .map(([clientOrderId, quantity]) =>
          step({ kind: "exchange-fills", clientOrderId, quantity }),
        ),
  },
  "exchange-cancels": {
    weight: 3,
    arbitrary: () =>
      number().map((clientOrderId) => step({ kind: "exchange-cancels", clientOrderId })),
  },
  "exchange-opens": { weight: 3, arbitrary: exchangeOpens },
  "position-moves": { weight: 3, arbitrary: positionMoves },
  "stream-event": { weight: 2, arbitrary: streamEvent },
  "stream-delivers": {
    weight: 4,
    arbitrary: () => number().map((change) => step({ kind: "stream-delivers", change })),
  },
  restart: {
    weight: 2,
    arbitrary: () =>
      fc
        .constantFrom("kept" as const, "kept" as const, "lost" as const, "old" as const)
        .map((belief) => step({ kind: "restart", belief })),
  },
  kill: {
    weight: 2,
    arbitrary: () =>
      fc
        .tuple(fc.nat({ max: 5 }), fc.boolean())
        .map(([afterInteractions, takesEffect]) =>
          step({ kind: "kill", afterInteractions, takesEffect }),
        ),
  },
  operator: {
    weight: 2,
    arbitrary: () =>
      fc
        .constantFrom(allGatesOpen, allGatesOpen, dryRunGates, closedGates)
        .map((gates) => step({ kind: "operator", gates })),
  },
} as const satisfies Record<
  string,
  { readonly weight: number; readonly arbitrary: () => fc.Arbitrary<Operation> }
>;
