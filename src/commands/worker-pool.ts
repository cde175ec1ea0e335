/** Worker threads that run a campaign's blocks. */
import { Worker } from "node:worker_threads";
import type { Block } from "../harness/campaign/block.ts";
import type { BlockRunner } from "../harness/campaign/run-campaign.ts";
import type { BlockOutcome } from "../harness/campaign/run-block.ts";
import type { CampaignInputs } from "./campaign-context.ts";

export type WorkerPool = {
  readonly runners: readonly BlockRunner[];
  readonly close: () => Promise<void>;
};

export function startWorkers(count: number, inputs: CampaignInputs): WorkerPool {
  const workers = Array.from({ length: count }, () => startWorker(inputs));
  return {
    runners: workers.map(
      (worker): BlockRunner =>
        (block) =>
          askWorker(worker, block),
    ),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Rejects when the thread dies instead of answering. */
function askWorker(worker: Worker, block: Block): Promise<BlockOutcome> {
  return new Promise((resolve, reject) => {
    const end = (exitCode: number) => {
      reject(new Error(`a worker ended with ${exitCode} in block ${block.number}`));
    };
    worker.once("error", reject);
    worker.once("exit", end);
    worker.once("message", (outcome: BlockOutcome) => {
      worker.removeListener("error", reject);
      worker.removeListener("exit", end);
      resolve(outcome);
    });
    worker.postMessage(block);
  });
}

/** The file beside this one: the bundle in `dist/`, or TypeScript in a checkout. */
function startWorker(inputs: CampaignInputs): Worker {
  if (!import.meta.url.endsWith(".ts")) {
    return new Worker(new URL("./fuzz-worker.js", import.meta.url), { workerData: { inputs } });
  }
  const { href } = new URL("./fuzz-worker.ts", import.meta.url);
  const tsx = import.meta.resolve("tsx/esm/api");
  return new Worker(importWithTsx, { eval: true, workerData: { inputs, href, tsx } });
}

// What tsx has taught the main thread, a new thread does not know.
const importWithTsx = `
  const { workerData } = require("node:worker_threads");
  import(workerData.tsx).then(({ register }) => {
    register();
    return import(workerData.href);
  });
`;
