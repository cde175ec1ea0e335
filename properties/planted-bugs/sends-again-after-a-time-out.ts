/** nautilus_trader#4215: a request that had been accepted was sent once more. */
import { send } from "../../src/pipeline/execute.ts";
import { plantBug } from "./planted-bug.ts";

export const sendsAgainAfterATimeOut = plantBug({
  name: "sends-again-after-a-time-out",
  source: "nautilus_trader#4215",
  expectedFailure: "one-call-per-intent/duplicate-call",
  minimalSize: 4,
  parts: {
    send: async (intent, permit, port) => {
      const reply = await send(intent, permit, port);
      return reply.status === "unknown" ? send(intent, permit, port) : reply;
    },
  },
});
