/** Whether an order is an own order, by the form of its id. */
import type { Config } from "../../src/domain/config.ts";

/** `{prefix}{strategy}_{symbol}_{level}_{seconds}_{number}`; only a symbol may contain one `_`. */
export function isOwnOrder(clientOrderId: string, config: Config): boolean {
  const { clientOrderIdPrefix: prefix, allowedStrategies } = config;
  if (!clientOrderId.startsWith(prefix)) return false;
  const words = clientOrderId.slice(prefix.length).split("_");
  const [strategy = "", symbol = ""] = words;
  const [level = "", seconds = "", number = ""] = words.slice(-3);
  return (
    (words.length === 5 || (words.length === 6 && /^[A-Z0-9]+$/.test(words[2] ?? ""))) &&
    allowedStrategies.includes(strategy) &&
    /^[A-Z0-9]+$/.test(symbol) &&
    level !== "" &&
    /^[0-9]+$/.test(seconds) &&
    /^[0-9]+$/.test(number)
  );
}

/** Why an id is not an own one. */
export function externalReason(clientOrderId: string, config: Config): string {
  const { clientOrderIdPrefix: prefix, allowedStrategies } = config;
  if (!clientOrderId.startsWith(prefix)) return "other prefix";
  const [strategy = ""] = clientOrderId.slice(prefix.length).split("_");
  return allowedStrategies.includes(strategy) ? "other form" : "strategy not allowed";
}
