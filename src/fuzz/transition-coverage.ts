/**
 * What the histories of a campaign have been through: each kind of step, each two in a row, and each way in
 * which the port behaved with the kinds of step before the run that met it and after it, each and both together.
 */
import { stepKinds } from "../scenario/step.ts";
import { portBehaviourModes } from "../domain/port-fault.ts";
import type { Step } from "../scenario/step.ts";
import type { PortBehaviour } from "../domain/port-fault.ts";
import type { Case } from "../../properties/property.ts";
import { wilsonUpperBound } from "./coverage.ts";

type Kind = Step["kind"];

const entry = {
  pair: (first: Kind, second: Kind) => `${first} > ${second}`,
  port: (mode: PortBehaviour["mode"], kind: Kind, where: "after" | "before") =>
    `port ${mode}, ${where} ${kind}`,
  portBetween: (mode: PortBehaviour["mode"], before: Kind, after: Kind) =>
    `port ${mode}, ${before} > reconcile > ${after}`,
};

/** The least share of histories with each kind of entry. A rare one is rare, not absent. */
const leastShares = { kind: 0.05, pair: 0.002, port: 0.0001, portBetween: 0.000_011 } as const;

// Right after a run the next one is shown an old snapshot, and makes no call, unless the first one died.
const kindsBeforeACall = stepKinds.filter((kind) => kind !== "reconcile");

/** Every entry that a campaign of histories must have, with its least share. */
export const requiredEntries: ReadonlyMap<string, number> = new Map([
  ...stepKinds.map((kind) => [kind, leastShares.kind] as const),
  ...stepKinds.flatMap((first) =>
    stepKinds.map((second) => [entry.pair(first, second), leastShares.pair] as const),
  ),
  ...portBehaviourModes.flatMap((mode) => [
    ...kindsBeforeACall.map((kind) => [entry.port(mode, kind, "after"), leastShares.port] as const),
    ...stepKinds.map((kind) => [entry.port(mode, kind, "before"), leastShares.port] as const),
    ...kindsBeforeACall.flatMap((before) =>
      stepKinds.map(
        (after) => [entry.portBetween(mode, before, after), leastShares.portBetween] as const,
      ),
    ),
  ]),
]);

/** Each entry once a history. A step that had nothing to happen to was not taken, and is not counted. */
export function recordHistory(
  { scenario, observation }: Case,
  ledger: Record<string, number>,
): void {
  const seen = new Set<string>();
  const happened = new Set(observation.happenings.map(({ place }) => place));
  const steps = scenario.steps.filter(
    ({ kind }, place) => kind === "reconcile" || happened.has(place),
  );
  let run = -1;
  for (let at = 0; at < steps.length; at += 1) {
    const [before, step, after] = [steps[at - 1], steps[at], steps[at + 1]];
    if (step === undefined) continue;
    seen.add(step.kind);
    if (before !== undefined) seen.add(entry.pair(before.kind, step.kind));
    if (step.kind !== "reconcile") continue;
    run += 1;
    for (const { run: of, behaviour } of observation.portCalls) {
      if (of !== run || behaviour === null) continue;
      if (before !== undefined) seen.add(entry.port(behaviour, before.kind, "after"));
      if (after !== undefined) seen.add(entry.port(behaviour, after.kind, "before"));
      if (before !== undefined && after !== undefined) {
        seen.add(entry.portBetween(behaviour, before.kind, after.kind));
      }
    }
  }
  for (const name of seen) ledger[name] = (ledger[name] ?? 0) + 1;
}

/**
 * What is missing, in words. A kind of step has to be seen at any length; a share of one in ten thousand says
 * nothing about a short campaign, so any other entry is missing only where that can no longer be bad luck.
 */
export function unmetEntries(
  ledger: Readonly<Record<string, number>>,
  histories: number,
): string[] {
  return [...requiredEntries].flatMap(([name, required]) => {
    const seen = ledger[name] ?? 0;
    const isAbsent = seen === 0 && required === leastShares.kind;
    if (!isAbsent && wilsonUpperBound(seen, histories) >= required) return [];
    return [
      `histories: ${name}: ${seen} of ${histories}; at least ${required * 100} % are required`,
    ];
  });
}
