/** Worker threads that run a campaign's blocks. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
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
    runners: workers.map((worker): BlockRunner => async (block) => {
      const answer = once(worker, "message");
      worker.postMessage(block);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends are ours
      const [outcome] = (await answer) as [BlockOutcome];
      return outcome;
    }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
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
