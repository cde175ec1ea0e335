/** An order of the venue itself, taken for the end of the account. */
import { shippedPipeline } from "../../src/simulation/target.ts";
import { plantBug } from "./planted-bug.ts";

export const stopsAtALiquidation = plantBug({
  name: "stops-at-a-liquidation",
  expectedFailure: "external-orders-change-nothing/different-effects",
  minimalSize: 3,
  reconcile: async (inputs, services) => {
    const { orders } = await services.readSnapshot();
    const isLiquidated =
      orders.status === "ok" &&
      orders.items.some(({ clientOrderId }) => clientOrderId === "adl_autoclose");
    const config = isLiquidated ? { ...inputs.config, action: "none" as const } : inputs.config;
    return shippedPipeline.reconcile({ ...inputs, config }, services);
  },
});
