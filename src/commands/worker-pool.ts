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
  // The file beside this one: TypeScript in a checkout, the bundle in `dist/`.
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const url = new URL(`./fuzz-worker.${ending}`, import.meta.url);
  const workers = Array.from({ length: count }, () => new Worker(url, { workerData: inputs }));
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
