/** Runs a campaign's blocks, here or on workers, and adds up what they found. */
import { setImmediate } from "node:timers/promises";
import type { Block } from "./block.ts";
import { emptyResult, mergeResults } from "./block-result.ts";
import type { BlockResult } from "./block-result.ts";
import type { BlockOutcome } from "./run-block.ts";

export type BlockRunner = (block: Block) => Promise<BlockOutcome>;

export type Progress = {
  readonly done: number;
  readonly blocks: number;
  readonly result: BlockResult;
};

export type CampaignRun = {
  readonly blocks: readonly Block[];
  readonly properties: readonly string[];
  /** Each runs one block at a time. */
  readonly runners: readonly BlockRunner[];
  readonly bail: boolean;
  /** Asked after each block. */
  readonly shouldStop: () => "time" | "interrupted" | null;
  readonly onProgress: (progress: Progress) => void;
};

export type CampaignOutcome = BlockOutcome & {
  readonly blocksDone: readonly number[];
  readonly stopped: "bail" | "time" | "interrupted" | null;
};

export async function runCampaign(run: CampaignRun): Promise<CampaignOutcome> {
  const { blocks, properties, runners, bail, shouldStop, onProgress } = run;
  const outcomes = new Map<number, BlockOutcome>();
  const queue = blocks.values();
  let stopped: CampaignOutcome["stopped"] = null;
  let soFar = emptyResult(properties);
  const work = async (runner: BlockRunner): Promise<void> => {
    for (const block of queue) {
      const outcome = await runner(block);
      outcomes.set(block.number, outcome);
      soFar = mergeResults(soFar, outcome.result);
      onProgress({ done: outcomes.size, blocks: blocks.length, result: soFar });
      if (bail && hasFailed(outcome)) stopped = "bail";
      else if (outcomes.size < blocks.length) stopped ??= shouldStop();
      // Lets a signal in.
      await setImmediate();
      if (stopped !== null) return;
    }
  };
  await Promise.all(runners.map(work));
  const kept = stopped === "bail" ? upToFirstFailure(outcomes) : outcomes;
  const blocksDone = [...kept.keys()].toSorted((left, right) => left - right);
  const ordered = blocksDone.flatMap((number) => kept.get(number) ?? []);
  return {
    result: ordered.map(({ result }) => result).reduce(mergeResults, emptyResult(properties)),
    lines: ordered.flatMap(({ lines }) => lines),
    blocksDone,
    stopped,
  };
}

function hasFailed({ result }: BlockOutcome): boolean {
  return Object.keys(result.failing).length > 0;
}

/** What other workers ran behind the first failing block is dropped, so that the report is one. */
function upToFirstFailure(outcomes: ReadonlyMap<number, BlockOutcome>): Map<number, BlockOutcome> {
  const failed = [...outcomes].filter(([, outcome]) => hasFailed(outcome));
  const first = Math.min(...failed.map(([number]) => number));
  return new Map([...outcomes].filter(([number]) => number <= first));
}
