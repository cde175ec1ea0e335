/**
 * Transition coverage of the sequences. Its entries are each kind of step, each pair of consecutive kinds, each
 * port fault with the step before its run, with the step after it, and with both, each kind of part of a snapshot,
 * and what order updates bring.
 */
import { snapshotPartKinds, type SnapshotPartStep } from "../scenario/snapshot-part.ts";
import { stepKinds, type Step } from "../scenario/step.ts";
import { portFaultKinds, type PortFault } from "../domain/port-fault.ts";
import { findInstanceSituations, instanceShares } from "./instances.ts";
import type { InstanceSituation } from "./instances.ts";
import { situationShares, findSituations, type Situation } from "./order-situations.ts";
import type { Case } from "../../properties/property.ts";
import type { Scenario } from "../scenario/scenario.ts";

type Kind = Step["kind"];

type Fault = PortFault["kind"];

// An entry is a number, because a name for each of them would take most of the time of a campaign of sequences.
const steps = stepKinds.length;
const firstPair = steps;
const firstPort = firstPair + steps ** 2;
const firstPortBetween = firstPort + 2 * portFaultKinds.length * steps;
const firstPart = firstPortBetween + portFaultKinds.length * steps ** 2;
const firstSituation = firstPart + 2 * snapshotPartKinds.length;

const entry = {
  pair: (first: number, second: number) => firstPair + first * steps + second,
  portAfter: (fault: number, step: number) => firstPort + 2 * fault * steps + step,
  portBefore: (fault: number, step: number) => firstPort + (2 * fault + 1) * steps + step,
  portBetween: (fault: number, before: number, after: number) =>
    firstPortBetween + (fault * steps + before) * steps + after,
  orders: ({ kind }: SnapshotPartStep) => firstPart + snapshotPartKinds.indexOf(kind),
  positions: ({ kind }: SnapshotPartStep) =>
    firstPart + snapshotPartKinds.length + snapshotPartKinds.indexOf(kind),
};

const namesOfParts: readonly string[] = ["orders", "positions"].flatMap((part) =>
  snapshotPartKinds.map((kind) => `snapshot, ${part} ${kind}`),
);

const allShares = { ...situationShares, ...instanceShares };
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of this very object
const situations = Object.keys(allShares) as (Situation | InstanceSituation)[];

/** By the number of the entry. */
const names: readonly string[] = [
  ...stepKinds,
  ...stepKinds.flatMap((first) => stepKinds.map((second) => `${first} > ${second}`)),
  ...portFaultKinds.flatMap((fault) =>
    ["after", "before"].flatMap((where) =>
      stepKinds.map((kind) => `port ${fault}, ${where} ${kind}`),
    ),
  ),
  ...portFaultKinds.flatMap((fault) =>
    stepKinds.flatMap((before) =>
      stepKinds.map((after) => `port ${fault}, ${before} > reconcile > ${after}`),
    ),
  ),
  ...namesOfParts,
  ...situations,
];

const stepNumbers: ReadonlyMap<Kind, number> = new Map(stepKinds.map((kind, at) => [kind, at]));
const faultNumbers: ReadonlyMap<Fault | null, number> = new Map(
  portFaultKinds.map((fault, at) => [fault, at]),
);
const reconcile = stepKinds.indexOf("reconcile");
const overlapping = stepKinds.indexOf("reconcile-overlapping");

/** The minimum share of sequences with each sort of entry. */
export const leastShares = {
  kind: 0.05,
  part: 0.01,
  pair: 0.001,
  rarePair: 0.000_04,
  portBefore: 0.0001,
  portAfter: 0.000_05,
  /** Most of these are rarer than any campaign could judge one by one, so only their number has minimums. */
  portBetween: 0,
} as const;

/**
 * They are executed seldom: the venue changes the mode only without open orders and positions, and few targets have two
 * instances or conditional orders. Of 12,000 sequences with one seed, one had the rarest of their pairs.
 */
const rareKinds: ReadonlySet<Kind> = new Set([
  "set-position-mode",
  "reconcile-overlapping",
  "trigger-order",
]);

function shareOfPair(first: Kind, second: Kind): number {
  return rareKinds.has(first) || rareKinds.has(second) ? leastShares.rarePair : leastShares.pair;
}

// A run right after another has the same snapshot and makes no call, unless the first one crashed.
const kindsBeforeACall = stepKinds.filter(
  (kind) => kind !== "reconcile" && kind !== "reconcile-overlapping",
);

/** The exchange changes the position mode only where no order is open. */
const kindsWithOpenOrder: ReadonlySet<Kind> = new Set([
  "fill-order",
  "cancel-by-exchange",
  "trigger-order",
]);

function isPossible(first: Kind, second: Kind): boolean {
  if (second === "set-position-mode") return first !== "add-order";
  return first !== "set-position-mode" || !kindsWithOpenOrder.has(second);
}

/** Every entry that a campaign of sequences must reach, with its minimum share. */
export const requiredEntries: ReadonlyMap<string, number> = new Map(listEntries());

function* listEntries(): Generator<readonly [name: string, share: number]> {
  for (const kind of stepKinds) yield [kind, leastShares.kind];
  for (const name of namesOfParts) yield [name, leastShares.part];
  for (const first of stepKinds) {
    for (const second of stepKinds) {
      if (isPossible(first, second)) yield [`${first} > ${second}`, shareOfPair(first, second)];
    }
  }
  for (const fault of portFaultKinds) {
    for (const kind of stepKinds) {
      // A call without effect leaves something open, and then the exchange rejects a change of the mode.
      const share = kind === "set-position-mode" ? leastShares.portBetween : leastShares.portBefore;
      yield [`port ${fault}, before ${kind}`, share];
    }
    for (const before of kindsBeforeACall) {
      // The snapshot before the step is mostly too old, or from the future, once the clock is set.
      const share = before === "set-clock" ? leastShares.portBetween : leastShares.portAfter;
      yield [`port ${fault}, after ${before}`, share];
      for (const after of stepKinds) {
        const name = `port ${fault}, ${before} > reconcile > ${after}`;
        yield [name, leastShares.portBetween];
      }
    }
  }
  yield* Object.entries(allShares);
}

/** Counts each entry once per sequence. A step that was not executed is not counted. */
export class TransitionCounter {
  readonly #counts = new Uint32Array(names.length);
  /** The number of the sequence that counted the entry last: a set for each sequence would cost more. */
  readonly #countedIn = new Uint32Array(names.length);
  #sequences = 0;
  readonly #countSituation = (situation: Situation | InstanceSituation) =>
    this.#count(firstSituation + situations.indexOf(situation));

  record(observed: Case): void {
    this.#sequences += 1;
    const { scenario, observation } = observed;
    const { trace, portCalls } = observation;
    findSituations(observed, this.#countSituation);
    if (observation.interactions.length > 0) {
      findInstanceSituations(observation, this.#countSituation);
    }
    const executed = executedSteps(scenario.steps, trace);
    for (const { place } of trace) {
      const step = scenario.steps[place];
      if (step?.kind !== "snapshot") continue;
      this.#count(entry.orders(step.orders));
      this.#count(entry.positions(step.positions));
    }
    let [run, call] = [-1, 0];
    for (let at = 0; at < executed.length; at += 1) {
      const [before, step, after] = [executed[at - 1], executed[at], executed[at + 1]];
      if (step === undefined) continue;
      this.#count(step);
      if (before !== undefined) this.#count(entry.pair(before, step));
      if (step === overlapping) {
        run += 2;
        // Those of the two runs may be mixed.
        while ((portCalls[call]?.run ?? run + 1) <= run) call += 1;
        continue;
      }
      if (step !== reconcile) continue;
      run += 1;
      // Port calls are recorded run by run.
      for (; portCalls[call]?.run === run; call += 1) {
        const fault = faultNumbers.get(portCalls[call]?.fault ?? null);
        if (fault === undefined) continue;
        if (before !== undefined) this.#count(entry.portAfter(fault, before));
        if (after !== undefined) this.#count(entry.portBefore(fault, after));
        if (before !== undefined && after !== undefined) {
          this.#count(entry.portBetween(fault, before, after));
        }
      }
    }
  }

  #count(number: number): void {
    if (this.#countedIn[number] === this.#sequences) return;
    this.#countedIn[number] = this.#sequences;
    this.#counts[number] = (this.#counts[number] ?? 0) + 1;
  }

  /** The sequences with each entry, by its name, without entries that none has. */
  byName(): Record<string, number> {
    const counted = names.map((name, number) => [name, this.#counts[number] ?? 0] as const);
    return Object.fromEntries(counted.filter(([, count]) => count > 0));
  }
}

/** The numbers of their kinds. */
function executedSteps(
  planned: Scenario["steps"],
  trace: Case["observation"]["trace"],
): readonly number[] {
  const isTraced: boolean[] = [];
  for (const { place } of trace) isTraced[place] = true;
  const executed: number[] = [];
  for (let place = 0; place < planned.length; place += 1) {
    const kind = planned[place]?.kind;
    const number = kind === undefined ? undefined : stepNumbers.get(kind);
    if (number === undefined) continue;
    if (number === reconcile || number === overlapping || isTraced[place] === true)
      executed.push(number);
  }
  return executed;
}
