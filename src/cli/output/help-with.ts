import { exitCodes } from "./terminal.ts";

/** What each help ends with. */
export function helpWith(...examples: readonly string[]): string {
  const lines = examples.map((example) => `  reconcile-harness ${example}`);
  const { pass, fail, badInput, inconclusive } = exitCodes;
  const codes = `${pass} pass, ${fail} fail, ${badInput} bad usage or input, ${inconclusive} inconclusive`;
  return [
    "",
    examples.length === 1 ? "Example:" : "Examples:",
    ...lines,
    "",
    `Exit codes: ${codes}`,
  ].join("\n");
}
