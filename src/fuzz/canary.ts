/** A target that must be caught: it makes a port call in a dry run. A campaign that misses it proves nothing. */
import type { Scenario } from "../scenario/scenario.ts";
import type { LivePermit } from "../pipeline/live-permit.ts";
import { clientOrderIdSchema } from "../domain/client-order-id.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import { judgeCase } from "./judge-case.ts";
import type { Property } from "../../properties/property.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";

const canary: Target = {
  name: "canary",
  reconcile: async (inputs, services) => {
    const report = await shippedPipeline.reconcile(inputs, services);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the canary breaks the rule on purpose
    const forged = {} as LivePermit;
    const request = {
      method: "cancelOrder",
      symbol: tradingSymbolSchema.parse("BTCUSDT"),
      clientOrderId: clientOrderIdSchema.parse("canary"),
    } as const;
    await services.port.cancelOrder(forged, request).catch(() => null);
    return report;
  },
};

/** Whether the properties catch the canary on a dry run of the scenario. */
export async function isCanaryCaught(
  scenario: Scenario,
  properties: readonly Property[],
): Promise<boolean> {
  const dryRun = { ...scenario, gates: { confirm: null, env: {} } };
  const { verdicts } = await judgeCase(dryRun, canary, properties);
  const at = properties.findIndex(({ name }) => name === "dry-run-makes-no-port-calls");
  return verdicts[at]?.kind === "fail";
}
