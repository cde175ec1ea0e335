/** Labels of what happens between two reads of a snapshot, and within a run. */
import type { Case } from "../../properties/property.ts";
import type { Step } from "../scenario/step.ts";

const labels = {
  betweenReads: "a change between two reads of a snapshot",
  twoTimes: "a snapshot with changes and parts of two times",
  inRun: "a change at the exchange within a run",
  betweenCalls: "a change between two port calls of a run",
} as const;

/** The minimum share of random cases. */
export const innerStepLabels: Readonly<Record<string, number>> = {
  [labels.betweenReads]: 0.015,
  [labels.twoTimes]: 0.01,
  [labels.inRun]: 0.005,
  [labels.betweenCalls]: 0.0005,
};

/** Adds the labels of a scenario of one or two runs. */
export function addInnerStepLabels({ scenario, observation }: Case, found: Set<string>): void {
  for (const { inner, step, place, runsBefore } of observation.trace) {
    if (inner === undefined) continue;
    const outer = scenario.steps[place];
    const { afterCall = 0, afterRead } =
      outer?.kind === "reconcile" ? (outer.during?.[inner] ?? {}) : {};
    if (outer?.kind === "reconcile" && afterRead === undefined) {
      found.add(labels.inRun);
      if (isBetweenCalls(afterCall, runsBefore - 1, observation)) found.add(labels.betweenCalls);
    } else if (step.kind !== "advance-clock") {
      found.add(labels.betweenReads);
      if (hasWait(outer)) found.add(labels.twoTimes);
    }
  }
}

/** Whether a call of the run came before, and another one after. */
export function isBetweenCalls(
  afterCall: number,
  run: number,
  { portCalls }: Pick<Case["observation"], "portCalls">,
): boolean {
  return afterCall > 0 && portCalls.filter((call) => call.run === run).length > afterCall;
}

function hasWait(step: Step | undefined): boolean {
  return (
    step?.kind === "snapshot" &&
    step.between?.steps.some(({ kind }) => kind === "advance-clock") === true
  );
}
