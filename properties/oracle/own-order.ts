/** Whether an order is an own order, by the form of its id. */
import type { Config } from "../../src/domain/config.ts";

/** `{strategy}_{symbol}_{level}_{seconds}_{number}`; only a symbol may contain one `_`. */
const ownForm = /^[^_]*_[A-Z0-9]+(?:_[A-Z0-9]+)?_[^_]+_[0-9]+_[0-9]+$/;

/** The prefix, and then the form of an own id with an allowed strategy. */
export function isOwnOrder(clientOrderId: string, config: Config): boolean {
  const { clientOrderIdPrefix: prefix, allowedStrategies } = config;
  if (!clientOrderId.startsWith(prefix)) return false;
  const rest = clientOrderId.slice(prefix.length);
  return ownForm.test(rest) && allowedStrategies.includes(rest.slice(0, rest.indexOf("_")));
}

/** Why an id is not an own one. */
export function externalReason(clientOrderId: string, config: Config): string {
  const { clientOrderIdPrefix: prefix, allowedStrategies } = config;
  if (!clientOrderId.startsWith(prefix)) return "other prefix";
  const [strategy = ""] = clientOrderId.slice(prefix.length).split("_");
  return allowedStrategies.includes(strategy) ? "other form" : "strategy not allowed";
}
