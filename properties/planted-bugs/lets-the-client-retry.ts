/** binance-connector-js#567: the client sent a DELETE again by itself when the connection broke. */
import { send } from "../../src/pipeline/execute.ts";
import { plantBug } from "./planted-bug.ts";

export const letsTheClientRetry = plantBug({
  name: "lets-the-client-retry",
  source: "binance-connector-js#567",
  expectedFailure: "one-call-per-intent/duplicate-call",
  minimalSize: 4,
  parts: {
    send: async (intent, permit, port) => {
      const reply = await send(intent, permit, port);
      const targetError = reply.status === "unknown" && reply.code === null;
      return targetError && intent.kind === "cancel" ? send(intent, permit, port) : reply;
    },
  },
});
