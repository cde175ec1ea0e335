/**
 * The factors whose every 3-way combination is enumerated, and the scenario of one choice of levels.
 * Each level is an input, so every combination is possible.
 */
import { copyConfig } from "../../src/domain/copies.ts";
import { decimalSchema } from "../../src/domain/decimal.ts";
import { allGatesOpen, type GateInputs } from "../../src/domain/gate.ts";
import type { OrderStatus } from "../../src/domain/order.ts";
import type { Position, PositionSide } from "../../src/domain/position.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import type { PortFault } from "../../src/domain/port-fault.ts";
import { expected, observed, plainScenario, symbol } from "./plain-scenario.ts";

export const factors = {
  confirm: ["right", "absent", "wrong"],
  RECONCILE_DRY_RUN: ["open", "closed"],
  RECONCILE_ALLOW_ACTIVE: ["open", "closed"],
  ARMED: ["open", "closed"],
  ALLOW_MAINNET_TRADE: ["open", "closed"],
  action: ["cancel_then_flatten", "cancel_all", "flatten", "none"],
  order: ["none", "unexpected", "diverges live", "diverges ended", "missing"],
  position: ["none", "long", "short", "long leg", "short leg"],
  snapshot: ["fresh", "orders stale", "orders failed", "positions stale", "positions failed"],
  port: ["accepts", "rejects", "times out, applied", "times out, not applied"],
  audit: ["on", "off", "unwritable"],
} as const;

export type FactorName = keyof typeof factors;
export type Choice = { readonly [Name in FactorName]: (typeof factors)[Name][number] };

export function scenarioOfChoice(choice: Choice): Scenario {
  const hedge = choice.position === "long leg" || choice.position === "short leg";
  const leg: PositionSide = hedge ? (choice.position === "long leg" ? "LONG" : "SHORT") : "BOTH";
  const { exchange } = plainScenario;
  const [expectedStatus, observedStatus] = statuses[choice.order];
  const positionSide: PositionSide = hedge ? "LONG" : "BOTH";
  const config = copyConfig(plainScenario.config);
  config.action = choice.action;
  config.auditEnabled = choice.audit !== "off";
  return {
    ...plainScenario,
    gates: gatesOf(choice),
    config,
    expected: {
      orders: expectedStatus === null ? [] : [{ ...expected(expectedStatus), positionSide }],
      positions: [],
    },
    exchange: {
      ...exchange,
      positionMode: hedge ? "hedge" : "one_way",
      orders: observedStatus === null ? [] : [{ ...observed(observedStatus), positionSide }],
      positions: choice.position === "none" ? [] : [positionOf(choice.position, leg)],
    },
    steps: stepsOf(choice),
  };
}

const tokens = { right: "LIVE_REMEDIATE", absent: null, wrong: "WRONG" };
const openVariables = Object.entries(allGatesOpen.env);

function gatesOf(choice: Choice): GateInputs {
  const env = openVariables.filter(([name]) => choice[name as FactorName] === "open");
  return { confirm: tokens[choice.confirm], env: Object.fromEntries(env) };
}

/** Of one order: the expected and the observed status. */
const statuses: Readonly<Record<Choice["order"], readonly [Status, Status]>> = {
  none: [null, null],
  unexpected: [null, "OPEN"],
  "diverges live": ["FILLED", "OPEN"],
  "diverges ended": ["OPEN", "FILLED"],
  missing: ["OPEN", null],
};
type Status = OrderStatus | null;

function positionOf(position: Exclude<Choice["position"], "none">, leg: PositionSide): Position {
  const isShort = position === "short" || position === "short leg";
  return { symbol, positionSide: leg, quantity: decimalSchema.parse(isShort ? "-0.001" : "0.001") };
}

const faults: Readonly<Record<Choice["port"], PortFault>> = {
  accepts: { kind: "accept" },
  rejects: { kind: "reject", code: -1001, message: "Internal error." },
  "times out, applied": { kind: "timeout", applied: true },
  "times out, not applied": { kind: "timeout", applied: false },
};

function stepsOf({ snapshot, port, audit }: Choice): Step[] {
  const part = (name: "orders" | "positions"): SnapshotPartStep => {
    if (snapshot === `${name} failed`) return { kind: "failed" };
    return snapshot === `${name} stale` ? { kind: "old", ageMs: 120_001 } : { kind: "ok" };
  };
  const auditFault = { kind: "set-audit-fault", writable: false, afterEvents: 0 } as const;
  return [
    ...(audit === "unwritable" ? [auditFault] : []),
    { kind: "set-port-faults", faults: [faults[port]] },
    { kind: "snapshot", orders: part("orders"), positions: part("positions") },
    { kind: "reconcile" },
  ];
}
