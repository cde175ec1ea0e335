/** Two instances at once in sequences, and what a campaign requires only of a target that can have them. */
import type { Observation } from "../simulation/observation.ts";

const labels = {
  inTurn: "two instances that take turns around a port call",
  bothCall: "two instances that both call the port",
} as const;

/** The minimum share of sequences with each. */
export const instanceShares = { [labels.inTurn]: 0.01, [labels.bothCall]: 0.003 } as const;
export type InstanceSituation = keyof typeof instanceShares;

/** Whether a transition needs a target that can run as two instances. */
export function isAboutInstances(name: string): boolean {
  return name in instanceShares || name.includes("reconcile-overlapping");
}

/** Calls `found` for each situation, perhaps more than once. */
export function findInstanceSituations(
  { interactions, runContexts }: Observation,
  found: (situation: InstanceSituation) => void,
): void {
  const calling = new Set<number>();
  for (const [at, { run, kind }] of interactions.entries()) {
    if (kind !== "request") continue;
    calling.add(run);
    const other = runContexts[run]?.overlap?.otherRun;
    if (other === undefined) continue;
    if (calling.has(other)) found(labels.bothCall);
    // Its own interactions surround one of the other: the two did not run one after the other.
    const first = interactions.findIndex((made) => made.run === run);
    const last = interactions.findLastIndex((made) => made.run === run);
    if (first < at && interactions.slice(first, last).some((made) => made.run === other)) {
      found(labels.inTurn);
    }
  }
}
