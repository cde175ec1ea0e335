/** hummingbot#5076: a cancel that was refused was asked for again and again. */
import { send } from "../../src/pipeline/execute.ts";
import { plantBug } from "./planted-bug.ts";

/** Without it no case would end. */
const triesMax = 5;

export const cancelsUntilItWorks = plantBug({
  name: "cancels-until-it-works",
  source: "hummingbot#5076",
  expectedFailure: "one-call-per-intent/duplicate-call",
  minimalSize: 4,
  parts: {
    send: async (intent, permit, port) => {
      let reply = await send(intent, permit, port);
      for (let tries = 1; tries < triesMax && reply.status === "rejected"; tries += 1)
        reply = await send(intent, permit, port);
      return reply;
    },
  },
});
