/** freqtrade#13332: the first fill was not seen, and what was left to sell was sold once more. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { send } from "../../src/pipeline/execute.ts";
import { plantBug } from "./planted-bug.ts";

export const sellsAgainAfterAFill = plantBug({
  name: "sells-again-after-a-fill",
  source: "freqtrade#13332",
  expectedFailure: "flatten-only-reduces/second-flatten",
  minimalSize: 3,
  parts: {
    send: async (intent, permit, port) => {
      const reply = await send(intent, permit, port);
      const { request } = intent;
      if (reply.status !== "accepted" || request.method === "cancelOrder") return reply;
      const clientOrderId = clientOrderIdSchema.parse(request.clientOrderId.replace(/\d$/, "0"));
      return port.placeMarketOrder(permit, { ...request, clientOrderId });
    },
  },
});
