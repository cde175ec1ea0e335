/** A cancel that finds no order is taken for a fill, and the fill is sold at once. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { send } from "../../src/pipeline/execute.ts";
import { plantBug } from "./planted-bug.ts";

export const sellsWhatALostCancelFilled = plantBug({
  name: "sells-what-a-lost-cancel-filled",
  expectedFailure: "rejected-remediations-need-a-new-snapshot/order-without-new-snapshot",
  minimalSize: 3,
  isSequence: true,
  parts: {
    send: async (intent, permit, port) => {
      const reply = await send(intent, permit, port);
      const { mismatch, request } = intent;
      const isGone = reply.status === "rejected" && reply.code === -2011;
      if (!isGone || mismatch.type === "POSITION_NONZERO_UNEXPECTED") return reply;
      const { side, quantity } = mismatch.observed ?? mismatch.expected;
      await port.placeMarketOrder(permit, {
        method: "placeMarketOrder",
        symbol: request.symbol,
        clientOrderId: clientOrderIdSchema.parse(`${request.clientOrderId.slice(0, 34)}_s`),
        side: side === "BUY" ? "SELL" : "BUY",
        quantity,
        positionSide: null,
        reduceOnly: true,
      });
      return reply;
    },
  },
});
