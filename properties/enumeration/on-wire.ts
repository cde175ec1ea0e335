/** The cases of a bot on the wire that are few enough to enumerate, those that most bugs fail first. */
import { allGatesOpen, gateEnvironmentVariables, type GateInputs } from "../../src/domain/gate.ts";
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { decimalSchema, unsignedDecimalSchema } from "../../src/domain/decimal.ts";
import type { ObservedOrder } from "../../src/domain/order.ts";
import type { PortFault } from "../../src/domain/port-fault.ts";
import {
  showsFailure,
  wireFaultKinds,
  type FaultEndpoint,
  type WireFault,
} from "../../src/domain/wire-request.ts";
import type { Owner } from "../arbitraries/client-order-id.ts";
import type { ObservedConditionalOrder } from "../../src/domain/conditional-order.ts";
import { misspellingsByGate } from "../../src/scenario/gate-spellings.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { withWireFaults } from "../arbitraries/wire-faults.ts";
import { observed, plainScenario, symbol } from "./plain-scenario.ts";
import { withLateFill, withLateOrder, withMisledQuery } from "./reads-on-wire.ts";
import { faultsOfStreams } from "./streams-on-wire.ts";

export function enumerateOnWire(standard: readonly Scenario[]): Scenario[] {
  return [
    ...standard.flatMap((scenario) => [
      withGates(scenario, allGatesOpen),
      withGates(scenario, dry),
    ]),
    withOrder,
    withPosition,
    withOrderAndPosition,
    withGates(withOrderAndPosition, dry),
    withExternalOrder,
    withOwnAndExternal,
    withSmallPosition,
    withFilters,
    withStop,
    withStopAndPosition,
    withGates(withStopAndPosition, dry),
    withExternalStopAndPosition,
    ...mixed([
      // A bot that reads an error as an empty list flattens a position although an order exists.
      faultsOfReads("openOrders", withOrderAndPosition),
      faultsOfReads("positions", withOrder),
      faultsOfReads("openAlgoOrders", withStopAndPosition),
      faultsOfMutations(),
      portFaults.map((fault) => withPortFault(withOrder, fault)),
      portFaults.map((fault) => withPortFault(withPosition, fault)),
      gateCombinations(),
      ...misspellingsByGate(allGatesOpen).map((wrong) =>
        fromBothEnds(wrong).map((gates) => withGates(withOrder, gates)),
      ),
      changesBetweenReads(),
      queriesThatMislead(),
      faultsOfStreams([withOrder, withTwoOrders], [withPosition]),
    ]),
  ];
}

/** Each list spread evenly over the whole, so that a campaign that ends early has some of each. */
function mixed(lists: readonly (readonly Scenario[])[]): Scenario[] {
  const placed = lists.flatMap((list) =>
    list.map((scenario, at) => ({ scenario, place: (at + 0.5) / list.length })),
  );
  return placed.toSorted((left, right) => left.place - right.place).map(({ scenario }) => scenario);
}

/** The first, the last, the second, and so on: numbers are at one end, and words at the other. */
function fromBothEnds<Item>(items: readonly Item[]): Item[] {
  const backwards = items.toReversed();
  return items.flatMap((item, at) => [item, ...backwards.slice(at, at + 1)]).slice(0, items.length);
}

export const dry: GateInputs = { ...allGatesOpen, confirm: null };

const { exchange } = plainScenario;
const positions = [
  { symbol, positionSide: "BOTH", quantity: decimalSchema.parse("0.001") },
] as const;
export const withOrder: Scenario = {
  ...plainScenario,
  exchange: { ...exchange, orders: [observed("OPEN")] },
};
export const withPosition: Scenario = { ...plainScenario, exchange: { ...exchange, positions } };
/** A float writes its size with an exponent. */
export const withSmallPosition: Scenario = {
  ...plainScenario,
  exchange: {
    ...exchange,
    positions: [{ ...positions[0], quantity: decimalSchema.parse("0.00000001") }],
  },
};
/** Its size is no multiple of the step. */
const withFilters: Scenario = {
  ...plainScenario,
  exchange: {
    ...exchange,
    positions: [{ ...positions[0], quantity: decimalSchema.parse("0.0015") }],
    filters: {
      [symbol]: {
        stepSize: unsignedDecimalSchema.parse("0.001"),
        minQuantity: unsignedDecimalSchema.parse("0.001"),
        minNotional: unsignedDecimalSchema.parse("5"),
        maxMarketQuantity: unsignedDecimalSchema.parse("120"),
      },
    },
  },
};
export const withOrderAndPosition: Scenario = {
  ...plainScenario,
  exchange: { ...exchange, orders: [observed("OPEN")], positions },
};
/** A run that goes on after its first call shows it. */
export const withTwoOrders: Scenario = {
  ...plainScenario,
  exchange: { ...exchange, orders: [observed("OPEN"), second(observed("OPEN"))] },
};
export const withExternalOrder: Scenario = {
  ...plainScenario,
  exchange: { ...exchange, orders: [observed("OPEN", "external")], positions },
};
/** A request that cancels all orders of a symbol cancels the external one too. */
export const withOwnAndExternal: Scenario = {
  ...plainScenario,
  exchange: {
    ...exchange,
    orders: [observed("OPEN"), { ...observed("OPEN", "external"), orderId: "2" }],
  },
};

/** Only for a bot that reads conditional orders. Such an order beats a position too. */
const withStop: Scenario = withConditional("own", []);
const withStopAndPosition: Scenario = withConditional("own", positions);
const withExternalStopAndPosition: Scenario = withConditional("external", positions);

function withConditional(owner: Owner, held: Scenario["exchange"]["positions"]): Scenario {
  const ok = { kind: "ok" } as const;
  const conditionalOrders = [stopOf(owner)];
  return {
    ...plainScenario,
    expected: { ...plainScenario.expected, conditionalOrders: [] },
    exchange: { ...exchange, positions: held, conditionalOrders },
    steps: [
      { kind: "snapshot", orders: ok, positions: ok, conditionalOrders: ok },
      { kind: "reconcile" },
    ],
  };
}

function stopOf(owner: Owner): ObservedConditionalOrder {
  const { clientOrderId, side, positionSide, quantity, reduceOnly, updatedAtMs } = observed(
    "OPEN",
    owner,
  );
  return {
    clientOrderId,
    orderId: "3",
    symbol,
    side,
    positionSide,
    type: "STOP_MARKET",
    quantity,
    triggerPrice: decimalSchema.parse("40000"),
    reduceOnly,
    status: "NEW",
    updatedAtMs,
  };
}

export function withGates(scenario: Scenario, gates: GateInputs): Scenario {
  return { ...scenario, gates };
}

/** A list that is broken once, with each kind, and then one that is broken each time that it is read. */
function faultsOfReads(endpoint: FaultEndpoint, scenario: Scenario): Scenario[] {
  return [1, 9].flatMap((times) =>
    wireFaultKinds.map((kind) => {
      const faults = Array.from({ length: times }, (_, at): WireFault => {
        return { endpoint, call: at + 1, kind };
      });
      return withWireFaults(scenario, faults);
    }),
  );
}

function second(order: ObservedOrder): ObservedOrder {
  const clientOrderId = clientOrderIdSchema.parse(order.clientOrderId.replace(/_1$/, "_2"));
  return { ...order, clientOrderId, orderId: "2" };
}

function faultsOfMutations(): Scenario[] {
  return wireFaultKinds.flatMap((kind) => {
    const fault: WireFault = { endpoint: "mutation", call: 1, kind };
    const faults = showsFailure(kind) ? [fault] : [fault, { ...fault, applied: true as const }];
    return [withOrder, withTwoOrders, withPosition].flatMap((scenario) =>
      faults.map((one) => withWireFaults(scenario, [one])),
    );
  });
}

function changesBetweenReads(): Scenario[] {
  const fills = (["orders", "positions"] as const).map((list) => withLateFill(withOrder, list));
  return [withLateOrder(withPosition), ...fills];
}

function queriesThatMislead(): Scenario[] {
  const faults = ["not-found", "failed"] as const;
  return faults.flatMap((query) => [
    withMisledQuery(withTwoOrders, query),
    withMisledQuery(withTwoOrders, query, { applied: true }),
  ]);
}

const portFaults: readonly PortFault[] = [
  { kind: "rate-limit", banMs: 120_000 },
  { kind: "reject", code: -2011, message: "Unknown order sent." },
  { kind: "reject", code: -2022, message: "ReduceOnly Order is rejected." },
  { kind: "reject", code: -1003, message: "Too many requests." },
];

export function withPortFault(scenario: Scenario, fault: PortFault): Scenario {
  const steps = [{ kind: "set-port-faults", faults: [fault] } as const, ...scenario.steps];
  return { ...scenario, steps };
}

/** 32 combinations of open and closed gates, with an order to cancel. */
function gateCombinations(): Scenario[] {
  return Array.from({ length: 32 }, (_, bits) => {
    const names = gateEnvironmentVariables.filter((_name, at) => (bits & (2 << at)) !== 0);
    const env = Object.fromEntries(names.map((name) => [name, allGatesOpen.env[name]]));
    const confirm = (bits & 1) === 0 ? "WRONG" : allGatesOpen.confirm;
    return withGates(withOrder, { confirm, env });
  });
}
