/** Faults of the five gates, of the permit, and of dry-run mode. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { type GateFailure, type GateInputs, allGatesOpen } from "../../src/domain/gate.ts";
import { tradingSymbolSchema } from "../../src/domain/trading-symbol.ts";
import type { Decisions } from "../../src/pipeline/decisions.ts";
import { decideMode } from "../../src/pipeline/gates.ts";
import { mintPermit, type LivePermit } from "../../src/pipeline/live-permit.ts";
import { reconcile, type RunInputs } from "../../src/pipeline/run.ts";
import { runWith, sequenceSiblings, siblings, withMemory, type PlantedBug } from "./planted-bug.ts";

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the forged permit is the bug
export const forgedPermit = {} as LivePermit;

export const probe = {
  method: "cancelOrder",
  symbol: tradingSymbolSchema.parse("BTCUSDT"),
  clientOrderId: clientOrderIdSchema.parse("rehearsal"),
} as const;

type ReadGates = (gates: GateInputs) => GateInputs;

function gatesRead(read: ReadGates) {
  return { hooks: { inputs: ({ gates }: RunInputs) => ({ gates: read(gates) }) } };
}

function envWith(env: GateInputs["env"]): ReadGates {
  return (gates) => ({ confirm: gates.confirm, env: { ...gates.env, ...env } });
}

const decided = (decide: Decisions["decideMode"]) => ({ decisions: { decideMode: decide } });

function refusedWith(change: (failures: readonly GateFailure[]) => readonly GateFailure[]) {
  return decided((gates) => {
    const decision = decideMode(gates);
    return decision.mode === "refused"
      ? { ...decision, gateFailures: change(decision.gateFailures) }
      : decision;
  });
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
    "confirmation-value-ignored": gatesRead(({ confirm, env }) => {
      return { confirm: confirm === null ? null : "LIVE_REMEDIATE", env };
    }),
    "confirmation-trimmed": gatesRead(({ confirm, env }) => {
      return { confirm: confirm?.trim() ?? null, env };
    }),
  }),
  ...siblings("dry-run-makes-no-port-calls/port-call-in-dry-run", 3, {
    "live-by-default": gatesRead(() => allGatesOpen),
    "dry-run-ignored-for-flattens": {
      issue: "simmer-sdk#338",
      reconcile: async (inputs, services) => {
        const report = await reconcile(inputs, services);
        const permit = mintPermit([]);
        if (report.mode !== "dry_run" || permit === null) return report;
        for (const { outcome } of report.results) {
          if (outcome.status !== "planned" || outcome.request.method !== "placeMarketOrder")
            continue;
          const { clientOrderId, ...order } = outcome.request;
          if (clientOrderId === undefined) continue;
          await services.port
            .placeMarketOrder(permit, { ...order, clientOrderId })
            .catch(() => null);
        }
        return report;
      },
    },
    // To test the connection.
    "probe-cancel-sent-in-dry-run": {
      minimalSize: 1,
      reconcile: async (inputs, services) => {
        if (inputs.gates.confirm === null)
          await services.port.cancelOrder(forgedPermit, probe).catch(() => null);
        return reconcile(inputs, services);
      },
    },
  }),
  ...siblings("dry-run-makes-no-port-calls/port-call-when-refused", 3, {
    "gates-checked-after-execution": runWith(async (inputs, services) => {
      const decision = decideMode(inputs.gates);
      if (decision.mode !== "refused") return reconcile(inputs, services);
      await reconcile({ ...inputs, gates: allGatesOpen }, services);
      return decision;
    }),
    "permit-minted-from-confirmation-alone": decided((gates) => {
      const permit = mintPermit([]);
      return gates.confirm === "LIVE_REMEDIATE" && permit !== null
        ? { mode: "live", permit }
        : decideMode(gates);
    }),
  }),
  ...sequenceSiblings("gates-are-read-per-run/call-after-gate-closed", 4, {
    "gates-read-once-per-process": withMemory<GateInputs | null>(null, (first) =>
      gatesRead((gates) => (first.value ??= gates)),
    ),
    // The bot reads them again at the end of each run.
    "gates-read-after-the-run": withMemory<GateInputs | null>(null, (last) =>
      gatesRead((gates) => {
        const before = last.value ?? gates;
        last.value = gates;
        return before;
      }),
    ),
  }),
  ...siblings("live-needs-all-five-gates/wrong-closed-gates", 1, {
    "only-first-closed-gate-named": refusedWith((failures) => failures.slice(0, 1)),
  }),
  ...siblings("live-needs-all-five-gates/wrong-gate-value", 1, {
    "required-gate-value-reported-as-actual": refusedWith((failures) =>
      failures.map((failure) => ({ ...failure, actual: failure.expected })),
    ),
  }),
  ...siblings("reported-counts-equal-effects/unknown-count-differs-from-port", 3, {
    "permit-forged": decided((gates) => {
      const decision = decideMode(gates);
      return decision.mode === "live" ? { mode: "live", permit: forgedPermit } : decision;
    }),
  }),
];
