/** Runs the cases of one batch, judges each by every property, and shrinks what failed. */
import type { ObservedRun } from "../domain/run-report.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { SkippedProperty } from "./skipped-property.ts";
import { judgeCase } from "./judge-case.ts";
import type { Sampling, JudgedCase } from "./judge-case.ts";
import type { Property, Violation } from "../../properties/property.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import type { Target } from "../simulation/target.ts";
import { caseName, scenariosOf } from "./batch.ts";
import type { Batch, CasePlan } from "./batch.ts";
import { emptyResult } from "./batch-result.ts";
import type { BatchResult, Example } from "./batch-result.ts";
import { labelsOf } from "./coverage.ts";
import { recordTransitions } from "./transition-coverage.ts";
import { findIrrelevantFields } from "./shrink/irrelevant-fields.ts";
import { shrink } from "./shrink/shrink.ts";

export type CampaignContext = {
  readonly plan: CasePlan;
  readonly target: Target;
  readonly properties: readonly Property[];
  /** Properties that need what the target does not report. */
  readonly skippedProperties: readonly SkippedProperty[];
  /** Every how many cases of a batch one is told as a line; 0 for none. */
  readonly linesEvery: number;
};

/**
 * A failure as it was met, before it is made small. One that was met while another was made small has
 * the other's way there as the first part of its own.
 */
type PendingFailure = {
  readonly scenario: Scenario;
  /** As it was generated. */
  readonly first: Scenario;
  readonly caseName: string;
  readonly path: string;
  readonly violation: Violation;
};

export type BatchOutcome = {
  readonly result: BatchResult;
  /** One JSON line a case, of those that were sampled. */
  readonly lines: readonly string[];
  /** Whether the target was given up on the way. */
  readonly isDisabled: boolean;
};

export async function runBatch(batch: Batch, context: CampaignContext): Promise<BatchOutcome> {
  const { properties, plan, target, linesEvery } = context;
  const lines: string[] = [];
  const result = emptyResult(properties.map(({ name }) => name));
  const met = new Map<string, PendingFailure>();
  let index = 0;
  for (const scenario of scenariosOf(batch, plan)) {
    const name = caseName(batch, index);
    index += 1;
    result.cases[batch.phase] += 1;
    const sampling = samplingOf(batch, index);
    const judged = await judgeCase(scenario, target, properties, sampling);
    tally(judged, properties, result);
    if (judged.targetError === null)
      label(judged, await groundTruth(judged, target), batch, name, result);
    else countTargetError(judged.targetError, result);
    if (batch.phase === "sequences") recordTransitions(judged.observed, result.transitions);
    const broken = breaksOf(judged, properties);
    if (linesEvery > 0 && (batch.start + index) % linesEvery === 0)
      lines.push(describeCase(name, judged, [...broken.keys()]));
    for (const [fingerprint, violation] of broken) {
      result.failureCounts[fingerprint] = (result.failureCounts[fingerprint] ?? 0) + 1;
      if (met.has(fingerprint)) continue;
      met.set(fingerprint, { scenario, first: scenario, caseName: name, path: "", violation });
    }
    if (target.isDisabled?.() === true) break;
  }
  await shrinkAll(met, batch, context, result);
  return { result, lines, isDisabled: target.isDisabled?.() === true };
}

function samplingOf({ phase, start }: Batch, index: number): Sampling {
  return phase === "regressions" ? "every" : { number: start + index, phase };
}

function describeCase(name: string, { observed }: JudgedCase, broken: readonly string[]): string {
  const modes = observed.observation.runs.map(({ mode }) => mode);
  const portCalls = observed.observation.portCalls.length;
  const labels = [...labelsOf(observed, observed.observation.runs)].toSorted();
  return JSON.stringify({ case: name, modes, portCalls, labels, broken });
}

function tally(
  { verdicts }: JudgedCase,
  properties: readonly Property[],
  result: BatchResult,
): void {
  for (const [index, { kind }] of verdicts.entries()) {
    const counts = result.tallies[properties[index]?.name ?? ""];
    if (counts !== undefined) counts[kind] += 1;
  }
}

/** Every way in which a target breaks is told, up to a number that a person can read. */
function countTargetError(message: string, { targetErrors }: BatchResult): void {
  const isNew = targetErrors[message] === undefined;
  const told = isNew && Object.keys(targetErrors).length >= targetErrorsMax ? otherErrors : message;
  targetErrors[told] = (targetErrors[told] ?? 0) + 1;
}

const targetErrorsMax = 10;
const otherErrors = "in other ways";

/**
 * What there was to find. Our pipeline tells it where a target does not report everything: a target that says
 * nothing of rejectedParts snapshots is shown them all the same.
 */
async function groundTruth(
  { observed: { scenario, observation } }: JudgedCase,
  { reports }: Target,
): Promise<readonly ObservedRun[]> {
  if (reports === undefined) return observation.runs;
  return (await runScenario(scenario, shippedPipeline)).runs;
}

function label(
  { observed }: JudgedCase,
  findings: readonly ObservedRun[],
  batch: Batch,
  name: string,
  result: BatchResult,
): void {
  const { scenario } = observed;
  const size = sizeOf(scenario);
  for (const found of labelsOf(observed, findings)) {
    if (batch.phase === "random") result.labels[found] = (result.labels[found] ?? 0) + 1;
    const minimalSize = result.examples[found];
    if (minimalSize !== undefined && minimalSize.size <= size) continue;
    const example: Example = { case: name, batch: batch.number, size, scenario };
    result.examples[found] = example;
  }
}

/** Entities and steps together. */
export function sizeOf({ expected, exchange, steps }: Scenario): number {
  const lists = [expected.orders, expected.positions, exchange.orders, exchange.positions, steps];
  return lists.reduce((sum, list) => sum + list.length, 0);
}

/** What targetError, by fingerprint. */
function breaksOf(
  { verdicts }: JudgedCase,
  properties: readonly Property[],
): ReadonlyMap<string, Violation> {
  const broken = new Map<string, Violation>();
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict.kind !== "fail") continue;
    broken.set(`${properties[index]?.name ?? ""}/${verdict.check}`, verdict.violation);
  }
  return broken;
}

/** Bugs that are met while another one is made small are made small after it. */
async function shrinkAll(
  met: Map<string, PendingFailure>,
  batch: Batch,
  { properties, target }: CampaignContext,
  result: BatchResult,
): Promise<void> {
  const judge = async (scenario: Scenario): Promise<ReadonlyMap<string, Violation>> =>
    breaksOf(await judgeCase(scenario, target, properties), properties);
  // A Map hands out entries that are added while it is walked.
  for (const [fingerprint, seenFirst] of met) {
    const { scenario, first, caseName: name, path: start } = seenFirst;
    let { violation } = seenFirst;
    const stillFails = async (candidate: Scenario, path: string): Promise<boolean> => {
      const broken = await judge(candidate);
      for (const [other, seen] of broken) {
        if (met.has(other)) continue;
        met.set(other, { scenario: candidate, first, caseName: name, path, violation: seen });
      }
      violation = broken.get(fingerprint) ?? violation;
      return broken.has(fingerprint);
    };
    // A variant is no simplification, so no path leads to what is met on it.
    const breaks = async (variant: Scenario): Promise<boolean> =>
      (await judge(variant)).has(fingerprint);
    const shrunk = await shrink(scenario, start, stillFails, first);
    // A target that was lost on the way cannot be asked again; what was seen of it stands.
    if (!(await breaks(shrunk.scenario)) && target.isDisabled?.() !== true) {
      countTargetError(`${fingerprint} does not fail twice on ${name}`, result);
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
      irrelevantFields: await findIrrelevantFields(shrunk.scenario, breaks),
    };
  }
}
