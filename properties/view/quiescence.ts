/** Quiescence: the gates are open, the port accepts, the audit sink works, the exchange is quiet. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";
import { allGatesOpen } from "../../src/domain/gate.ts";

/**
 * Adds a quiescence of this many runs to the steps. One run goes before it, so that a scheduled crash
 * happens; then time passes until delayed requests have arrived and no attempt is in the window.
 */
export function withQuiescence(scenario: Scenario, runs: number): Scenario {
  const { config, steps } = scenario;
  const ok = { kind: "ok" } as const;
  const round: readonly Step[] = [
    { kind: "advance-clock", ms: config.cooldownSeconds * 1_000 + 1 },
    { kind: "snapshot", orders: ok, positions: ok },
    { kind: "reconcile" },
  ];
  return {
    ...scenario,
    steps: [
      ...steps,
      { kind: "set-gates", gates: allGatesOpen },
      { kind: "set-port-faults", faults: [] },
      { kind: "set-audit-fault", writable: true, afterEvents: 0 },
      { kind: "reconcile" },
      { kind: "advance-clock", ms: maxDelayMs(steps) + config.attemptWindowSeconds * 1_000 },
      ...Array.from({ length: runs }, () => round).flat(),
    ],
  };
}

function maxDelayMs(steps: readonly Step[]): number {
  const faults = steps.flatMap((step) => (step.kind === "set-port-faults" ? step.faults : []));
  return Math.max(1, ...faults.map((fault) => (fault.kind === "delayed" ? fault.afterMs : 1)));
}
