/** An own order has an id of the configured form, with the prefix and an allowed strategy. */
import { strategyOf, type ClientOrderId } from "../domain/client-order-id.ts";
import type { Config } from "../domain/config.ts";
import { hasPart, readWithTemplate } from "../domain/id-template.ts";

export function isOwnOrder(id: ClientOrderId, config: Config): boolean {
  const { clientOrderIdPrefix: prefix, clientOrderIdTemplate: template } = config;
  if (template !== undefined) return hasForm(id, template, config);
  const strategy = strategyOf(id, prefix);
  return strategy !== null && config.allowedStrategies.includes(strategy);
}

function hasForm(id: ClientOrderId, template: string, config: Config): boolean {
  const values = readWithTemplate(id, template, config.clientOrderIdPrefix);
  if (values === null) return false;
  if (!hasPart(template, "strategy")) return true;
  return config.allowedStrategies.includes(values["strategy"] ?? "");
}
