/** A rehearsal that sent a harmless order to see whether the way was open. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { tradingSymbolSchema } from "../../src/domain/trading-symbol.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import type { LivePermit } from "../../src/pipeline/live-permit.ts";
import { plantBug } from "./planted-bug.ts";

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no permit is minted in a dry run
const forged = {} as LivePermit;
const rehearsal = {
  method: "cancelOrder",
  symbol: tradingSymbolSchema.parse("BTCUSDT"),
  clientOrderId: clientOrderIdSchema.parse("rehearsal"),
} as const;

export const triesTheDoorInADryRun = plantBug({
  name: "tries-the-door-in-a-dry-run",
  expectedFailure: "dry-run-makes-no-port-calls/port-call-in-dry-run",
  minimalSize: 1,
  reconcile: async (inputs, services) => {
    if (inputs.gates.confirm === null)
      await services.port.cancelOrder(forged, rehearsal).catch(() => null);
    return shippedPipeline.reconcile(inputs, services);
  },
});
