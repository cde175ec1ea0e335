/** Runs the cases of one batch, judges each by every property, and shrinks the failures. */
import type { ObservedRun } from "../domain/run-report.ts";
import { isSequence, type Scenario } from "../scenario/scenario.ts";
import type { SkippedProperty } from "./skipped-property.ts";
import { judgeCase, type JudgedCase } from "./judge-case.ts";
import type { Case, Property, Violation } from "../../properties/property.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { caseName, scenariosOf, type Batch, type CasePlan } from "./batch.ts";
import { emptyResult, increment, type BatchResult } from "./batch-result.ts";
import { labelsOf } from "./coverage.ts";
import { recordTransitions } from "./transition-coverage.ts";
import { findIrrelevantFields } from "./shrink/irrelevant-fields.ts";
import { shrink } from "./shrink/shrink.ts";

export type CampaignContext = {
  readonly plan: CasePlan;
  readonly target: Target;
  readonly properties: readonly Property[];
  readonly skippedProperties: readonly SkippedProperty[];
  /** One line for every so many cases; 0 for no lines. */
  readonly linesEvery: number;
};

/** A failure before it is shrunk. One found while another was shrunk starts with the shrink path of that one. */
type PendingFailure = {
  readonly scenario: Scenario;
  readonly first: Scenario;
  readonly caseName: string;
  readonly path: string;
  readonly violation: Violation;
};

export type BatchOutcome = {
  readonly result: BatchResult;
  /** One JSON line for each case that `linesEvery` selects. */
  readonly lines: readonly string[];
  readonly isDisabled: boolean;
};

export async function runBatch(batch: Batch, context: CampaignContext): Promise<BatchOutcome> {
  const { properties, plan, target, linesEvery } = context;
  const lines: string[] = [];
  const result = emptyResult(properties.map(({ name }) => name));
  const pending = new Map<string, PendingFailure>();
  let index = 0;
  for (const scenario of scenariosOf(batch, plan)) {
    const name = caseName(batch, index);
    index += 1;
    result.cases[batch.phase] += 1;
    const { phase } = batch;
    const sampling = phase === "regressions" ? "every" : { number: batch.start + index, phase };
    const judged = await judgeCase(scenario, target, properties, sampling);
    tally(judged, properties, result);
    recordMaximums(judged.observed, result.maximums);
    if (judged.targetError === null) {
      label(judged.observed, await groundTruth(judged.observed, target), batch, name, result);
    } else countTargetError(judged.targetError.message, result);
    if (phase === "sequences") recordTransitions(judged.observed, result.transitions);
    const failed = violationsOf(judged, properties);
    if (linesEvery > 0 && (batch.start + index) % linesEvery === 0) {
      lines.push(describeCase(name, judged.observed, [...failed.keys()]));
    }
    for (const [fingerprint, violation] of failed) {
      increment(result.failureCounts, fingerprint);
      if (pending.has(fingerprint)) continue;
      pending.set(fingerprint, { scenario, first: scenario, caseName: name, path: "", violation });
    }
    if (target.isDisabled?.() === true) break;
  }
  await shrinkAll(pending, batch, context, result);
  return { result, lines, isDisabled: target.isDisabled?.() === true };
}

function describeCase(name: string, observed: Case, failed: readonly string[]): string {
  const { runs, portCalls } = observed.observation;
  const labels = [...labelsOf(observed, runs)].toSorted();
  const modes = runs.map(({ mode }) => mode);
  return JSON.stringify({ case: name, modes, portCalls: portCalls.length, labels, failed });
}

function tally(
  { verdicts }: JudgedCase,
  properties: readonly Property[],
  { tallies }: BatchResult,
): void {
  for (const [index, { kind }] of verdicts.entries()) {
    increment(tallies[properties[index]?.name ?? ""] ?? {}, kind);
  }
}

function recordMaximums(
  { scenario, observation: { runContexts, portCalls } }: Case,
  maximums: BatchResult["maximums"],
): void {
  const record = (name: keyof typeof maximums, value: number) => {
    maximums[name] = Math.max(maximums[name], value);
  };
  if (isSequence(scenario)) record("stepsInSequence", scenario.steps.length);
  record("ordersInBook", scenario.exchange.orders.length);
  for (const { snapshot } of runContexts) {
    if ("items" in snapshot.orders) record("ordersInBook", snapshot.orders.items.length);
  }
  // Port calls are recorded run by run.
  let [run, calls] = [-1, 0];
  for (const call of portCalls) {
    calls = call.run === run ? calls + 1 : 1;
    run = call.run;
    record("portCallsInRun", calls);
  }
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
  return (await runScenario(scenario, shippedPipeline)).runs;
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
    if ((examples[found]?.size ?? Number.POSITIVE_INFINITY) <= size) continue;
    examples[found] = { case: name, batch: batch.number, size, scenario };
  }
}

/** The number of entities and steps. */
export function sizeOf({ expected, exchange, steps }: Scenario): number {
  const lists = [expected.orders, expected.positions, exchange.orders, exchange.positions, steps];
  return lists.reduce((sum, list) => sum + list.length, 0);
}

function violationsOf(
  { verdicts }: JudgedCase,
  properties: readonly Property[],
): ReadonlyMap<string, Violation> {
  const violations = new Map<string, Violation>();
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict.kind !== "fail") continue;
    violations.set(`${properties[index]?.name ?? ""}/${verdict.check}`, verdict.violation);
  }
  return violations;
}

/** Each costs seconds, so the shrinking of one failure ends after this many: counted, to be repeatable. */
const timeoutsMax = 12;

/** Shrinks each failure, and after it those that appeared only while it was shrunk. */
async function shrinkAll(
  pending: Map<string, PendingFailure>,
  batch: Batch,
  { properties, target }: CampaignContext,
  result: BatchResult,
): Promise<void> {
  let timeouts = 0;
  const judge = async (scenario: Scenario, bound = timeoutsMax) => {
    if (timeouts >= bound) return new Map<string, Violation>();
    const judged = await judgeCase(scenario, target, properties);
    if (judged.targetError?.kind === "time-out") timeouts += 1;
    return violationsOf(judged, properties);
  };
  // A Map iterates over entries that are added during the iteration.
  for (const [fingerprint, failure] of pending) {
    timeouts = 0;
    const { scenario, first, caseName: name, path: start } = failure;
    let { violation } = failure;
    const stillFails = async (candidate: Scenario, path: string): Promise<boolean> => {
      const failed = await judge(candidate);
      for (const [other, seen] of failed) {
        if (pending.has(other)) continue;
        pending.set(other, { ...failure, scenario: candidate, path, violation: seen });
      }
      violation = failed.get(fingerprint) ?? violation;
      return failed.has(fingerprint);
    };
    // A variant is no shrink, so no shrink path leads to other failures of it.
    const fails = async (variant: Scenario): Promise<boolean> =>
      (await judge(variant)).has(fingerprint);
    const shrunk = await shrink(scenario, start, stillFails, first);
    const again = await judge(shrunk.scenario, Number.POSITIVE_INFINITY);
    if (!again.has(fingerprint)) {
      countTargetError(`flaky: ${fingerprint} does not fail twice on ${name}`, result);
      continue;
    }
    const [property = "", check = ""] = fingerprint.split("/");
    result.failures[fingerprint] = {
      property,
      check,
      violation,
      batch: batch.number,
      case: name,
      shrinkPath: shrunk.path,
      shrinks: shrunk.shrinks,
      scenario: shrunk.scenario,
      irrelevantFields: await findIrrelevantFields(shrunk.scenario, fails),
    };
  }
}
