/** Worker threads that run a campaign's blocks. */
import { Worker } from "node:worker_threads";
import type { BlockRunner } from "../harness/campaign/run-campaign.ts";
import type { BlockOutcome } from "../harness/campaign/run-block.ts";
import type { CampaignInputs } from "./campaign-context.ts";
import type { WorkerAnswer } from "./fuzz-worker.ts";

export type WorkerPool = {
  readonly runners: readonly BlockRunner[];
  readonly close: () => Promise<void>;
};

// The next block waits at the worker, so that a busy main thread keeps nobody waiting.
const blocksAhead = 2;

export function startWorkers(count: number, inputs: CampaignInputs): WorkerPool {
  const workers = Array.from({ length: count }, () => startWorker(inputs));
  return {
    runners: workers.flatMap((worker) => {
      const runner = runnerOf(worker);
      return Array.from({ length: blocksAhead }, () => runner);
    }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

type Waiting = {
  readonly resolve: (outcome: BlockOutcome) => void;
  readonly reject: (error: Error) => void;
};

/** What it returns rejects when the thread dies instead of answering. */
function runnerOf(worker: Worker): BlockRunner {
  const waiting = new Map<number, Waiting>();
  let death: Error | null = null;
  const die = (error: Error): void => {
    death ??= error;
    for (const { reject } of waiting.values()) reject(death);
    waiting.clear();
  };
  worker.on("error", die);
  worker.on("exit", (exitCode) => {
    die(new Error(`a worker ended with ${exitCode} in block ${[...waiting.keys()].join(", ")}`));
  });
  worker.on("message", ({ number, outcome }: WorkerAnswer) => {
    waiting.get(number)?.resolve(outcome);
    waiting.delete(number);
  });
  return (block) => {
    if (death !== null) return Promise.reject(death);
    return new Promise((resolve, reject) => {
      waiting.set(block.number, { resolve, reject });
      worker.postMessage(block);
    });
  };
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
