/**
 * Transition coverage of the sequences. Its entries are each kind of step, each pair of consecutive kinds, and each
 * port fault with the step before its run, with the step after it, and with both.
 */
import { stepKinds, type Step } from "../scenario/step.ts";
import { portFaultKinds, type PortFault } from "../domain/port-fault.ts";
import type { Case } from "../../properties/property.ts";
import { increment } from "./batch-result.ts";

type Kind = Step["kind"];

type Fault = PortFault["kind"];

/** Makes each name once: most of the time of a campaign of sequences went into making them again. */
function namesOf<Key extends string, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const names = new Map<Key, Value>();
  return (key) => {
    const known = names.get(key);
    if (known !== undefined) return known;
    const name = make(key);
    names.set(key, name);
    return name;
  };
}

const pairs = namesOf((first: Kind) => namesOf((second: Kind) => `${first} > ${second}`));
const faults = namesOf((fault: Fault) => ({
  after: namesOf((kind: Kind) => `port ${fault}, after ${kind}`),
  before: namesOf((kind: Kind) => `port ${fault}, before ${kind}`),
  between: namesOf((before: Kind) =>
    namesOf((after: Kind) => `port ${fault}, ${before} > reconcile > ${after}`),
  ),
}));

const entry = {
  pair: (first: Kind, second: Kind) => pairs(first)(second),
  port: (fault: Fault, kind: Kind, where: "after" | "before") => faults(fault)[where](kind),
  portBetween: (fault: Fault, before: Kind, after: Kind) => faults(fault).between(before)(after),
};

/** The minimum share of sequences with each sort of entry. */
export const leastShares = {
  kind: 0.05,
  pair: 0.002,
  port: 0.0001,
  portBetween: 0.000_011,
} as const;

// A run right after another has the same snapshot and makes no call, unless the first one crashed.
const kindsBeforeACall = stepKinds.filter((kind) => kind !== "reconcile");

/** Every entry that a campaign of sequences must reach, with its minimum share. */
export const requiredEntries: ReadonlyMap<string, number> = new Map(listEntries());

function* listEntries(): Generator<readonly [name: string, share: number]> {
  for (const kind of stepKinds) yield [kind, leastShares.kind];
  for (const first of stepKinds) {
    for (const second of stepKinds) yield [entry.pair(first, second), leastShares.pair];
  }
  for (const fault of portFaultKinds) {
    for (const kind of stepKinds) yield [entry.port(fault, kind, "before"), leastShares.port];
    for (const before of kindsBeforeACall) {
      yield [entry.port(fault, before, "after"), leastShares.port];
      for (const after of stepKinds) {
        yield [entry.portBetween(fault, before, after), leastShares.portBetween];
      }
    }
  }
}

/** Counts each entry once per sequence. A step that was not executed is not counted. */
export function recordTransitions(
  { scenario, observation }: Case,
  transitions: Record<string, number>,
): void {
  const seen = new Set<string>();
  const executed = new Set(observation.trace.map(({ place }) => place));
  const steps = scenario.steps.filter(
    ({ kind }, place) => kind === "reconcile" || executed.has(place),
  );
  let run = -1;
  for (let at = 0; at < steps.length; at += 1) {
    const [before, step, after] = [steps[at - 1], steps[at], steps[at + 1]];
    if (step === undefined) continue;
    seen.add(step.kind);
    if (before !== undefined) seen.add(entry.pair(before.kind, step.kind));
    if (step.kind !== "reconcile") continue;
    run += 1;
    for (const { run: of, fault } of observation.portCalls) {
      if (of !== run || fault === null) continue;
      if (before !== undefined) seen.add(entry.port(fault, before.kind, "after"));
      if (after !== undefined) seen.add(entry.port(fault, after.kind, "before"));
      if (before !== undefined && after !== undefined) {
        seen.add(entry.portBetween(fault, before.kind, after.kind));
      }
    }
  }
  for (const name of seen) increment(transitions, name);
}
