/** Targets that fail two checks of one property on a scenario: what no example of a planted bug shows. */
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { forgedPermit, probe } from "../../properties/planted-bugs/gates.ts";
import {
  targetOf,
  type Hooks,
  type PlantedBug,
} from "../../properties/planted-bugs/planted-bug.ts";
import type { PlaceMarketOrder, PortReply } from "../domain/port-call.ts";
import type { Port } from "../pipeline/services.ts";
import type { Step } from "../scenario/step.ts";
import type { Target } from "../simulation/target.ts";
import { longPosition, manyOrders, type Parts } from "./observe.ts";
import { expectedOrder, observedOrder, openGates, ownId, startsAtMs } from "./scenarios.ts";

type TwoFaults = Pick<PlantedBug, "start"> & { readonly hooks: Hooks };

export const faulty = ({ hooks, start }: TwoFaults): Target =>
  targetOf({
    name: "two faults",
    expectedFailure: "a/b",
    minimalSize: 1,
    hooks,
    ...(start && { start }),
  });

type Change = (request: PlaceMarketOrder) => object;

/** Sends each market order as often as there are changes, each time with one of them. */
const sending = (...changes: readonly Change[]): TwoFaults => ({
  hooks: {
    port: (port) => ({
      cancelOrder: (...sent) => port.cancelOrder(...sent),
      cancelConditionalOrder: (...sent) => port.cancelConditionalOrder(...sent),
      placeMarketOrder: async (permit, request) => {
        let reply: PortReply = { status: "accepted" };
        for (const change of changes) {
          reply = await port.placeMarketOrder(permit, { ...request, ...change(request) });
        }
        return reply;
      },
    }),
  },
});

/** Cancels at its start, and after the answer of each run. */
function cancelsOutsideRuns(): TwoFaults {
  let kept: Port | null = null;
  const call = () => void kept?.cancelOrder(forgedPermit, probe).catch(() => null);
  const keep: Hooks["port"] = (port) => {
    setImmediate(call);
    return (kept = port);
  };
  return { hooks: { port: keep }, start: call };
}

/** Names no account in its trail, and reports nothing after a run of another account. */
function mixesAccounts(): TwoFaults {
  let last: string | undefined;
  let isOther = false;
  return {
    hooks: {
      inputs: ({ account }) => {
        isOther = last !== undefined && last !== account;
        last = account;
        return { account: undefined };
      },
      report: () => (isOther ? { results: [] } : {}),
    },
    start: () => {
      last = undefined;
    },
  };
}

export const snapshot: Step = {
  kind: "snapshot",
  orders: { kind: "ok" },
  positions: { kind: "ok" },
};
export const run: Step = { kind: "reconcile" };
const reject = { kind: "reject", code: -2022, message: "ReduceOnly Order is rejected." } as const;
const rejectFirst: Step = { kind: "set-port-faults", faults: [reject] };
const timeout = { kind: "timeout", applied: false } as const;
export const notArmed = { ...openGates, env: { ...openGates.env, ARMED: "0" } };
const update = {
  kind: "order-update",
  clientOrderId: ownId(),
  status: "PARTIALLY_FILLED",
  filledQuantity: "0.0005",
  updatedAtMs: startsAtMs,
} as const;
const onePosition = { positions: [longPosition] };
const split = {
  positions: [{ ...longPosition, quantity: "0.003" }],
  filters: { BTCUSDT: { maxMarketQuantity: "0.001" } },
};
const expectedOne = { orders: [expectedOrder()] };
export const observedOne = { orders: [observedOrder()] };

/** What no example of a planted bug shows: a target, and a scenario on which it fails two checks of the property. */
export const twoFaults: readonly (readonly [property: string, target: Target, parts: Parts])[] = [
  [
    "dry-run-makes-no-port-calls",
    faulty({ hooks: { inputs: () => ({ gates: openGates }) } }),
    {
      gates: { confirm: null, env: {} },
      exchange: observedOne,
      steps: [rejectFirst, snapshot, run, { kind: "set-gates", gates: notArmed }, snapshot, run],
    },
  ],
  [
    "flatten-orders-name-their-owner",
    targetOf(plantedBug("flatten-id-without-owner")),
    {
      config: { symbolWhitelist: ["BTCUSDT", "ETHUSDT"], maxSymbolsPerAction: 2 },
      exchange: { positions: [longPosition, { ...longPosition, symbol: "ETHUSDT" }] },
    },
  ],
  [
    "one-call-per-intent",
    faulty(
      sending(
        () => ({}),
        () => ({}),
        () => ({ quantity: "0.0001" }),
      ),
    ),
    { exchange: split },
  ],
  [
    "attempts-are-bounded",
    targetOf(plantedBug("every-call-sent-twice")),
    { config: { maxAttemptsPerIntent: 1, maxAttemptsPerWindow: 1 }, exchange: observedOne },
  ],
  [
    "unknown-outcomes-need-a-new-snapshot",
    targetOf(plantedBug("calls-continue-after-unknown-outcome")),
    {
      exchange: split,
      steps: [{ kind: "set-port-faults", faults: [timeout, timeout, timeout] }, snapshot, run],
    },
  ],
  [
    "rejected-remediations-need-a-new-snapshot",
    faulty(
      sending(
        () => ({ quantity: "0.002", reduceOnly: false }),
        () => ({}),
        () => ({}),
      ),
    ),
    {
      exchange: onePosition,
      steps: [{ kind: "set-port-faults", faults: [{ kind: "accept" }, reject] }, snapshot, run],
    },
  ],
  [
    "snapshots-never-override-newer-updates",
    faulty({ hooks: { applyOrderUpdate: (expected) => expected } }),
    { expected: expectedOne, exchange: observedOne, steps: [update, snapshot, run] },
  ],
  [
    "audit-accounts-for-every-effect",
    faulty({
      hooks: {
        append: (event, append) =>
          append(
            "client_order_id" in event ? { ...event, client_order_id: probe.clientOrderId } : event,
          ),
      },
    }),
    { config: { auditEnabled: true }, exchange: observedOne },
  ],
  [
    "order-updates-may-repeat-and-reorder",
    targetOf(plantedBug("repeated-update-read-as-cancelled")),
    { expected: expectedOne, exchange: observedOne, steps: [update, snapshot, run] },
  ],
  [
    "every-mismatch-is-reported",
    faulty({
      hooks: { report: ({ results }) => ({ results: [...results.slice(1), ...results.slice(1)] }) },
    }),
    { exchange: { orders: manyOrders.slice(0, 2) } },
  ],
  [
    "port-calls-are-well-formed",
    faulty(
      sending(
        () => ({ symbol: "BTC/USDT" }),
        () => ({ quantity: "1e-3" }),
      ),
    ),
    { exchange: onePosition },
  ],
  [
    "port-calls-happen-inside-a-run",
    faulty(cancelsOutsideRuns()),
    { steps: [run, { kind: "restart", expectedState: "current" }] },
  ],
  [
    "accounts-do-not-mix",
    faulty(mixesAccounts()),
    { config: { auditEnabled: true }, exchange: observedOne },
  ],
];
