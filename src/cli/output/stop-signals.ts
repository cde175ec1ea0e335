/** Ctrl-C and the signals that ask a campaign to end. */
import type { Limits } from "../../fuzz/limits.ts";
import { abortTargets } from "../../target/stdio/process-groups.ts";
import type { Terminal } from "./terminal.ts";

export const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * The first signal ends the campaign after the case in hand; the second kills the target, so that the case ends too.
 * Either way the report is written. Returns a function that ends the watch.
 */
export function watchSignals(limits: Limits, { warn }: Terminal): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    const count = limits.addSignal();
    if (count === 1) {
      warn(`${signal}: the campaign ends after the case in hand; a second signal ends it at once`);
    } else if (count === 2) {
      warn(`${signal}: the campaign ends now`);
      abortTargets();
    }
  };
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
}
