/** Runs the cases of one block, judges each by every property, and shrinks what failed. */
import type { ObservedRun } from "../domain/run-report.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { LeftOut } from "./skipped-property.ts";
import { judgeCase } from "./judge-case.ts";
import type { Draw, JudgedCase } from "./judge-case.ts";
import type { Property, Witness } from "../../properties/property.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import type { Target } from "../simulation/target.ts";
import { caseName, scenariosOf } from "./batch.ts";
import type { Block, CasePlan } from "./batch.ts";
import { emptyResult } from "./batch-result.ts";
import type { BlockResult, Example } from "./batch-result.ts";
import { labelsOf } from "./coverage.ts";
import { recordHistory } from "./transition-coverage.ts";
import { findIndifferentParts } from "./shrink/irrelevant-fields.ts";
import { shrink } from "./shrink/shrink.ts";

export type CampaignContext = {
  readonly plan: CasePlan;
  readonly target: Target;
  readonly properties: readonly Property[];
  /** Properties that need what the target does not report. */
  readonly leftOut: readonly LeftOut[];
  /** Every how many cases of a block one is told as a line; 0 for none. */
  readonly linesEvery: number;
};

/**
 * A failure as it was met, before it is made small. One that was met while another was made small has
 * the other's way there as the first part of its own.
 */
type Met = {
  readonly scenario: Scenario;
  /** As it was generated. */
  readonly first: Scenario;
  readonly caseName: string;
  readonly path: string;
  readonly witness: Witness;
};

export type BlockOutcome = {
  readonly result: BlockResult;
  /** One JSON line a case, of those that were sampled. */
  readonly lines: readonly string[];
  /** Whether the target was given up on the way. */
  readonly isLost: boolean;
};

export async function runBlock(block: Block, context: CampaignContext): Promise<BlockOutcome> {
  const { properties, plan, target, linesEvery } = context;
  const lines: string[] = [];
  const result = emptyResult(properties.map(({ name }) => name));
  const met = new Map<string, Met>();
  let index = 0;
  for (const scenario of scenariosOf(block, plan)) {
    const name = caseName(block, index);
    index += 1;
    result.cases[block.phase] += 1;
    const draw = drawOf(block, index);
    const judged = await judgeCase(scenario, target, properties, draw);
    tally(judged, properties, result);
    if (judged.broke === null) label(judged, await findingsOf(judged, target), block, name, result);
    else recordTargetError(judged.broke, result);
    if (block.phase === "histories") recordHistory(judged.observed, result.ledger);
    const broken = breaksOf(judged, properties);
    if (linesEvery > 0 && (block.start + index) % linesEvery === 0)
      lines.push(describeCase(name, judged, [...broken.keys()]));
    for (const [fingerprint, witness] of broken) {
      result.failing[fingerprint] = (result.failing[fingerprint] ?? 0) + 1;
      if (met.has(fingerprint)) continue;
      met.set(fingerprint, { scenario, first: scenario, caseName: name, path: "", witness });
    }
    if (target.isLost?.() === true) break;
  }
  await shrinkAll(met, block, context, result);
  return { result, lines, isLost: target.isLost?.() === true };
}

function drawOf({ phase, start }: Block, index: number): Draw {
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
  result: BlockResult,
): void {
  for (const [index, { verdict }] of verdicts.entries()) {
    const counts = result.tallies[properties[index]?.name ?? ""];
    if (counts === undefined) continue;
    if (verdict === "not_applicable") counts.premiseUnmet += 1;
    else if (verdict === "not_drawn") counts.notDrawn += 1;
    else if (verdict === "target_broke") counts.discarded += 1;
    else counts.judged += 1;
  }
}

/** Every way in which a target breaks is told, up to a number that a person can read. */
function recordTargetError(message: string, { targetErrors }: BlockResult): void {
  const isNew = targetErrors[message] === undefined;
  const told = isNew && Object.keys(targetErrors).length >= targetErrorsMax ? otherErrors : message;
  targetErrors[told] = (targetErrors[told] ?? 0) + 1;
}

const targetErrorsMax = 10;
const otherErrors = "in other ways";

/**
 * What there was to find. Our pipeline tells it where a target does not report everything: a target that says
 * nothing of unreadable snapshots is shown them all the same.
 */
async function findingsOf(
  { observed: { scenario, observation } }: JudgedCase,
  { reports }: Target,
): Promise<readonly ObservedRun[]> {
  if (reports === undefined) return observation.runs;
  return (await runScenario(scenario, shippedPipeline)).runs;
}

function label(
  { observed }: JudgedCase,
  findings: readonly ObservedRun[],
  block: Block,
  name: string,
  result: BlockResult,
): void {
  const { scenario } = observed;
  const size = sizeOf(scenario);
  for (const found of labelsOf(observed, findings)) {
    if (block.phase === "random") result.labels[found] = (result.labels[found] ?? 0) + 1;
    const smallest = result.examples[found];
    if (smallest !== undefined && smallest.size <= size) continue;
    const example: Example = { case: name, block: block.number, size, scenario };
    result.examples[found] = example;
  }
}

/** Entities and steps together. */
export function sizeOf({ expected, exchange, steps }: Scenario): number {
  const lists = [expected.orders, expected.positions, exchange.orders, exchange.positions, steps];
  return lists.reduce((sum, list) => sum + list.length, 0);
}

/** What broke, by fingerprint. */
function breaksOf(
  { verdicts }: JudgedCase,
  properties: readonly Property[],
): ReadonlyMap<string, Witness> {
  const broken = new Map<string, Witness>();
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict.verdict !== "fails") continue;
    broken.set(`${properties[index]?.name ?? ""}/${verdict.claim}`, verdict.witness);
  }
  return broken;
}

/** Bugs that are met while another one is made small are made small after it. */
async function shrinkAll(
  met: Map<string, Met>,
  block: Block,
  { properties, target }: CampaignContext,
  result: BlockResult,
): Promise<void> {
  const judge = async (scenario: Scenario): Promise<ReadonlyMap<string, Witness>> =>
    breaksOf(await judgeCase(scenario, target, properties), properties);
  // A Map hands out entries that are added while it is walked.
  for (const [fingerprint, seenFirst] of met) {
    const { scenario, first, caseName: name, path: start } = seenFirst;
    let { witness } = seenFirst;
    const stillFails = async (candidate: Scenario, path: string): Promise<boolean> => {
      const broken = await judge(candidate);
      for (const [other, seen] of broken) {
        if (met.has(other)) continue;
        met.set(other, { scenario: candidate, first, caseName: name, path, witness: seen });
      }
      witness = broken.get(fingerprint) ?? witness;
      return broken.has(fingerprint);
    };
    // A variant is no simplification, so no path leads to what is met on it.
    const breaks = async (variant: Scenario): Promise<boolean> =>
      (await judge(variant)).has(fingerprint);
    const shrunk = await shrink(scenario, start, stillFails, first);
    // A target that was lost on the way cannot be asked again; what was seen of it stands.
    if (!(await breaks(shrunk.scenario)) && target.isLost?.() !== true) {
      recordTargetError(`${fingerprint} does not fail twice on ${name}`, result);
      continue;
    }
    const [property = "", claim = ""] = fingerprint.split("/");
    result.failures[fingerprint] = {
      property,
      claim,
      witness,
      block: block.number,
      case: name,
      path: shrunk.path,
      shrinks: shrunk.shrinks,
      scenario: shrunk.scenario,
      doesNotMatter: await findIndifferentParts(shrunk.scenario, breaks),
    };
  }
}
