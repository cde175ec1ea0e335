/** A sequence that goes on in peace: gates open, port and trail as they should be, and nothing else happens. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";
import { allGatesOpen } from "../arbitraries/gate-environment.ts";

/**
 * Every request that is still on its way arrives first, a process that was to die has died, and attempts from
 * before are forgotten, so that none of them comes free in the middle.
 */
export function withQuiescence(scenario: Scenario, runs: number): Scenario {
  const { config, steps } = scenario;
  const calm: Step[] = [
    { kind: "set-gates", gates: allGatesOpen },
    { kind: "set-port-faults", faults: [] },
    { kind: "set-audit-fault", writable: true, afterEvents: 0 },
    { kind: "reconcile" },
    { kind: "advance-clock", ms: longestDelayMs(steps) + config.attemptWindowSeconds * 1_000 },
  ];
  const status = { kind: "ok" } as const;
  const round: Step[] = [
    { kind: "advance-clock", ms: config.cooldownSeconds * 1_000 + 1 },
    { kind: "snapshot", orders: status, positions: status },
    { kind: "reconcile" },
  ];
  const rounds = Array.from({ length: runs }, () => round).flat();
  return { ...scenario, steps: [...steps, ...calm, ...rounds] };
}

function longestDelayMs(steps: readonly Step[]): number {
  let longest = 1;
  for (const step of steps) {
    if (step.kind !== "set-port-faults") continue;
    for (const reply of step.faults) {
      if (reply.kind === "delayed") longest = Math.max(longest, reply.afterMs);
    }
  }
  return longest;
}
