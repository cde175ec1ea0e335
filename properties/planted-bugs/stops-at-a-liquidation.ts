/** An order of the venue itself, taken for the end of the account. */
import { shippedPipeline } from "../../src/simulation/target.ts";
import { plantBug } from "./planted-bug.ts";

export const stopsAtALiquidation = plantBug({
  name: "stops-at-a-liquidation",
  caughtBy: "foreign-orders-change-nothing/the-same-effects",
  smallest: 3,
  reconcile: async (inputs, world) => {
    const { orders } = await world.readSnapshot();
    const isLiquidated =
      orders.status === "ok" &&
      orders.items.some(({ clientOrderId }) => clientOrderId === "adl_autoclose");
    const config = isLiquidated ? { ...inputs.config, action: "none" as const } : inputs.config;
    return shippedPipeline.reconcile({ ...inputs, config }, world);
  },
});
