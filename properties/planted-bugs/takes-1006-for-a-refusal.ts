/** A table of codes in which all below zero are refusals. */
import { send } from "../../src/pipeline/execute.ts";
import { plantBug } from "./planted-bug.ts";

export const takes1006ForARefusal = plantBug({
  name: "takes-1006-for-a-refusal",
  expectedFailure: "unknown-outcome-ends-the-run/unknown-outcome-misreported",
  minimalSize: 4,
  parts: {
    send: async (intent, permit, port) => {
      const reply = await send(intent, permit, port);
      return reply.status === "unknown" && reply.code !== null
        ? { ...reply, status: "rejected", code: reply.code }
        : reply;
    },
  },
});
