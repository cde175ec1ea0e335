/** A worker of a campaign: builds the campaign from its inputs, and runs the blocks it is handed. */
import { parentPort, workerData } from "node:worker_threads";
import type { Block } from "../harness/campaign/block.ts";
import { runBlock } from "../harness/campaign/run-block.ts";
import type { BlockOutcome } from "../harness/campaign/run-block.ts";
import { campaignContext } from "./campaign-context.ts";
import type { CampaignInputs } from "./campaign-context.ts";

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends of the thread are ours
const { inputs } = workerData as { readonly inputs: CampaignInputs };
const context = campaignContext(inputs);

export type WorkerAnswer = { readonly number: number; readonly outcome: BlockOutcome };

let last = Promise.resolve();
// One block at a time, in the order in which they came.
parentPort?.on("message", (block: Block) => {
  last = last.then(async () => {
    const outcome = await runBlock(block, context);
    const answer: WorkerAnswer = { number: block.number, outcome };
    parentPort?.postMessage(answer);
  });
});
