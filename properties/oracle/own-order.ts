/** Whose order it is, told from its id by other code than the pipeline's. */
import type { Config } from "../../src/domain/config.ts";

/** `{prefix}{strategy}_{symbol}_{level}_{seconds}_{sequence}`; only the symbol may have a `_` of its own. */
export function isOwnOrder(clientOrderId: string, config: Config): boolean {
  const { clientOrderIdPrefix: prefix, allowedStrategies } = config;
  if (!clientOrderId.startsWith(prefix)) return false;
  const words = clientOrderId.slice(prefix.length).split("_");
  const [strategy = "", symbol = ""] = words;
  const [level = "", seconds = "", sequence = ""] = words.slice(-3);
  return (
    (words.length === 5 || (words.length === 6 && /^[A-Z0-9]+$/.test(words[2] ?? ""))) &&
    allowedStrategies.includes(strategy) &&
    /^[A-Z0-9]+$/.test(symbol) &&
    level !== "" &&
    isNumber(seconds) &&
    isNumber(sequence)
  );
}

function isNumber(word: string): boolean {
  return /^[0-9]+$/.test(word);
}
