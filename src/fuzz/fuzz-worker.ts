/** A worker thread: composes the campaign from its inputs and runs the batches that it is sent. */
import { parentPort, workerData } from "node:worker_threads";
import type { Batch } from "./batch.ts";
import type { Failure } from "./batch-result.ts";
import { Limits, type SharedLimits } from "./limits.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { batchRunner, lateFailures, type BatchOutcome } from "./run-batch.ts";
import type { TargetEnd } from "./worker-pool.ts";
import { campaignContext, type CampaignInputs } from "./campaign-context.ts";
import { processGroups } from "../target/stdio/process-groups.ts";
import { temporaryFolders } from "../target/temporary-folder.ts";
import { TargetError } from "../simulation/target.ts";
import { openTarget, type TargetCommand } from "../target/open-target.ts";

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends of the thread are ours
const { inputs, command, profilePath, limits: shared } = workerData as WorkerInputs;

export type WorkerInputs = {
  readonly inputs: CampaignInputs;
  /** Each worker starts its own target with it; null for the pipeline that ships here. */
  readonly command: TargetCommand | null;
  /** The file of the profile that the command line names. */
  readonly profilePath: string | undefined;
  readonly limits: SharedLimits;
};

export type WorkerTask = { readonly batch: Batch; readonly shrunk: readonly string[] } | "end";
export type WorkerAnswer =
  | { readonly number: number; readonly outcome: BatchOutcome }
  /** A failure that is not shrunk yet. */
  | { readonly found: Failure }
  | { readonly ended: TargetEnd }
  /** Why the worker's target did not start. */
  | { readonly targetError: string }
  /** A process group of the worker's target, which the main thread kills with the thread. */
  | { readonly group: number; readonly isRunning: boolean }
  /** A folder of the worker's target, which the main thread removes with the thread. */
  | { readonly folder: string; readonly isThere: boolean };

async function startWorker(): Promise<(task: WorkerTask) => Promise<WorkerAnswer>> {
  const { target, close } = await openTarget(command ?? undefined, { profilePath });
  const context = campaignContext(inputs, target);
  const runBatch = batchRunner(context, limits, postFound);
  return async (task) => {
    if (task === "end") {
      const fault = await close();
      return { ended: { fault, late: lateFailures(context).map(fingerprintOf) } };
    }
    return { number: task.batch.number, outcome: await runBatch(task.batch, task.shrunk) };
  };
}

function post(answer: WorkerAnswer): void {
  parentPort?.postMessage(answer);
}

function postFound(found: Failure): void {
  post({ found });
}

processGroups.on("change", (group, isRunning) => post({ group, isRunning }));
temporaryFolders.on("change", (folder, isThere) => post({ folder, isThere }));
const limits = new Limits(shared);
const started = startWorker();
started.catch(() => undefined);
/** By lane: with a time limit each phase has its own. */
const last = new Map<string, Promise<unknown>>();
// One task of a lane at a time, in the order of arrival.
parentPort?.on("message", (task: WorkerTask) => {
  const lane = task !== "end" && limits.hasDeadline ? task.batch.phase : "all";
  last.set(
    lane,
    (last.get(lane) ?? Promise.resolve()).then(() => run(task)),
  );
});

async function run(task: WorkerTask): Promise<void> {
  try {
    const work = await started;
    post(await work(task));
  } catch (error) {
    // The class of an error does not survive the way to another thread.
    if (!(error instanceof TargetError)) throw error;
    post({ targetError: error.message });
  }
}
