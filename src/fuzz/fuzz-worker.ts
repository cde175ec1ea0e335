/** A worker thread: composes the campaign from its inputs and runs the batches that it is sent. */
import { parentPort, workerData } from "node:worker_threads";
import type { Batch } from "./batch.ts";
import { batchRunner, type BatchOutcome } from "./run-batch.ts";
import { campaignContext, type CampaignInputs } from "./campaign-context.ts";
import { processGroups } from "../target/stdio/process-groups.ts";
import { TargetError } from "../simulation/target.ts";
import { openTarget } from "../target/open-target.ts";

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends of the thread are ours
const { inputs, command } = workerData as WorkerInputs;

export type WorkerInputs = {
  readonly inputs: CampaignInputs;
  /** Each worker starts its own target with it; null for the pipeline that ships here. */
  readonly command: string | null;
};

export type WorkerTask = { readonly batch: Batch; readonly shrunk: readonly string[] } | "end";
export type WorkerAnswer =
  | { readonly number: number; readonly outcome: BatchOutcome }
  /** Why the worker's target did not end properly, or null. */
  | { readonly ended: string | null }
  /** Why the worker's target did not start. */
  | { readonly targetError: string }
  /** A process group of the worker's target, which the main thread kills with the thread. */
  | { readonly group: number; readonly isRunning: boolean };

async function startWorker(): Promise<(task: WorkerTask) => Promise<WorkerAnswer>> {
  const { target, close } = await openTarget(command ?? undefined);
  const runBatch = batchRunner(campaignContext(inputs, target));
  return async (task) => {
    if (task === "end") return { ended: await close() };
    return { number: task.batch.number, outcome: await runBatch(task.batch, task.shrunk) };
  };
}

processGroups.on("change", (group, isRunning) => {
  parentPort?.postMessage({ group, isRunning } satisfies WorkerAnswer);
});
const started = startWorker();
let last: Promise<unknown> = Promise.resolve();
started.catch(() => undefined);
// One task at a time, in the order of arrival.
parentPort?.on("message", (task: WorkerTask) => {
  last = last.then(async () => {
    try {
      const work = await started;
      parentPort?.postMessage(await work(task));
    } catch (error) {
      // The class of an error does not survive the way to another thread.
      if (!(error instanceof TargetError)) throw error;
      parentPort?.postMessage({ targetError: error.message } satisfies WorkerAnswer);
    }
  });
});
