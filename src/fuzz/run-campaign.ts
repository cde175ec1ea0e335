/** Runs a campaign's batches, in this thread or on workers, and merges their results. */
import { setImmediate } from "node:timers/promises";
import type { Batch } from "./batch.ts";
import {
  emptyResult,
  mergeResults,
  withoutRepeatedFailures,
  type BatchResult,
} from "./batch-result.ts";
import type { BatchOutcome, BatchRunner } from "./run-batch.ts";

export type CampaignRun = {
  /** In the order of their numbers. */
  readonly batches: Iterator<Batch>;
  readonly properties: readonly string[];
  /** Each runs one batch at a time. */
  readonly runners: readonly BatchRunner[];
  readonly bail: boolean;
  /** Called after each batch but the last. */
  readonly shouldStop: () => "time" | "interrupted" | null;
  /** Called with the merged result of all batches before the first unfinished one. */
  readonly onProgress: (result: BatchResult) => void;
};

export type CampaignOutcome = Omit<BatchOutcome, "isDisabled"> & {
  readonly batchesDone: number[];
  readonly stopped: "bail" | "time" | "interrupted" | "target-disabled" | null;
};

/**
 * Results are merged in the order of the batches, not in the order in which they finish. With `bail` no batch after the
 * first failing one counts, so that the report is the same for any number of workers.
 */
export async function runCampaign(run: CampaignRun): Promise<CampaignOutcome> {
  const { batches, properties, runners, bail, shouldStop, onProgress } = run;
  const finished = new Map<number, { batch: Batch; outcome: BatchOutcome }>();
  const [batchesDone, lines]: [number[], string[]] = [[], []];
  let result = emptyResult(properties);
  let stopped: CampaignOutcome["stopped"] = null;
  let [taken, added] = [0, 0];
  let next = batches.next();

  const mergeFinished = (): void => {
    for (let ended = finished.get(added); ended !== undefined; ended = finished.get(added)) {
      finished.delete(added);
      added += 1;
      if (stopped === "bail") return;
      result = mergeResults(result, ended.outcome.result);
      batchesDone.push(ended.batch.number);
      for (const line of ended.outcome.lines) lines.push(line);
      if (ended.outcome.isDisabled) stopped = "target-disabled";
      if (bail && Object.keys(ended.outcome.result.failureCounts).length > 0) stopped = "bail";
    }
  };
  const work = async (runner: BatchRunner): Promise<void> => {
    while (next.done !== true && stopped === null) {
      const [place, batch] = [taken, next.value];
      taken += 1;
      next = batches.next();
      finished.set(place, { batch, outcome: await runner(batch, Object.keys(result.failures)) });
      mergeFinished();
      onProgress(result);
      if (next.done !== true) stopped ??= shouldStop();
      // Yields to the event loop, so that a signal is handled.
      await setImmediate();
    }
  };
  await Promise.all(runners.map(work));
  return { result: withoutRepeatedFailures(result), lines, batchesDone, stopped };
}
