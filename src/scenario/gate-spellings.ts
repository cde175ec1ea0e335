/** Values that are similar to the one that opens a gate, at least ten for each gate. */
import { gates, type GateInputs } from "../domain/gate.ts";

export const wrongSpellings = {
  "1": [...similarTo("1"), "true", "TRUE", "yes", "on", "１", "0"],
  "0": [...similarTo("0"), "false", "FALSE", "no", "off", "０", "1"],
  LIVE_REMEDIATE: [
    "",
    " LIVE_REMEDIATE",
    "LIVE_REMEDIATE ",
    "live_remediate",
    "LIVE-REMEDIATE",
    "\tLIVE_REMEDIATE",
    "LIVE_REMEDIATE\t",
    "LIVE_REMEDIATE\n",
    "LIVE_REMEDIATE\r",
    "LIVE_REMEDIATE\r\n",
    "\uFEFFLIVE_REMEDIATE",
    "LIVE_REMEDIATE\u00A0",
    "LIVE",
    "1",
    "true",
    "yes",
    "ＬＩＶＥ_REMEDIATE",
  ],
} as const;

/** Texts that are similar to the one that opens a gate; null is unset. It may be among them. */
export function similarSpellings(value: string): (string | null)[] {
  const others = [value.toUpperCase(), value.toLowerCase(), "true", "yes", "on", "1", "0"];
  return [...similarTo(value).map((similar) => similar ?? null), ...others];
}

function similarTo(digit: string): (string | undefined)[] {
  const space = ["\t", "\n", "\r", "\r\n", "\u00A0"].map((after) => digit + after);
  const padded = [` ${digit}`, `${digit} `, `\t${digit}`, `\uFEFF${digit}`, `0${digit}`, ...space];
  return [undefined, "", ...padded, `+${digit}`, `${digit}.0`, `-${digit}`, `"${digit}"`];
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

/** Each gate with each wrong spelling of its value, while the other four are open: a list for each gate. */
export function misspellingsByGate(open: GateInputs): GateInputs[][] {
  return gates.map(({ source, requiredValue }) =>
    wrongSpellings[requiredValue].map((rawValue) => withSpelling(open, source, rawValue)),
  );
}

export function misspellings(open: GateInputs): GateInputs[] {
  return misspellingsByGate(open).flat();
}
