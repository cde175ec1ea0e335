/**
 * Transition coverage of the sequences. Its entries are each kind of step, each pair of consecutive kinds, and each
 * port fault with the step before its run, with the step after it, and with both.
 */
import { stepKinds, type Step } from "../scenario/step.ts";
import { portFaultKinds, type PortFault } from "../domain/port-fault.ts";
import type { Case } from "../../properties/property.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { increment } from "./batch-result.ts";

type Kind = Step["kind"];

type Fault = PortFault["kind"];

/** `countedIn` is the number of the sequence that counted the entry last: a set of names for each sequence would cost more. */
type Entry = { readonly name: string; countedIn: number };

/** Makes each entry once: most of the time of a campaign of sequences went into making their names again. */
function once<Key extends string, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const values = new Map<Key, Value>();
  return (key) => {
    const known = values.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    values.set(key, value);
    return value;
  };
}

const entryOf = (name: string): Entry => ({ name, countedIn: 0 });
const kinds = once((kind: Kind) => entryOf(kind));
const pairs = once((first: Kind) => once((second: Kind) => entryOf(`${first} > ${second}`)));
const faults = once((fault: Fault) => ({
  after: once((kind: Kind) => entryOf(`port ${fault}, after ${kind}`)),
  before: once((kind: Kind) => entryOf(`port ${fault}, before ${kind}`)),
  between: once((before: Kind) =>
    once((after: Kind) => entryOf(`port ${fault}, ${before} > reconcile > ${after}`)),
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
    for (const second of stepKinds) yield [entry.pair(first, second).name, leastShares.pair];
  }
  for (const fault of portFaultKinds) {
    for (const kind of stepKinds) yield [entry.port(fault, kind, "before").name, leastShares.port];
    for (const before of kindsBeforeACall) {
      yield [entry.port(fault, before, "after").name, leastShares.port];
      for (const after of stepKinds) {
        yield [entry.portBetween(fault, before, after).name, leastShares.portBetween];
      }
    }
  }
}

/** The number of sequences so far, of any campaign. */
let sequences = 0;

/** Counts each entry once per sequence. A step that was not executed is not counted. */
export function recordTransitions(
  { scenario, observation }: Case,
  transitions: Record<string, number>,
): void {
  sequences += 1;
  const count = (met: Entry) => {
    if (met.countedIn === sequences) return;
    met.countedIn = sequences;
    increment(transitions, met.name);
  };
  const steps = executedSteps(scenario.steps, observation.trace);
  let run = -1;
  for (let at = 0; at < steps.length; at += 1) {
    const [before, step, after] = [steps[at - 1], steps[at], steps[at + 1]];
    if (step === undefined) continue;
    count(kinds(step));
    if (before !== undefined) count(entry.pair(before, step));
    if (step !== "reconcile") continue;
    run += 1;
    for (const { run: of, fault } of observation.portCalls) {
      if (of !== run || fault === null) continue;
      if (before !== undefined) count(entry.port(fault, before, "after"));
      if (after !== undefined) count(entry.port(fault, after, "before"));
      if (before !== undefined && after !== undefined) {
        count(entry.portBetween(fault, before, after));
      }
    }
  }
}

function executedSteps(steps: Scenario["steps"], trace: Case["observation"]["trace"]): Kind[] {
  const isTraced: boolean[] = [];
  for (const { place } of trace) isTraced[place] = true;
  const executed: Kind[] = [];
  for (let place = 0; place < steps.length; place += 1) {
    const kind = steps[place]?.kind;
    if (kind === undefined) continue;
    if (kind === "reconcile" || isTraced[place] === true) executed.push(kind);
  }
  return executed;
}
