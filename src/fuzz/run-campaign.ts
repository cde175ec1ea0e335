/** Runs a campaign's blocks, here or on workers, and adds up what they found. */
import { setImmediate } from "node:timers/promises";
import type { Block } from "./batch.ts";
import { emptyResult, mergeResults } from "./batch-result.ts";
import type { BlockResult } from "./batch-result.ts";
import type { BlockOutcome } from "./run-batch.ts";

export type BlockRunner = (block: Block) => Promise<BlockOutcome>;

export type CampaignRun = {
  /** In the order of their numbers. */
  readonly blocks: Iterator<Block>;
  readonly properties: readonly string[];
  /** Each runs one block at a time. */
  readonly runners: readonly BlockRunner[];
  readonly bail: boolean;
  /** Asked after each block that is not the last. */
  readonly shouldStop: () => "time" | "interrupted" | null;
  /** Told what all finished blocks up to the first unfinished one have found. */
  readonly onProgress: (result: BlockResult) => void;
};

export type CampaignOutcome = Omit<BlockOutcome, "isLost"> & {
  readonly blocksDone: readonly number[];
  readonly stopped: "bail" | "time" | "interrupted" | "target_lost" | null;
};

/**
 * Blocks are added up in their order, whoever ends first, and forgotten then. With `bail` nothing
 * behind the first failing block counts, so that the report is one for any number of workers.
 */
export async function runCampaign(run: CampaignRun): Promise<CampaignOutcome> {
  const { blocks, properties, runners, bail, shouldStop, onProgress } = run;
  const finished = new Map<number, { block: Block; outcome: BlockOutcome }>();
  const [blocksDone, lines]: [number[], string[]] = [[], []];
  let result = emptyResult(properties);
  let stopped: CampaignOutcome["stopped"] = null;
  let [taken, added] = [0, 0];
  let next = blocks.next();

  const addUp = (): void => {
    for (let ended = finished.get(added); ended !== undefined; ended = finished.get(added)) {
      finished.delete(added);
      added += 1;
      if (stopped === "bail") return;
      result = mergeResults(result, ended.outcome.result);
      blocksDone.push(ended.block.number);
      for (const line of ended.outcome.lines) lines.push(line);
      if (ended.outcome.isLost) stopped = "target_lost";
      if (bail && Object.keys(ended.outcome.result.failing).length > 0) stopped = "bail";
    }
  };
  const work = async (runner: BlockRunner): Promise<void> => {
    while (next.done !== true && stopped === null) {
      const [place, block] = [taken, next.value];
      taken += 1;
      next = blocks.next();
      finished.set(place, { block, outcome: await runner(block) });
      addUp();
      onProgress(result);
      if (next.done !== true) stopped ??= shouldStop();
      // Lets a signal in.
      await setImmediate();
    }
  };
  await Promise.all(runners.map(work));
  return { result, lines, blocksDone, stopped };
}
