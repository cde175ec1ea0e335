/** hummingbot#6033: a 503 counted as failed, and the order filled later. */
import { send } from "../../src/pipeline/execute.ts";
import { plantBug } from "./planted-bug.ts";

export const takesAnUnknownForAFailure = plantBug({
  name: "takes-an-unknown-for-a-failure",
  source: "hummingbot#6033",
  expectedFailure: "unknown-outcome-ends-the-run/unknown-outcome-misreported",
  minimalSize: 4,
  parts: {
    send: async (intent, permit, port) => {
      const reply = await send(intent, permit, port);
      return reply.status === "unknown"
        ? { ...reply, status: "rejected", code: reply.code ?? -1 }
        : reply;
    },
  },
});
