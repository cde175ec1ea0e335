/** Which orders are ours to touch: an id of our form, with our prefix and an allowed strategy. */
import { strategyOf } from "../domain/client-order-id.ts";
import type { ClientOrderId } from "../domain/client-order-id.ts";
import type { Config } from "../domain/config.ts";

export function isOwnOrder(id: ClientOrderId, config: Config): boolean {
  const strategy = strategyOf(id, config.clientOrderIdPrefix);
  return strategy !== null && config.allowedStrategies.includes(strategy);
}
