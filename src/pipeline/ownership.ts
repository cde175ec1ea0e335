/** An own order has an id of the configured form, with the prefix and an allowed strategy. */
import { strategyOf, type ClientOrderId } from "../domain/client-order-id.ts";
import type { Config } from "../domain/config.ts";

export function isOwnOrder(id: ClientOrderId, config: Config): boolean {
  const strategy = strategyOf(id, config.clientOrderIdPrefix);
  return strategy !== null && config.allowedStrategies.includes(strategy);
}
