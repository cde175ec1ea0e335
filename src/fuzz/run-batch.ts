/** Runs the cases of one batch, judges each by every property, and shrinks the failures. */
import { mostCallsInARun, type PortCall } from "../domain/port-call.ts";
import type { ObservedRun } from "../domain/run-report.ts";
import { isSequence, withoutStreamFaults } from "../scenario/scenario.ts";
import { sizeOf } from "../scenario/size.ts";
import type { SkippedProperty } from "./skipped-property.ts";
import { judgeCase, type JudgedCase } from "./judge-case.ts";
import type { Case, Property } from "../../properties/property.ts";
import { judgedWithin } from "../../properties/rules/within-profile.ts";
import {
  failOutsideRun,
  portCallsHappenInsideARun,
} from "../../properties/port-calls-happen-inside-a-run.ts";
import { takeLateCalls } from "../simulation/calls-outside-runs.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { askAgain, isAskedTwice, recordSecondAnswer } from "./ask-twice.ts";
import { caseName, scenariosOf, type Batch, type CasePlan } from "./batch.ts";
import { casesOf, emptyResult, increment } from "./batch-result.ts";
import type { BatchResult, Failure, Tally } from "./batch-result.ts";
import { Checkpoint, Turns } from "./checkpoint.ts";
import { labelsOf } from "./coverage.ts";
import { countGateCase } from "./gate-cases.ts";
import { failedChecks, fingerprintOf, knownFailures, type FailedCheck } from "./fingerprint.ts";
import type { Limits, StopReason } from "./limits.ts";
import { MetFailures } from "./met-failures.ts";
import { ObservationLines, type ObservationPlan } from "./observations.ts";
import { PairCounter } from "./theme-pairs.ts";
import { TransitionCounter } from "./transition-coverage.ts";
import type { SkippedRegressions } from "./undeclared-parts.ts";
import type { SkippedCheck } from "./where-checks-fail.ts";

export type CampaignContext = {
  readonly plan: CasePlan;
  readonly target: Target;
  readonly properties: readonly Property[];
  readonly skippedProperties: readonly SkippedProperty[];
  readonly skippedChecks: readonly SkippedCheck[];
  readonly skippedRegressions: SkippedRegressions;
  /** One line for every so many cases; 0 for no lines. */
  readonly linesEvery: number;
  /** Null: no observations. */
  readonly observations: ObservationPlan | null;
  /** Names of saved failures: those that they explain are counted, and neither shrunk nor saved again. */
  readonly known: readonly string[];
};

export type BatchOutcome = {
  readonly result: BatchResult;
  /** One JSON line for each case that `linesEvery` selects. */
  readonly lines: readonly string[];
  /** One JSON line for each case and property that the plan of observations selects. */
  readonly observations: readonly string[];
  readonly isDisabled: boolean;
  /** Why it ended before its last case or before all failures were shrunk, or null. */
  readonly stopped: StopReason | null;
};

/** `shrunk` has the fingerprints of failures in earlier batches. */
export type BatchRunner = (batch: Batch, shrunk: readonly string[]) => Promise<BatchOutcome>;

/** Called with each failure when it is found, before it is shrunk. */
export type OnFound = (failure: Failure) => void;

/** Runs batches in the order of their numbers; with a time limit, those of different phases in turn. */
export function batchRunner(
  context: CampaignContext,
  limits: Limits,
  onFound: OnFound,
): BatchRunner {
  const shrunk = new Set<string>();
  const turns = new Turns();
  return async (batch, shrunkElsewhere) => {
    for (const fingerprint of shrunkElsewhere) shrunk.add(fingerprint);
    await turns.take();
    try {
      const checkpoint = new Checkpoint(limits, turns, batch.phase);
      return await runBatch(batch, context, shrunk, { checkpoint, onFound });
    } finally {
      turns.release();
    }
  };
}

export type BatchControl = { readonly checkpoint: Checkpoint; readonly onFound: OnFound };

const uncontrolled = (): BatchControl => {
  return { checkpoint: Checkpoint.unlimited(), onFound: () => undefined };
};

/**
 * `shrunk` has the fingerprints that an earlier batch shrank, and gets those of this one. Only the failure of
 * the earliest batch is reported, so a later one needs no shrinking.
 */
export async function runBatch(
  batch: Batch,
  context: CampaignContext,
  shrunk = new Set<string>(),
  { checkpoint, onFound }: BatchControl = uncontrolled(),
): Promise<BatchOutcome> {
  const { properties, plan, target, linesEvery } = context;
  const { phase } = batch;
  const lines: string[] = [];
  const observations = new ObservationLines(context.observations, properties);
  const result = emptyResult(properties.map(({ name }) => name));
  const tallies = Object.values(result.tallies);
  const met = new MetFailures(shrunk, knownFailures(context.known), onFound);
  const reached = new ReachedCounter(batch.phase);
  const isStopped = () => checkpoint.isStopped();
  let index = 0;
  for (const scenario of scenariosOf(batch, plan)) {
    if (isStopped()) break;
    const name = caseName(batch, index);
    const sampling = phase === "regressions" ? "every" : { number: batch.start + index + 1, phase };
    observations.start();
    const judged = await judgeCase(scenario, target, properties, sampling, isStopped);
    if (checkpoint.isAborted()) break;
    const asksTwice = isAskedTwice(batch.start + index) && judged.targetError === null;
    index += 1;
    result.cases[phase] += 1;
    tally(judged, tallies);
    recordMaximums(judged.observed, result.maximums);
    if (judged.targetError === null) {
      label(judged.observed, await groundTruth(judged.observed, target), batch, name, result);
    } else countTargetError(judged.targetError.message, result);
    reached.record(judged);
    const failed = failedChecks(judged.verdicts, properties);
    if (phase === "enumeration") {
      countGateCase(judged.observed, failed.length > 0, result.gateCases);
    }
    if (linesEvery > 0 && (batch.start + index) % linesEvery === 0) {
      lines.push(describeCase(name, judged.observed, failed.map(fingerprintOf)));
    }
    observations.add(judged, name, phase, batch.start + index);
    const place = { batch: batch.number, case: name };
    const late = lateFailures(context);
    keepFailures(met, failed, { scenario, ...place }, judged.observed.observation.portCalls);
    for (const check of late) met.keep(check, { scenario: check.scenario, ...place }, []);
    // A case may make many late calls.
    const names = new Set([...failed, ...late].map(fingerprintOf));
    for (const fingerprint of names) increment(result.failureCounts, fingerprint);
    if (asksTwice && !checkpoint.isStopped()) {
      const second = await askAgain(judged.observed, target, properties);
      if (checkpoint.isAborted()) break;
      recordSecondAnswer(second, place, result);
      const { portCalls } = second.observed.observation;
      // Only the first answer is counted, but no failure of the second one is lost.
      keepFailures(met, second.failed, { scenario, ...place }, portCalls);
    }
    if (target.isDisabled?.() === true) break;
    await checkpoint.pass();
    // With a time limit the batch may not reach its end.
    if (checkpoint.hasDeadline) await met.shrinkAll(context, result, checkpoint);
  }
  reached.addTo(result);
  await met.shrinkAll(context, result, checkpoint);
  countAfterCases(result, lateFailures(context).map(fingerprintOf));
  const isCut = index < batch.cases || !met.isEmpty;
  const stopped = isCut ? checkpoint.stopReason() : null;
  const isDisabled = target.isDisabled?.() === true;
  return { result, lines, observations: observations.lines, isDisabled, stopped };
}

function keepFailures(
  met: MetFailures,
  failed: readonly FailedCheck[],
  place: Pick<Failure, "scenario" | "batch" | "case">,
  portCalls: readonly PortCall[],
): void {
  for (const check of failed) met.keep(check, place, portCalls);
}

/** Counts what generated cases reach: transitions of sequences, and pairs of theme and fault. */
class ReachedCounter {
  readonly #phase: Batch["phase"];
  readonly #transitions = new TransitionCounter();
  readonly #pairs = new PairCounter();

  constructor(phase: Batch["phase"]) {
    this.#phase = phase;
  }

  record({ observed, targetError }: JudgedCase): void {
    if (this.#phase === "sequences") this.#transitions.record(observed);
    else if (this.#phase !== "random") return;
    if (targetError === null) this.#pairs.record(observed);
  }

  addTo({ transitions, pairs }: BatchResult): void {
    Object.assign(transitions, this.#transitions.byName());
    Object.assign(pairs, this.#pairs.byName());
  }
}

/** Port calls that came after their case was judged: failures of its scenario. */
export function lateFailures({ target, properties }: CampaignContext) {
  return takeLateCalls(target).flatMap(({ scenario, ...call }) => {
    const { name } = portCallsHappenInsideARun;
    const verdicts = [judgedWithin(target.profile, name, () => failOutsideRun(call))];
    const judging = properties.filter((property) => property === portCallsHappenInsideARun);
    return judging.length === 0
      ? []
      : failedChecks(verdicts, judging).map((found) => ({ ...found, scenario }));
  });
}

/** Counts failures that came after the last case as failures of one case. */
export function countAfterCases(result: BatchResult, fingerprints: readonly string[]): void {
  const most = Math.max(1, casesOf(result));
  for (const fingerprint of new Set(fingerprints)) {
    if ((result.failureCounts[fingerprint] ?? 0) >= most) continue;
    increment(result.failureCounts, fingerprint);
  }
}

function describeCase(name: string, observed: Case, failed: readonly string[]): string {
  const { runs, portCalls } = observed.observation;
  const labels = [...labelsOf(observed, runs)].toSorted();
  const modes = runs.map(({ mode }) => mode);
  return JSON.stringify({ case: name, modes, portCalls: portCalls.length, labels, failed });
}

/** `tallies` are in the order of the verdicts. */
function tally({ verdicts }: JudgedCase, tallies: readonly Tally[]): void {
  for (const [index, { kind }] of verdicts.entries()) {
    const counts = tallies[index];
    if (counts !== undefined) counts[kind] += 1;
  }
}

function recordMaximums(
  { scenario, observation: { runContexts, portCalls } }: Case,
  maximums: BatchResult["maximums"],
): void {
  if (isSequence(scenario)) {
    maximums.stepsInSequence = Math.max(maximums.stepsInSequence, scenario.steps.length);
  }
  let orders = scenario.exchange.orders.length;
  for (const { snapshot } of runContexts) {
    if (snapshot.orders.status === "failed") continue;
    const { items } = snapshot.orders;
    // A list may show an order twice.
    if (items.length <= orders) continue;
    orders = Math.max(orders, new Set(items.map(({ clientOrderId: id }) => id)).size);
  }
  maximums.ordersInBook = Math.max(maximums.ordersInBook, orders);
  maximums.portCallsInRun = Math.max(maximums.portCallsInRun, mostCallsInARun(portCalls));
}

const targetErrorsMax = 10;

/** Counts the errors of a target by their message, up to a number of messages that a person can read. */
function countTargetError(message: string, { targetErrors }: BatchResult): void {
  const isNew = targetErrors[message] === undefined;
  const isFull = isNew && Object.keys(targetErrors).length >= targetErrorsMax;
  increment(targetErrors, isFull ? "other errors" : message);
}

/** The runs that hold the mismatches of the case. The reference pipeline finds them where a target reports less. */
async function groundTruth(
  { scenario, observation }: Case,
  { reports }: Target,
): Promise<readonly ObservedRun[]> {
  if (reports === undefined) return observation.runs;
  // They change nothing of what is to be done.
  return (await runScenario(withoutStreamFaults(scenario), shippedPipeline)).runs;
}

function label(
  observed: Case,
  runs: readonly ObservedRun[],
  batch: Batch,
  name: string,
  { labels, examples }: BatchResult,
): void {
  const { scenario } = observed;
  const size = sizeOf(scenario);
  for (const found of labelsOf(observed, runs)) {
    if (batch.phase === "random") increment(labels, found);
    const example = examples[found];
    if (example !== undefined && example.size <= size) continue;
    examples[found] = { case: name, batch: batch.number, size, scenario };
  }
}
