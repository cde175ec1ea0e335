/** Values that are similar to the one that opens a gate, at least ten for each gate. */
import type { gates, GateInputs } from "../domain/gate.ts";

export const wrongSpellings = {
  "1": [
    undefined,
    "",
    " 1",
    "1 ",
    "01",
    "true",
    "TRUE",
    "yes",
    "on",
    "１",
    "0",
    "1\n",
    "+1",
    "1.0",
    "-1",
  ],
  "0": [
    undefined,
    "",
    " 0",
    "0 ",
    "00",
    "false",
    "FALSE",
    "no",
    "off",
    "０",
    "1",
    "0\n",
    "+0",
    "0.0",
    "-0",
  ],
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
