/** Every scenario in which one step is simpler than in a given one. */
import { decimalSchema, negate, zero } from "../../domain/decimal.ts";
import type { ExpectedOrder, ObservedOrder } from "../../domain/order.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { simplerSteps } from "../../scenario/step.ts";
import type { Step } from "../../scenario/step.ts";
import { toObservedOrder } from "../../scenario/steps/place-order.ts";

export function withPlainerSteps(scenario: Scenario, allowSequence: boolean): Scenario[] {
  return scenario.steps.flatMap((step, index) =>
    [...simplerSteps(step), ...(allowSequence ? otherSteps(step, scenario) : [])].map(
      (plainer) => ({
        ...scenario,
        steps: scenario.steps.with(index, plainer),
      }),
    ),
  );
}

/** What happens before the first run may as well have been so from the start. */
export function withStepsAsStart(scenario: Scenario): Scenario[] {
  const first = scenario.steps.findIndex(({ kind }) => kind === "reconcile");
  return scenario.steps.slice(0, first).flatMap((step, place) => {
    const start = startWith(step, scenario);
    if (start === null) return [];
    const steps = scenario.steps.toSpliced(place, 1);
    const asItWas = { ...start, steps };
    // What is known from the start is older than what was placed, so news of it may have to be newer.
    return step.kind === "place-order"
      ? [asItWas, { ...start, steps: steps.map((other) => afterTheStart(other, scenario)) }]
      : [asItWas];
  });
}

function afterTheStart(step: Step, { startsAtMs }: Scenario): Step {
  return step.kind === "order-update" ? { ...step, updatedAtMs: startsAtMs + 1 } : step;
}

function startWith(step: Step, scenario: Scenario): Scenario | null {
  const { exchange, expected, startsAtMs } = scenario;
  switch (step.kind) {
    case "set-gates":
      return { ...scenario, gates: step.gates };
    case "add-order":
      return { ...scenario, exchange: { ...exchange, orders: [...exchange.orders, step.order] } };
    case "place-order": {
      if (step.lost !== "nothing") return null;
      const placed = { ...step.order, createdAtMs: startsAtMs };
      const isThere = exchange.orders.some((o) => o.clientOrderId === placed.clientOrderId);
      const opened = isThere ? [] : [toObservedOrder(placed, startsAtMs)];
      const orders = [...exchange.orders, ...opened];
      return {
        ...scenario,
        expected: { ...expected, orders: [...expected.orders, placed] },
        exchange: { ...exchange, orders },
      };
    }
    case "set-position": {
      const { symbol, positionSide } = step.position;
      const others = exchange.positions.filter(
        (held) => held.symbol !== symbol || held.positionSide !== positionSide,
      );
      return { ...scenario, exchange: { ...exchange, positions: [...others, step.position] } };
    }
    default:
      return null;
  }
}

/** News that says by itself what it says, whatever has actual at the exchange. */
function newsOf(scenario: Scenario): Step[] {
  const ids = new Set(ordersOf(scenario).map(({ clientOrderId }) => clientOrderId));
  const updatedAtMs = scenario.startsAtMs + 1;
  return [...ids].flatMap((clientOrderId) =>
    (["CANCELLED", "OPEN"] as const).map((status): Step => ({
      kind: "order-update",
      clientOrderId,
      status,
      updatedAtMs,
    })),
  );
}

const makesAChange: ReadonlySet<Step["kind"]> = new Set([
  "place-order",
  "add-order",
  "fill-order",
  "cancel-by-exchange",
]);

/** News goes on meaning the same change when an earlier one is taken away. */
export function withoutAChange(scenario: Scenario): Scenario[] {
  const { steps } = scenario;
  if (!steps.some(({ kind }) => kind === "deliver-update")) return [];
  return steps.flatMap((step, place) => {
    if (!makesAChange.has(step.kind)) return [];
    const fewer = steps
      .toSpliced(place, 1)
      .map((other) =>
        other.kind === "deliver-update" && other.update > 0
          ? { ...other, update: other.update - 1 }
          : other,
      );
    return [{ ...scenario, steps: fewer }];
  });
}

/** A run that used up an answer of the port goes together with that answer. */
export function withoutARun(scenario: Scenario): Scenario[] {
  const { steps } = scenario;
  return steps.flatMap((behaves, told) =>
    behaves.kind === "set-port-faults"
      ? behaves.faults.flatMap((_, reply) =>
          steps.flatMap(({ kind }, place) => {
            if (kind !== "reconcile" || place < told) return [];
            const fewer = { ...behaves, faults: behaves.faults.toSpliced(reply, 1) };
            return [{ ...scenario, steps: steps.with(told, fewer).toSpliced(place, 1) }];
          }),
        )
      : [],
  );
}

/** Two waits in a row are one. */
export function withJoinedWaits(scenario: Scenario): Scenario[] {
  const { steps } = scenario;
  return steps.flatMap((step, place) => {
    const next = steps[place + 1];
    if (step.kind !== "advance-clock" || next?.kind !== "advance-clock") return [];
    const joined = { ...step, ms: step.ms + next.ms };
    return [{ ...scenario, steps: steps.toSpliced(place, 2, joined) }];
  });
}

/** News a moment before the start, or else a moment after it; never back again. */
function plainerNews(
  step: Extract<Step, { kind: "order-update" }>,
  { startsAtMs }: Scenario,
): Step[] {
  const plain = [startsAtMs - 1, startsAtMs + 1];
  const rank = plain.indexOf(step.updatedAtMs);
  return plain
    .slice(0, rank === -1 ? plain.length : rank)
    .map((updatedAtMs) => ({ ...step, updatedAtMs }));
}

/** What a run may have done to an order, or to a position. */
function endsOf({ exchange }: Scenario): Step[] {
  return [
    ...exchange.orders.map(({ clientOrderId }): Step => ({
      kind: "cancel-by-exchange",
      clientOrderId,
    })),
    ...positionsEnded(exchange),
  ];
}

function positionsEnded({ positions }: Scenario["exchange"]): Step[] {
  return positions.map((position) => ({
    kind: "set-position",
    position: { ...position, quantity: zero },
  }));
}

const mayEndAPosition: ReadonlySet<Step["kind"]> = new Set(["advance-clock", "set-port-faults"]);

/** Steps of another kind that say plainly what this one may have led to. */
function otherSteps(step: Step, scenario: Scenario): Step[] {
  if (step.kind === "fill-order" || step.kind === "cancel-by-exchange") {
    const orders = ordersOf(scenario);
    if (step.kind === "fill-order" && typeof step.clientOrderId === "string") {
      return orders
        .filter(({ clientOrderId }) => clientOrderId === step.clientOrderId)
        .flatMap(positionsOf);
    }
    if (typeof step.clientOrderId === "string") return [];
    // An id goes on meaning the same order when others are taken away.
    const ids = new Set(orders.map((order) => order.clientOrderId));
    return [...ids].map((clientOrderId) => ({ ...step, clientOrderId }));
  }
  if (step.kind === "reconcile") return endsOf(scenario);
  if (step.kind === "deliver-update") return newsOf(scenario);
  if (step.kind === "order-update") return plainerNews(step, scenario);
  return mayEndAPosition.has(step.kind) ? positionsEnded(scenario.exchange) : [];
}

function ordersOf({ expected, exchange, steps }: Scenario): (ExpectedOrder | ObservedOrder)[] {
  const placed = steps.flatMap((step) => ("order" in step ? [step.order] : []));
  return [...expected.orders, ...exchange.orders, ...placed];
}

/** What a whole fill of the order leaves where nothing was held, and a little of it. */
function positionsOf({
  symbol,
  positionSide,
  side,
  quantity,
}: ExpectedOrder | ObservedOrder): Step[] {
  return [aLittle, quantity].map((filled) => ({
    kind: "set-position",
    position: { symbol, positionSide, quantity: side === "BUY" ? filled : negate(filled) },
  }));
}

const aLittle = decimalSchema.parse("0.001");
