/** Runs a campaign's batches, in this thread or on workers, and merges their results. */
import { setImmediate } from "node:timers/promises";
import type { Batch } from "./batch.ts";
import {
  casesOf,
  emptyResult,
  mergeResults,
  withoutRepeatedFailures,
  type BatchResult,
} from "./batch-result.ts";
import { knownFailures } from "./fingerprint.ts";
import type { StopReason } from "./limits.ts";
import type { BatchOutcome, BatchRunner } from "./run-batch.ts";

/** Batches in the order of their numbers. */
type Lane = Iterator<Batch>;

export type CampaignRun = {
  /** Each stage follows the one before it. The lanes of a stage progress side by side. */
  readonly stages: readonly (readonly Lane[])[];
  readonly properties: readonly string[];
  /** Each runs one batch of each lane at a time. */
  readonly runners: readonly BatchRunner[];
  readonly bail: boolean;
  /** Called at the first failure with `bail`: batches in hand may end before their last case. */
  readonly onBail?: () => void;
  /** Names of saved failures, which do not stop a campaign with `bail`. */
  readonly known?: readonly string[];
  /** Called after each batch but the last of its lane. */
  readonly stopReason: () => StopReason | null;
  /** Called with the merged result of all batches before the first unfinished one of each lane. */
  readonly onProgress: (result: BatchResult) => void;
};

export type CampaignOutcome = Pick<BatchOutcome, "result" | "lines" | "observations"> & {
  readonly batchesDone: number[];
  /** Batches of which only some cases ran. */
  readonly batchesCut: number[];
  readonly stopped: StopReason | "target-disabled" | null;
};

/**
 * The results of a lane are merged in the order of its batches, not in the order in which they finish. With `bail` no
 * batch of the lane after the first failing one counts, so that the report of one lane is the same for any number of
 * workers. What ran in other lanes counts: there is a time limit, and no such order.
 */
export async function runCampaign(run: CampaignRun): Promise<CampaignOutcome> {
  const merged = new MergedOutcome(run);
  for (const lanes of run.stages) {
    await Promise.all(lanes.map((lane) => runLane(lane, run, merged)));
  }
  return merged.outcome();
}

async function runLane(
  batches: Lane,
  { runners, stopReason }: CampaignRun,
  merged: MergedOutcome,
): Promise<void> {
  const lane = Symbol("lane");
  const finished = new Map<number, { batch: Batch; outcome: BatchOutcome }>();
  let [taken, added] = [0, 0];
  let next = batches.next();
  const work = async (runner: BatchRunner): Promise<void> => {
    while (next.done !== true && merged.stopped === null) {
      const [place, batch] = [taken, next.value];
      taken += 1;
      next = batches.next();
      finished.set(place, { batch, outcome: await runner(batch, merged.shrunk()) });
      for (let ended = finished.get(added); ended !== undefined; ended = finished.get(added)) {
        finished.delete(added);
        added += 1;
        merged.add(lane, ended.batch, ended.outcome);
      }
      if (next.done !== true) merged.stopped ??= stopReason();
      // Yields to the event loop, so that a signal is handled.
      await setImmediate();
    }
  };
  await Promise.all(runners.map(work));
}

class MergedOutcome {
  stopped: CampaignOutcome["stopped"] = null;
  #result: BatchResult;
  readonly #run: CampaignRun;
  readonly #lines: string[] = [];
  readonly #observations: string[] = [];
  readonly #batchesDone: number[] = [];
  readonly #batchesCut: number[] = [];
  #failedLane: symbol | null = null;

  constructor(run: CampaignRun) {
    this.#run = run;
    this.#result = emptyResult(run.properties);
  }

  /** The fingerprints of the failures that were shrunk. A flaky one may repeat in a later batch. */
  shrunk(): string[] {
    const { failures } = this.#result;
    return Object.keys(failures).filter((fingerprint) => !failures[fingerprint]?.flaky);
  }

  add(lane: symbol, batch: Batch, outcome: BatchOutcome): void {
    const { result, lines, observations, isDisabled, stopped } = outcome;
    if (this.#failedLane === lane) return;
    this.#result = mergeResults(this.#result, result);
    const cases = casesOf(result);
    if (cases === batch.cases) this.#batchesDone.push(batch.number);
    else if (cases > 0) this.#batchesCut.push(batch.number);
    for (const line of lines) this.#lines.push(line);
    for (const line of observations) this.#observations.push(line);
    this.stopped ??= stopped;
    if (isDisabled) this.stopped = "target-disabled";
    const isKnown = knownFailures(this.#run.known ?? []);
    const hasFailed = Object.keys(result.failureCounts).some((failed) => !isKnown(failed));
    if (this.#run.bail && hasFailed && this.#failedLane === null) {
      this.#failedLane = lane;
      this.stopped = "bail";
      this.#run.onBail?.();
    }
    this.#run.onProgress(this.#result);
  }

  outcome(): CampaignOutcome {
    return {
      result: withoutRepeatedFailures(this.#result),
      lines: this.#lines,
      observations: this.#observations,
      batchesDone: this.#batchesDone.toSorted((a, b) => a - b),
      batchesCut: this.#batchesCut.toSorted((a, b) => a - b),
      stopped: this.stopped,
    };
  }
}
