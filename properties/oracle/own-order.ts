/** Whether an order is an own order, by the form of its id. */
import type { Config } from "../../src/domain/config.ts";

/** `{strategy}_{symbol}_{level}_{seconds}_{number}`; only a symbol may contain one `_`. */
const ownForm = /^[^_]*_[A-Z0-9]+(?:_[A-Z0-9]+)?_[^_]+_[0-9]+_[0-9]+$/;

/** The prefix, and then the form of an own id with an allowed strategy. */
export function isOwnOrder(clientOrderId: string, config: Config): boolean {
  const { clientOrderIdPrefix: prefix, allowedStrategies, clientOrderIdTemplate } = config;
  if (clientOrderIdTemplate !== undefined) {
    const strategy = strategyByTemplate(clientOrderId, prefix, clientOrderIdTemplate);
    return strategy === "" || (strategy !== null && allowedStrategies.includes(strategy));
  }
  if (!clientOrderId.startsWith(prefix)) return false;
  const rest = clientOrderId.slice(prefix.length);
  return ownForm.test(rest) && allowedStrategies.includes(rest.slice(0, rest.indexOf("_")));
}

/** Whether an own id names this strategy. An id of a form without strategies names every one. */
export function namesStrategy(
  clientOrderId: string,
  strategy: string | undefined,
  { clientOrderIdPrefix: prefix, clientOrderIdTemplate }: Config,
): boolean {
  if (clientOrderIdTemplate === undefined) return clientOrderId.startsWith(`${prefix}${strategy}_`);
  const named = strategyByTemplate(clientOrderId, prefix, clientOrderIdTemplate);
  return named === "" || named === strategy;
}

/** What each part of a template stands for, apart from the prefix. */
const partForms: Readonly<Record<string, string>> = {
  "{strategy}": "([^_]+?)",
  "{symbol}": "[A-Z0-9]+(?:_[A-Z0-9]+)?",
  "{level}": "[A-Za-z0-9]+",
  "{seconds}": "[0-9]+",
  "{milliseconds}": "[0-9]+",
  "{number}": "[0-9]+",
  "{any}": "[-.:/_A-Za-z0-9]+",
};

const escaped = (text: string) => text.replace(/[-.:/_]/g, "[$&]");

/** The strategy in an id of the template's form: empty for a template without one, null for another form. */
function strategyByTemplate(id: string, prefix: string, template: string): string | null {
  const form = template
    .split(/(\{[a-z]+\})/)
    .map((part) => partForms[part] ?? escaped(part === "{prefix}" ? prefix : part));
  const match = new RegExp(`^${form.join("")}$`).exec(id);
  return match === null ? null : (match[1] ?? "");
}

/** Why an id is not an own one. */
export function externalReason(clientOrderId: string, config: Config): string {
  const { clientOrderIdPrefix: prefix, allowedStrategies, clientOrderIdTemplate } = config;
  if (clientOrderIdTemplate !== undefined) {
    const strategy = strategyByTemplate(clientOrderId, prefix, clientOrderIdTemplate);
    return strategy === null ? "other form" : "strategy not allowed";
  }
  if (!clientOrderId.startsWith(prefix)) return "other prefix";
  const [strategy = ""] = clientOrderId.slice(prefix.length).split("_");
  return allowedStrategies.includes(strategy) ? "other form" : "strategy not allowed";
}
