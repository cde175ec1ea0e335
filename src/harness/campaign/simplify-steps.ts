/** Every scenario in which one step is simpler than in a given one. */
import { negate, zero } from "../../domain/decimal.ts";
import type { ExpectedOrder, ObservedOrder } from "../../domain/order.ts";
import { isHistory } from "../../domain/scenario.ts";
import type { Scenario } from "../../domain/scenario.ts";
import type { Step } from "../../domain/step.ts";
import { observedOf } from "../scenario-world.ts";

/** No list at all, then the list without each half, then without each entry. */
export function shorterLists<Item>(list: readonly Item[]): (readonly Item[])[] {
  const half = Math.floor(list.length / 2);
  const halves = list.length > 2 ? [list.slice(half), list.slice(0, half)] : [];
  const nothing: readonly Item[][] = list.length > 1 ? [[]] : [];
  return [...nothing, ...halves, ...list.map((_, index) => list.toSpliced(index, 1))];
}

export function withPlainerSteps(scenario: Scenario): Scenario[] {
  return scenario.steps.flatMap((step, index) =>
    [...plainerSteps(step), ...otherSteps(step, scenario)].map((plainer) => ({
      ...scenario,
      steps: scenario.steps.with(index, plainer),
    })),
  );
}

/** What happens before the first run may as well have been so from the start. */
export function withStepsAsStart(scenario: Scenario): Scenario[] {
  const first = scenario.steps.findIndex(({ kind }) => kind === "reconcile");
  return scenario.steps.slice(0, first).flatMap((step, place) => {
    const start = startWith(step, scenario);
    return start === null ? [] : [{ ...start, steps: scenario.steps.toSpliced(place, 1) }];
  });
}

function startWith(step: Step, scenario: Scenario): Scenario | null {
  const { exchange, expected, startsAtMs } = scenario;
  switch (step.kind) {
    case "operator":
      return { ...scenario, gates: step.gates };
    case "exchange-opens":
      return { ...scenario, exchange: { ...exchange, orders: [...exchange.orders, step.order] } };
    case "bot-places": {
      if (step.lost !== "nothing") return null;
      const placed = { ...step.order, createdAtMs: startsAtMs };
      const isThere = exchange.orders.some((o) => o.clientOrderId === placed.clientOrderId);
      const opened = isThere ? [] : [observedOf(placed, startsAtMs)];
      const orders = [...exchange.orders, ...opened];
      return {
        ...scenario,
        expected: { ...expected, orders: [...expected.orders, placed] },
        exchange: { ...exchange, orders },
      };
    }
    case "position-moves": {
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

/** A number that is counted round means another thing when it is smaller, so all of them are tried. */
function smallerNumbers(value: number | string): number[] {
  if (typeof value === "string") return [];
  return Array.from({ length: Math.min(value, numbersMax) }, (_, at) => at);
}

const numbersMax = 12;

/** News that says by itself what it says, whatever has happened at the exchange. */
function newsOf(scenario: Scenario): Step[] {
  const ids = new Set(ordersOf(scenario).map(({ clientOrderId }) => clientOrderId));
  const updatedAtMs = scenario.startsAtMs + 1;
  return [...ids].flatMap((clientOrderId) =>
    (["CANCELLED", "OPEN"] as const).map((status): Step => ({
      kind: "stream-event",
      clientOrderId,
      status,
      updatedAtMs,
    })),
  );
}

const makesAChange: ReadonlySet<Step["kind"]> = new Set([
  "bot-places",
  "exchange-opens",
  "exchange-fills",
  "exchange-cancels",
]);

/** News goes on meaning the same change when an earlier one is taken away. */
export function withoutAChange(scenario: Scenario): Scenario[] {
  const { steps } = scenario;
  if (!steps.some(({ kind }) => kind === "stream-delivers")) return [];
  return steps.flatMap((step, place) => {
    if (!makesAChange.has(step.kind)) return [];
    const fewer = steps
      .toSpliced(place, 1)
      .map((other) =>
        other.kind === "stream-delivers" && other.change > 0
          ? { ...other, change: other.change - 1 }
          : other,
      );
    return [{ ...scenario, steps: fewer }];
  });
}

/** What a run may have done to an order, or to a position. */
function endsOf({ exchange }: Scenario): Step[] {
  return [
    ...exchange.orders.map(({ clientOrderId }): Step => ({
      kind: "exchange-cancels",
      clientOrderId,
    })),
    ...positionsEnded(exchange),
  ];
}

function positionsEnded({ positions }: Scenario["exchange"]): Step[] {
  return positions.map((position) => ({
    kind: "position-moves",
    position: { ...position, quantity: zero },
  }));
}

const mayEndAPosition: ReadonlySet<Step["kind"]> = new Set(["advance-clock", "port-behaves"]);

/** Steps of another kind that say plainly what this one may have led to. */
function otherSteps(step: Step, scenario: Scenario): Step[] {
  // What began as a single run stays one, for not every target can be asked for more.
  if (!isHistory(scenario)) return [];
  if (step.kind === "exchange-fills" || step.kind === "exchange-cancels") {
    const orders = ordersOf(scenario);
    if (step.kind === "exchange-fills" && typeof step.clientOrderId === "string") {
      return orders
        .filter(({ clientOrderId }) => clientOrderId === step.clientOrderId)
        .map(positionOf);
    }
    if (typeof step.clientOrderId === "string") return [];
    // An id goes on meaning the same order when others are taken away.
    const ids = new Set(orders.map((order) => order.clientOrderId));
    return [...ids].map((clientOrderId) => ({ ...step, clientOrderId }));
  }
  if (step.kind === "reconcile") return endsOf(scenario);
  if (step.kind === "stream-delivers") return newsOf(scenario);
  return mayEndAPosition.has(step.kind) ? positionsEnded(scenario.exchange) : [];
}

function ordersOf({ expected, exchange, steps }: Scenario): (ExpectedOrder | ObservedOrder)[] {
  const placed = steps.flatMap((step) => ("order" in step ? [step.order] : []));
  return [...expected.orders, ...exchange.orders, ...placed];
}

/** What a whole fill of the order leaves where nothing was held. */
function positionOf({ symbol, positionSide, side, quantity }: ExpectedOrder | ObservedOrder): Step {
  const signed = side === "BUY" ? quantity : negate(quantity);
  return { kind: "position-moves", position: { symbol, positionSide, quantity: signed } };
}

const ok = { status: "ok" } as const;
const plainDurationsMs = [1, 1_000, 60_000];

function plainerSteps(step: Step): Step[] {
  switch (step.kind) {
    case "snapshot":
      return [
        ...(step.orders.status === "ok" ? [] : [{ ...step, orders: ok }]),
        ...(step.positions.status === "ok" ? [] : [{ ...step, positions: ok }]),
      ];
    case "advance-clock":
      return plainDurationsMs.filter((ms) => ms < step.ms).map((ms) => ({ ...step, ms }));
    case "port-behaves":
      return shorterLists(step.replies).map((replies) => ({ ...step, replies }));
    case "bot-places":
      return step.lost === "nothing" ? [] : [{ ...step, lost: "nothing" }];
    case "exchange-fills":
      return [
        ...(step.quantity === null ? [] : [{ ...step, quantity: null }]),
        ...smallerNumbers(step.clientOrderId).map((clientOrderId) => ({ ...step, clientOrderId })),
      ];
    case "exchange-cancels":
      return smallerNumbers(step.clientOrderId).map((clientOrderId) => ({
        ...step,
        clientOrderId,
      }));
    case "stream-delivers":
      return smallerNumbers(step.change).map((change) => ({ ...step, change }));
    case "kill":
      return [
        ...(step.takesEffect ? [{ ...step, takesEffect: false }] : []),
        ...smallerNumbers(step.afterInteractions).map((afterInteractions) => ({
          ...step,
          afterInteractions,
        })),
      ];
    case "stream-event":
      return step.status === "OPEN" ? [] : [{ ...step, status: "OPEN" }];
    case "restart":
      return step.belief === "kept" ? [] : [{ ...step, belief: "kept" }];
    case "reconcile":
    case "audit-behaves":
    case "exchange-opens":
    case "position-moves":
    case "operator":
      return [];
  }
}
