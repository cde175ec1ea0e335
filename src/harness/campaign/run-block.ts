/** Runs the cases of one block, judges each by every property, and shrinks what failed. */
import type { Scenario } from "../../domain/scenario.ts";
import { judgeCase } from "../judge-case.ts";
import type { JudgedCase } from "../judge-case.ts";
import type { Property } from "../property.ts";
import type { Target } from "../target.ts";
import { caseName, scenariosOf } from "./block.ts";
import type { Block, CasePlan } from "./block.ts";
import { emptyResult } from "./block-result.ts";
import type { BlockResult, Example } from "./block-result.ts";
import { labelsOf } from "./coverage.ts";
import { findIndifferentParts } from "./indifferent-parts.ts";
import { shrink } from "./shrink.ts";

export type CampaignContext = {
  readonly plan: CasePlan;
  readonly target: Target;
  readonly properties: readonly Property[];
  /** Every how many cases of a block one is told as a line; 0 for none. */
  readonly linesEvery: number;
};

/**
 * A failure as it was met, before it is made small. One that was met while another was made small has
 * the other's way there as the first part of its own.
 */
type Met = { readonly scenario: Scenario; readonly caseName: string; readonly path: string };

export type BlockOutcome = {
  readonly result: BlockResult;
  /** One JSON line a case, of those that were sampled. */
  readonly lines: readonly string[];
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
    try {
      const draw = block.phase === "random" ? block.start + index : null;
      const judged = await judgeCase(scenario, target, properties, draw);
      tally(judged, properties, result);
      label(judged, block, name, result);
      const broken = fingerprintsOf(judged, properties);
      if (linesEvery > 0 && (block.start + index) % linesEvery === 0)
        lines.push(describeCase(name, judged, broken));
      for (const fingerprint of broken) {
        result.failing[fingerprint] = (result.failing[fingerprint] ?? 0) + 1;
        if (!met.has(fingerprint)) met.set(fingerprint, { scenario, caseName: name, path: "" });
      }
    } catch (error) {
      recordTargetError(error, result);
    }
  }
  await shrinkAll(met, block, context, result);
  return { result, lines };
}

function describeCase(name: string, { observed }: JudgedCase, broken: readonly string[]): string {
  const modes = observed.observation.runs.map(({ mode }) => mode);
  const portCalls = observed.observation.portCalls.length;
  const labels = [...labelsOf(observed)].toSorted();
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
    else counts.judged += 1;
  }
}

/** A target that throws has not been judged; the case counts as discarded for every property. */
function recordTargetError(error: unknown, result: BlockResult): void {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  result.targetErrors[message] = (result.targetErrors[message] ?? 0) + 1;
  for (const counts of Object.values(result.tallies)) counts.discarded += 1;
}

function label({ observed }: JudgedCase, block: Block, name: string, result: BlockResult): void {
  const { scenario } = observed;
  const size = sizeOf(scenario);
  for (const found of labelsOf(observed)) {
    if (block.phase === "random") result.labels[found] = (result.labels[found] ?? 0) + 1;
    const smallest = result.examples[found];
    if (smallest !== undefined && smallest.size <= size) continue;
    const example: Example = { case: name, block: block.number, size, scenario };
    result.examples[found] = example;
  }
}

function sizeOf({ expected, exchange, steps }: Scenario): number {
  const lists = [expected.orders, expected.positions, exchange.orders, exchange.positions, steps];
  return lists.reduce((sum, list) => sum + list.length, 0);
}

function fingerprintsOf({ verdicts }: JudgedCase, properties: readonly Property[]): string[] {
  return verdicts.flatMap((verdict, index) =>
    verdict.verdict === "fails" ? [`${properties[index]?.name ?? ""}/${verdict.claim}`] : [],
  );
}

/** Bugs that are met while another one is made small are made small after it. */
async function shrinkAll(
  met: Map<string, Met>,
  block: Block,
  { properties, target }: CampaignContext,
  result: BlockResult,
): Promise<void> {
  const judge = async (scenario: Scenario): Promise<JudgedCase | null> => {
    try {
      return await judgeCase(scenario, target, properties);
    } catch {
      return null;
    }
  };
  // A Map hands out entries that are added while it is walked.
  for (const [fingerprint, { scenario, caseName: name, path: start }] of met) {
    const stillFails = async (candidate: Scenario, path: string): Promise<boolean> => {
      const judged = await judge(candidate);
      const broken = judged === null ? [] : fingerprintsOf(judged, properties);
      for (const other of broken) {
        if (!met.has(other)) met.set(other, { scenario: candidate, caseName: name, path });
      }
      return broken.includes(fingerprint);
    };
    // A variant is no simplification, so no path leads to what is met on it.
    const breaks = async (variant: Scenario): Promise<boolean> => {
      const judged = await judge(variant);
      return judged !== null && fingerprintsOf(judged, properties).includes(fingerprint);
    };
    const shrunk = await shrink(scenario, start, stillFails);
    const [property = "", claim = ""] = fingerprint.split("/");
    const at = properties.findIndex((candidate) => candidate.name === property);
    const verdict = (await judge(shrunk.scenario))?.verdicts[at];
    if (verdict?.verdict !== "fails") {
      recordTargetError(new Error(`${fingerprint} does not fail twice on ${name}`), result);
      continue;
    }
    result.failures[fingerprint] = {
      property,
      claim,
      witness: verdict.witness,
      block: block.number,
      case: name,
      path: shrunk.path,
      shrinks: shrunk.shrinks,
      scenario: shrunk.scenario,
      doesNotMatter: await findIndifferentParts(shrunk.scenario, breaks),
    };
  }
}
