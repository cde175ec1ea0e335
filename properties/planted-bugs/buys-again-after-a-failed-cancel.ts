/** passivbot#514: the cancel failed because the order had filled, and the bot sent another one. */
import { send } from "../../src/pipeline/execute.ts";
import { plantBug } from "./planted-bug.ts";

export const buysAgainAfterAFailedCancel = plantBug({
  name: "buys-again-after-a-failed-cancel",
  source: "passivbot#514",
  expectedFailure: "permitted-remediations-are-executed/wrong-remediation",
  minimalSize: 4,
  parts: {
    send: async (intent, permit, port) => {
      const reply = await send(intent, permit, port);
      const { mismatch, request } = intent;
      if (
        reply.status === "rejected" &&
        request.method === "cancelOrder" &&
        mismatch.observed !== null
      ) {
        const { symbol, clientOrderId } = request;
        const { quantity } = mismatch.observed;
        await port.placeMarketOrder(permit, {
          method: "placeMarketOrder",
          symbol,
          clientOrderId,
          side: "BUY",
          quantity,
          positionSide: null,
          reduceOnly: null,
        });
      }
      return reply;
    },
  },
});
