/** Passes that change a step together with another one, or for another one that states its effect. */
import { decimalSchema, negate, signOf, zero } from "../../domain/decimal.ts";
import type { ExpectedOrder, ObservedOrder } from "../../domain/order.ts";
import type { PositionSide } from "../../domain/position.ts";
import { snapshotAndRun, type Scenario } from "../../scenario/scenario.ts";
import { withoutParts } from "../../scenario/smaller-values.ts";
import {
  innerStepsOf,
  mapInnerSteps,
  runsOf,
  withInnerSteps,
  withoutInnerSteps,
  type Step,
} from "../../scenario/step.ts";

type Steps = readonly Step[];

/** A single run stays one, because some targets support no sequence. */
export function stepCandidates(scenario: Scenario, allowSequence: boolean): Scenario[] {
  const { steps } = scenario;
  const candidates = [
    ...withoutAChangeAndItsNumber(steps),
    ...withoutARunAndItsFault(steps),
    ...withJoinedWaits(steps),
    ...withoutOverlap(steps),
    ...withoutModeChange(steps),
    ...(allowSequence ? withDirectSteps(scenario) : []),
    ...withoutTwoSteps(steps),
    ...withInnerStepsOutside(steps, allowSequence),
  ];
  return candidates.map((changed) => ({ ...scenario, steps: changed }));
}

const changesAnOrder: ReadonlySet<Step["kind"] | undefined> = new Set([
  "place-order",
  "add-order",
  "fill-order",
  "cancel-by-exchange",
  "trigger-order",
] as const);

/** A change of an order goes, and the numbers of delivered updates go down, so they deliver the same changes. */
function withoutAChangeAndItsNumber(steps: Steps): Steps[] {
  if (!withInnerSteps(steps).some(({ kind }) => kind === "deliver-update")) return [];
  const lower = withLowerNumbers(steps);
  const isChange = (_: Steps, at: number) => changesAnOrder.has(steps[at]?.kind);
  return [
    ...withoutParts(lower, 1).filter(isChange),
    ...withoutParts(withLowerPlaces(lower), 1).filter(isChange),
  ];
}

/** The exchange has recorded one update less. */
export function withLowerNumbers(steps: Steps): Steps {
  return changedAlso(steps, (step) =>
    step.kind === "deliver-update" && step.update > 0 ? { ...step, update: step.update - 1 } : step,
  );
}

/** The list has one order less, so the place of each later one is lower. */
function withLowerPlaces(steps: Steps): Steps {
  return changedAlso(steps, (step) =>
    "clientOrderId" in step && typeof step.clientOrderId === "number" && step.clientOrderId > 0
      ? { ...step, clientOrderId: step.clientOrderId - 1 }
      : step,
  );
}

/** Changes each step, and those within it. */
function changedAlso(steps: Steps, change: <Any extends Step>(step: Any) => Any): Steps {
  return steps.map((step) => mapInnerSteps(change(step), change));
}

/** A run goes together with the port fault that it used up. */
export function withoutARunAndItsFault(steps: Steps): Steps[] {
  return steps.flatMap((step, at) => {
    if (step.kind !== "set-port-faults") return [];
    return withoutParts(step.faults, 1).flatMap((faults) => {
      const fewer = withoutParts(steps.with(at, { ...step, faults }), 1);
      return fewer.filter((_, run) => run > at && hasRun(steps[run]));
    });
  });
}

function hasRun(step: Step | undefined): boolean {
  return step !== undefined && runsOf(step) > 0;
}

/** Without a change of the position mode: what follows is on a side of the mode before it. */
function withoutModeChange(steps: Steps): Steps[] {
  return steps.flatMap((step, at) => {
    if (step.kind !== "set-position-mode") return [];
    const sides = step.mode === "hedge" ? ({ long: "BOTH", short: "BOTH" } as const) : legs;
    return [[...steps.slice(0, at), ...steps.slice(at + 1).map((later) => onSideOf(sides, later))]];
  });
}

const legs = { long: "LONG", short: "SHORT" } as const;
type Sides = Readonly<Record<"long" | "short", PositionSide>>;

/** The order of a leg seems to open it. */
function onSideOf({ long, short }: Sides, step: Step): Step {
  if (step.kind === "set-position") {
    const positionSide = signOf(step.position.quantity) === -1 ? short : long;
    return { ...step, position: { ...step.position, positionSide } };
  }
  if (step.kind !== "place-order") return step;
  return {
    ...step,
    order: { ...step.order, positionSide: step.order.side === "SELL" ? short : long },
  };
}

/** One instance takes a snapshot and runs, or one after the other does, where the failure does not need two at once. */
function withoutOverlap(steps: Steps): Steps[] {
  const both = [...snapshotAndRun, ...snapshotAndRun];
  return steps.flatMap((step, at) =>
    step.kind === "reconcile-overlapping"
      ? [snapshotAndRun, both].map((runs) => steps.toSpliced(at, 1, ...runs))
      : [],
  );
}

function withJoinedWaits(steps: Steps): Steps[] {
  return steps.flatMap((step, at) => {
    const next = steps[at + 1];
    if (step.kind !== "advance-clock" || next?.kind !== "advance-clock") return [];
    return [steps.toSpliced(at, 2, { ...step, ms: step.ms + next.ms })];
  });
}

/** What happens within a step happens before a snapshot or after a run instead, which is easier to follow. */
function withInnerStepsOutside(steps: Steps, allowSequence: boolean): Steps[] {
  if (!allowSequence) return [];
  return steps.flatMap((step, at) => {
    const inner = innerStepsOf(step);
    if (inner.length === 0) return [];
    const outer = withoutInnerSteps(step);
    const [before, after] = [
      [...inner, outer],
      [outer, ...inner],
    ];
    return [before, after].map((moved) => steps.toSpliced(at, 1, ...moved));
  });
}

const pairedStepsMax = 14;

/** Two steps go that fail only together, such as an order and its fill. The bound is for cost: pairs are many. */
function withoutTwoSteps(steps: Steps): Steps[] {
  if (steps.length > pairedStepsMax) return [];
  return withoutParts(steps, 1).flatMap((rest, at) => withoutParts(rest, 1).slice(at));
}

/** A step that depends on other parts of the scenario becomes one that states its effect. */
function withDirectSteps(scenario: Scenario): Steps[] {
  const { steps } = scenario;
  return steps.flatMap((step, at) =>
    directSteps(step, scenario).map((direct) => steps.with(at, direct)),
  );
}

function directSteps(step: Step, scenario: Scenario): Step[] {
  const { expected, exchange, steps, startsAtMs } = scenario;
  const stepped = steps.flatMap((other) => ("order" in other ? [other.order] : []));
  const orders = [...expected.orders, ...exchange.orders, ...stepped];
  const ids = [...new Set(orders.map(({ clientOrderId }) => clientOrderId))];
  const conditionalIds = conditionalIdsOf(scenario);
  const flattens = exchange.positions.map((position): Step => {
    return { kind: "set-position", position: { ...position, quantity: zero } };
  });
  switch (step.kind) {
    case "fill-order":
    case "cancel-by-exchange":
      if (typeof step.clientOrderId === "number") {
        const isConditional = step.kind === "cancel-by-exchange" && step.orderList !== undefined;
        const named = isConditional ? conditionalIds : ids;
        return named.map((clientOrderId) => ({ ...step, clientOrderId }));
      }
      return step.kind === "fill-order"
        ? orders.filter((order) => order.clientOrderId === step.clientOrderId).flatMap(fills)
        : [];
    case "trigger-order":
      return typeof step.clientOrderId === "number"
        ? conditionalIds.map((clientOrderId) => ({ ...step, clientOrderId }))
        : [];
    case "reconcile":
    case "reconcile-overlapping":
      return [
        ...(step.kind === "reconcile" ? [] : [{ kind: "reconcile" } as const]),
        ...exchange.orders.map(({ clientOrderId }): Step => {
          return { kind: "cancel-by-exchange", clientOrderId };
        }),
        ...conditionalIds.map((clientOrderId): Step => {
          return { kind: "cancel-by-exchange", clientOrderId, orderList: "conditional" };
        }),
        ...flattens,
      ];
    case "advance-clock":
    case "set-port-faults":
      return flattens;
    case "snapshot":
      // A snapshot right after a port call takes a millisecond, which may be all that the failure needs.
      return [{ kind: "advance-clock", ms: 1 }];
    case "deliver-update":
      // A newer update, one of the start, then one that is older than each order that a step places.
      return [startsAtMs + 1, startsAtMs, startsAtMs - 1].flatMap((updatedAtMs) =>
        orders.flatMap((order) => updatesOf(order, updatedAtMs)),
      );
    case "order-update":
      return [startsAtMs - 1, startsAtMs + 1]
        .filter((updatedAtMs) => updatedAtMs < step.updatedAtMs)
        .map((updatedAtMs) => ({ ...step, updatedAtMs }));
    default:
      return [];
  }
}

function conditionalIdsOf({ expected, exchange, steps }: Scenario) {
  const { conditionalOrders: known = [] } = expected;
  const { conditionalOrders: listed = [] } = exchange;
  const placed = steps.flatMap((step) =>
    "conditionalOrder" in step ? [step.conditionalOrder] : [],
  );
  return [...new Set([...known, ...listed, ...placed].map(({ clientOrderId }) => clientOrderId))];
}

const smallQuantity = decimalSchema.parse("0.001");

/** The position that a small fill of the order leaves where there was none, and the one of a whole fill. */
function fills({ symbol, positionSide, side, quantity }: ExpectedOrder | ObservedOrder): Step[] {
  return [smallQuantity, quantity].map((filled) => {
    const signed = side === "BUY" ? filled : negate(filled);
    return { kind: "set-position", position: { symbol, positionSide, quantity: signed } };
  });
}

function updatesOf(
  { clientOrderId, quantity }: ExpectedOrder | ObservedOrder,
  updatedAtMs: number,
): Step[] {
  const updates = [
    ["CANCELLED", zero],
    ["OPEN", zero],
    ["FILLED", quantity],
    ["CANCELLED", smallQuantity],
    ["PARTIALLY_FILLED", smallQuantity],
  ] as const;
  return updates.map(([status, filledQuantity]): Step => {
    return { kind: "order-update", clientOrderId, status, updatedAtMs, filledQuantity };
  });
}
