/** Values that are similar to the one that opens a gate, at least ten for each gate. */
import type { gates, GateInputs } from "../domain/gate.ts";

export const wrongSpellings = {
  "1": [...similarTo("1"), "true", "TRUE", "yes", "on", "１", "0"],
  "0": [...similarTo("0"), "false", "FALSE", "no", "off", "０", "1"],
  LIVE_REMEDIATE: [
    "",
    " LIVE_REMEDIATE",
    "LIVE_REMEDIATE ",
    "live_remediate",
    "LIVE-REMEDIATE",
    "LIVE_REMEDIATE\n",
    "LIVE",
    "1",
    "true",
    "yes",
    "ＬＩＶＥ_REMEDIATE",
  ],
} as const;

function similarTo(digit: string): (string | undefined)[] {
  const padded = [` ${digit}`, `${digit} `, `0${digit}`, `${digit}\n`];
  return [undefined, "", ...padded, `+${digit}`, `${digit}.0`, `-${digit}`];
}

/** The inputs with another raw value for one gate. */
export function withSpelling(
  inputs: GateInputs,
  source: (typeof gates)[number]["source"],
  rawValue: string | undefined,
): GateInputs {
  if (source === "--confirm") return { ...inputs, confirm: rawValue ?? null };
  const { [source]: _, ...env } = inputs.env;
  return { ...inputs, env: rawValue === undefined ? env : { ...env, [source]: rawValue } };
}
