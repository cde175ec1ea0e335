/** Targets that fail several checks of one property on a scenario. */
import { auditEqualsEffects } from "../../properties/audit-equals-effects.ts";
import { everyMismatchIsReported } from "../../properties/every-mismatch-is-reported.ts";
import { ordersBeatPositions } from "../../properties/orders-beat-positions.ts";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { probe } from "../../properties/planted-bugs/gates.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { portCallsAreWellFormed } from "../../properties/port-calls-are-well-formed.ts";
import { reportedCountsEqualEffects } from "../../properties/reported-counts-equal-effects.ts";
import { snapshotsNeverOverrideNewerUpdates } from "../../properties/snapshots-never-override-newer-updates.ts";
import { decimalSchema } from "../domain/decimal.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import type { Step } from "../scenario/step.ts";
import type { Target } from "../simulation/target.ts";
import {
  cancelsOutsideRuns,
  garblesTrail,
  miscounts,
  faulty,
  misnamesGates,
  mixesAccounts,
  repeatsRunId,
  reversesResults,
  sending,
  shipped,
  type Change,
} from "./faults.ts";
import { longPosition, type Parts } from "./observe.ts";
import { expectedOrder, observedOrder, openGates, ownId, startsAtMs } from "./scenarios.ts";

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
const expectedTwo = { orders: [expectedOrder(), expectedOrder({ clientOrderId: ownId(2) })] };
const expectedOne = { orders: [expectedOrder()] };
export const observedOne = { orders: [observedOrder()] };

const bothSymbols = ["BTCUSDT", "ETHUSDT"].map((symbol) => tradingSymbolSchema.parse(symbol));
const fourSymbols = ["BTCUSDT", "ETHBTC", "ETHUSDT", "XRPUSDT"].map((symbol) =>
  tradingSymbolSchema.parse(symbol),
);
const twoPositions = { positions: [longPosition, { ...longPosition, symbol: "ETHUSDT" }] };
const nothing: Change = () => ({});

type Row = {
  readonly property: string;
  /** The checks that fail on the scenario, in the order in which their property has them. */
  readonly checks: readonly string[];
  readonly target: Target;
  readonly parts: Parts;
};

export const severalFaults: readonly Row[] = [
  {
    property: "dry-run-makes-no-port-calls",
    checks: ["port-call-in-dry-run", "port-call-when-refused"],
    target: faulty({ hooks: { inputs: () => ({ gates: openGates }) } }),
    parts: {
      gates: { confirm: null, env: {} },
      exchange: observedOne,
      steps: [rejectFirst, snapshot, run, { kind: "set-gates", gates: notArmed }, snapshot, run],
    },
  },
  {
    property: "live-needs-all-five-gates",
    checks: ["wrong-closed-gates", "wrong-gate-value"],
    target: shipped(misnamesGates),
    parts: { gates: { ...openGates, env: { RECONCILE_DRY_RUN: "0" } } },
  },
  {
    property: "orders-beat-positions",
    checks: ordersBeatPositions.checks,
    target: reversesResults("only-same-symbol-orders-defer-flattens"),
    parts: {
      config: { symbolWhitelist: bothSymbols },
      exchange: { ...observedOne, positions: twoPositions.positions.slice(1) },
    },
  },
  {
    property: "flatten-only-reduces",
    checks: [
      "flatten-without-position",
      "second-flatten",
      "wrong-side",
      "wrong-quantity",
      "wrong-position-parameters",
    ],
    target: faulty(
      sending(
        () => ({ side: "BUY", quantity: "0.002", reduceOnly: false }),
        nothing,
        () => ({ symbol: "ETHUSDT" }),
      ),
    ),
    parts: { exchange: onePosition },
  },
  {
    property: "flatten-orders-name-their-owner",
    checks: ["wrong-id-form", "duplicate-id"],
    target: targetOf(plantedBug("flatten-id-without-owner")),
    parts: {
      config: { symbolWhitelist: bothSymbols, maxSymbolsPerAction: 2 },
      exchange: twoPositions,
    },
  },
  {
    property: "one-call-per-intent",
    checks: ["duplicate-call", "extra-part"],
    target: faulty(sending(nothing, nothing, () => ({ quantity: "0.0001" }))),
    parts: { exchange: split },
  },
  {
    property: "limits-hold",
    checks: ["cooldown", "symbol-outside-whitelist", "notional", "max-orders", "max-symbols"],
    target: faulty({
      hooks: {
        config: () => ({
          cooldownSeconds: 0,
          symbolWhitelist: bothSymbols,
          maxFlattenNotionalUsdt: decimalSchema.parse("1000"),
          maxOrdersPerAction: 2,
          maxSymbolsPerAction: 2,
        }),
      },
    }),
    parts: {
      config: {
        cooldownSeconds: 60,
        maxFlattenNotionalUsdt: "1",
        maxOrdersPerAction: 1,
        maxSymbolsPerAction: 1,
      },
      exchange: twoPositions,
      steps: [rejectFirst, snapshot, run, snapshot, run],
    },
  },
  {
    property: "every-mismatch-is-reported",
    checks: everyMismatchIsReported.checks,
    target: faulty({
      hooks: {
        report: ({ results: [part, , , second, third] }) => ({
          results: [third, second, second, part].flatMap((result) => result ?? []),
        }),
      },
    }),
    parts: {
      config: { symbolWhitelist: fourSymbols },
      exchange: {
        ...split,
        positions: fourSymbols.map((symbol) => ({ symbol, quantity: "0.003" })),
      },
    },
  },
  {
    property: "reported-counts-equal-effects",
    checks: reportedCountsEqualEffects.checks,
    target: faulty(miscounts),
    parts: { exchange: observedOne },
  },
  {
    property: "audit-equals-effects",
    checks: ["call-without-attempt", "duplicate-run-id"],
    target: shipped(repeatsRunId),
    parts: {
      config: { auditEnabled: true },
      exchange: observedOne,
      steps: [rejectFirst, snapshot, run, snapshot, run],
    },
  },
  {
    property: "audit-equals-effects",
    checks: [
      "wrong-attempt-or-result",
      "wrong-run-event",
      "unknown-run-id",
      ...auditEqualsEffects.checks.filter((check) => /count$|skipped/.test(check)),
    ],
    target: faulty(garblesTrail),
    parts: { config: { auditEnabled: true }, exchange: observedOne },
  },
  {
    property: "attempts-are-bounded",
    checks: ["attempts-per-intent", "attempts-per-window"],
    target: targetOf(plantedBug("every-call-sent-twice")),
    parts: { config: { maxAttemptsPerIntent: 1, maxAttemptsPerWindow: 1 }, exchange: observedOne },
  },
  {
    property: "unknown-outcomes-need-a-new-snapshot",
    checks: ["attempt-without-new-snapshot", "third-attempt-after-unknown"],
    target: targetOf(plantedBug("calls-continue-after-unknown-outcome")),
    parts: {
      exchange: split,
      steps: [{ kind: "set-port-faults", faults: [timeout, timeout, timeout] }, snapshot, run],
    },
  },
  {
    property: "rejected-remediations-need-a-new-snapshot",
    checks: ["fill-past-zero", "order-without-new-snapshot"],
    target: faulty(sending(() => ({ quantity: "0.002", reduceOnly: false }), nothing, nothing)),
    parts: {
      exchange: onePosition,
      steps: [{ kind: "set-port-faults", faults: [{ kind: "accept" }, reject] }, snapshot, run],
    },
  },
  {
    property: "snapshots-never-override-newer-updates",
    checks: snapshotsNeverOverrideNewerUpdates.checks,
    target: faulty({
      hooks: {
        applyOrderUpdate: (expected) => ({
          ...expected,
          orders: expected.orders.slice(0, 1).map((order) => ({ ...order, side: "SELL" as const })),
        }),
      },
    }),
    parts: {
      expected: expectedTwo,
      steps: [snapshot, { ...update, updatedAtMs: startsAtMs + 1 }, run],
    },
  },
  {
    property: "audit-accounts-for-every-effect",
    checks: ["effect-without-attempt", "executed-without-effect"],
    target: faulty({
      hooks: {
        append: (event, append) =>
          append(
            "client_order_id" in event ? { ...event, client_order_id: probe.clientOrderId } : event,
          ),
      },
    }),
    parts: { config: { auditEnabled: true }, exchange: observedOne },
  },
  {
    property: "order-updates-may-repeat-and-reorder",
    checks: ["different-expected-state", "different-runs"],
    target: targetOf(plantedBug("repeated-update-read-as-cancelled")),
    parts: { expected: expectedOne, exchange: observedOne, steps: [update, snapshot, run] },
  },
  {
    property: "port-calls-are-well-formed",
    checks: portCallsAreWellFormed.checks,
    target: faulty(
      sending(
        () => ({ symbol: "BTC/USDT" }),
        () => ({ clientOrderId: "" }),
        () => ({ quantity: "1e-3" }),
        () => ({ side: "sell" }),
        () => ({ price: "1" }),
      ),
    ),
    parts: { exchange: onePosition },
  },
  {
    property: "port-calls-happen-inside-a-run",
    checks: ["call-in-start", "call-after-answer"],
    target: faulty(cancelsOutsideRuns()),
    parts: { steps: [run, { kind: "restart", expectedState: "current" }] },
  },
  {
    property: "orders-fit-the-filters",
    checks: ["off-step", "below-minimum", "notional-below-minimum"],
    target: faulty(sending(() => ({ quantity: "0.0001" }))),
    parts: {
      exchange: {
        positionMode: "hedge",
        positions: [{ ...longPosition, positionSide: "LONG" }],
        filters: { BTCUSDT: { stepSize: "0.001", minQuantity: "0.001", minNotional: "10" } },
      },
    },
  },
  {
    property: "accounts-do-not-mix",
    checks: ["different-runs", "event-of-no-account"],
    target: faulty(mixesAccounts()),
    parts: { config: { auditEnabled: true }, exchange: observedOne },
  },
];
