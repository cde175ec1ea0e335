/** Faults of the five gates, of the permit, and of dry-run mode. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { type GateFailure, type GateInputs, allGatesOpen } from "../../src/domain/gate.ts";
import { tradingSymbolSchema } from "../../src/domain/trading-symbol.ts";
import type { Decisions } from "../../src/pipeline/decisions.ts";
import { decideMode } from "../../src/pipeline/gates.ts";
import { LivePermit } from "../../src/pipeline/live-permit.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import { siblings, type Hooks, type PlantedBug } from "./planted-bug.ts";

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the forged permit is the bug
const forgedPermit = {} as LivePermit;

const probe = {
  method: "cancelOrder",
  symbol: tradingSymbolSchema.parse("BTCUSDT"),
  clientOrderId: clientOrderIdSchema.parse("rehearsal"),
} as const;

let firstGates: GateInputs | null = null;

type ReadGates = (gates: GateInputs) => GateInputs;

function gatesRead(read: ReadGates): { readonly hooks: Hooks } {
  return { hooks: { inputs: ({ gates }) => ({ gates: read(gates) }) } };
}

function envWith(env: GateInputs["env"]): ReadGates {
  return (gates) => ({ confirm: gates.confirm, env: { ...gates.env, ...env } });
}

function refusedWith(
  change: (failures: readonly GateFailure[]) => readonly GateFailure[],
): Partial<Decisions> {
  return {
    decideMode: (gates) => {
      const decision = decideMode(gates);
      return decision.mode === "refused"
        ? { ...decision, gateFailures: change(decision.gateFailures) }
        : decision;
    },
  };
}

export const gateBugs: readonly PlantedBug[] = [
  ...siblings("live-needs-all-five-gates/wrong-mode", 1, {
    "gate-ignored-dry-run": gatesRead(envWith({ RECONCILE_DRY_RUN: "0" })),
    "gate-ignored-active": gatesRead(envWith({ RECONCILE_ALLOW_ACTIVE: "1" })),
    "gate-ignored-armed": gatesRead(envWith({ ARMED: "1" })),
    "gate-ignored-mainnet": gatesRead(envWith({ ALLOW_MAINNET_TRADE: "1" })),
    "armed-opened-by-true": gatesRead((gates) =>
      gates.env.ARMED === "true" ? envWith({ ARMED: "1" })(gates) : gates,
    ),
    "confirmation-value-ignored": gatesRead(({ confirm, env }) => ({
      confirm: confirm === null ? null : "LIVE_REMEDIATE",
      env,
    })),
    "confirmation-trimmed": gatesRead(({ confirm, env }) => ({
      confirm: confirm?.trim() ?? null,
      env,
    })),
  }),
  {
    name: "live-by-default",
    expectedFailure: "dry-run-makes-no-port-calls/port-call-in-dry-run",
    minimalSize: 3,
    hooks: { inputs: () => ({ gates: allGatesOpen }) },
  },
  {
    name: "gates-checked-after-execution",
    expectedFailure: "dry-run-makes-no-port-calls/port-call-when-refused",
    minimalSize: 3,
    reconcile: async (inputs, services) => {
      const decision = decideMode(inputs.gates);
      if (decision.mode !== "refused") return reconcile(inputs, services);
      await reconcile({ ...inputs, gates: allGatesOpen }, services);
      return decision;
    },
  },
  {
    name: "gates-read-once-per-process",
    expectedFailure: "gates-are-read-per-run/call-after-gate-closed",
    minimalSize: 4,
    isSequence: true,
    start: () => {
      firstGates = null;
    },
    hooks: { inputs: ({ gates }) => ({ gates: (firstGates ??= gates) }) },
  },
  {
    name: "only-first-closed-gate-named",
    expectedFailure: "live-needs-all-five-gates/wrong-closed-gates",
    minimalSize: 1,
    decisions: refusedWith((failures) => failures.slice(0, 1)),
  },
  {
    name: "required-gate-value-reported-as-actual",
    expectedFailure: "live-needs-all-five-gates/wrong-gate-value",
    minimalSize: 1,
    decisions: refusedWith((failures) =>
      failures.map((failure) => ({ ...failure, actual: failure.expected })),
    ),
  },
  {
    name: "permit-minted-from-confirmation-alone",
    expectedFailure: "dry-run-makes-no-port-calls/port-call-when-refused",
    minimalSize: 3,
    decisions: {
      decideMode: (gates) => {
        const permit = LivePermit.mint([]);
        return gates.confirm === "LIVE_REMEDIATE" && permit !== null
          ? { mode: "live", permit }
          : decideMode(gates);
      },
    },
  },
  {
    name: "permit-forged",
    expectedFailure: "reported-counts-equal-effects/unknown-count-differs-from-port",
    minimalSize: 3,
    decisions: {
      decideMode: (gates) => {
        const decision = decideMode(gates);
        return decision.mode === "live" ? { mode: "live", permit: forgedPermit } : decision;
      },
    },
  },
  {
    name: "dry-run-ignored-for-flattens",
    issue: "simmer-sdk#338",
    expectedFailure: "dry-run-makes-no-port-calls/port-call-in-dry-run",
    minimalSize: 3,
    reconcile: async (inputs, services) => {
      const report = await reconcile(inputs, services);
      const permit = LivePermit.mint([]);
      if (report.mode !== "dry_run" || permit === null) return report;
      for (const { outcome } of report.results) {
        if (outcome.status !== "planned" || outcome.request.method === "cancelOrder") continue;
        await services.port.placeMarketOrder(permit, outcome.request).catch(() => null);
      }
      return report;
    },
  },
  {
    // To test the connection.
    name: "probe-cancel-sent-in-dry-run",
    expectedFailure: "dry-run-makes-no-port-calls/port-call-in-dry-run",
    minimalSize: 1,
    reconcile: async (inputs, services) => {
      if (inputs.gates.confirm === null)
        await services.port.cancelOrder(forgedPermit, probe).catch(() => null);
      return reconcile(inputs, services);
    },
  },
];
