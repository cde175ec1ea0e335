/** The cases of a bot with a user stream: faults of its events, and fills within the run. */
import { decimalSchema, type Decimal } from "../../src/domain/decimal.ts";
import {
  eventFaultKinds,
  streamEndKinds,
  type StreamFault,
} from "../../src/domain/stream-fault.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { toObservedOrder } from "../../src/scenario/steps/place-order.ts";
import { withStreamFaults } from "../arbitraries/stream-faults.ts";
import { expected, plainScenario, symbol } from "./plain-scenario.ts";

const whole = decimalSchema.parse("0.001");
const half = decimalSchema.parse("0.0005");
const double = decimalSchema.parse("0.002");

/** A part of an expected position is sold in the run. */
export const withPartFill = withFills(whole, [half]);
/** It is sold, and then as much again: it is short afterwards. */
export const withTwoFills = withFills(double, [whole, whole]);

/** Nothing is to be done, because the position and the order are expected. */
function withFills(quantity: Decimal, fills: readonly Decimal[]): Scenario {
  const { startsAtMs } = plainScenario;
  const positions = [{ symbol, positionSide: "BOTH", quantity: whole }] as const;
  const order = { ...expected("OPEN"), side: "SELL", quantity } as const;
  const observed = toObservedOrder(order, startsAtMs, "1", "OPEN");
  const during = fills.map((part) => {
    const { clientOrderId } = order;
    const step = { kind: "fill-order", clientOrderId, symbol, quantity: part } as const;
    return { afterCall: 0, step };
  });
  return {
    ...plainScenario,
    expected: { orders: [order], positions },
    exchange: { ...plainScenario.exchange, orders: [observed], positions },
    steps: plainScenario.steps.map((step) =>
      step.kind === "reconcile" ? { ...step, during } : step,
    ),
  };
}

/** Those with fills in the run come first, and then each fault in a run with something to do, and in one without. */
export function faultsOfStreams(
  cancels: readonly Scenario[],
  flattens: readonly Scenario[],
): Scenario[] {
  const ends = streamEndKinds.flatMap((kind): StreamFault[] => [
    { event: 0, kind },
    { event: 1, kind },
  ]);
  return [
    ...withEach([withPartFill, withTwoFills], ofEvents(2)),
    ...withEach(cancels, [...ofEvents(1), ...ends]),
    ...withEach(flattens, [...ofEvents(3), ...ends]),
    ...withEach([withPartFill, withTwoFills], ends),
  ];
}

function ofEvents(event: number): StreamFault[] {
  return eventFaultKinds.map((kind) => ({ event, kind }));
}

function withEach(scenarios: readonly Scenario[], faults: readonly StreamFault[]): Scenario[] {
  return scenarios.flatMap((scenario) => faults.map((one) => withStreamFaults(scenario, [one])));
}
