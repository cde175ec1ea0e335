/** Saves the failures of a campaign, each where the reader finds it. */
import { printable, printableJson } from "../../domain/printable-text.ts";
import type { Counterexample } from "../../fuzz/counterexample.ts";
import type { FailureSaver } from "../../fuzz/failure-saver.ts";
import { describeSystemError } from "../../input/whole-file.ts";
import { shellCommand } from "../../report/shell-command.ts";
import type { SavedFailure } from "../../report/campaign-text.ts";

/** A failure that cannot be saved still fails the campaign. `target` has the words that name the target. */
export function saveFailure(
  counterexample: Counterexample,
  saver: FailureSaver,
  target: readonly string[],
  warn: (warning: string) => void,
): SavedFailure {
  try {
    const path = saver.save(counterexample);
    const replay = replayCommandOf(path, target);
    return { counterexample, place: { kind: "file", path, command: replay } };
  } catch (error) {
    const place = printable(saver.folder);
    warn(`warning: ${counterexample.id} was not saved in ${place}: ${describeSystemError(error)}`);
    return { counterexample, place: { kind: "printed" } };
  }
}

/** A failure that is in no file is printed as JSON, so that the reader can save it. */
export function renderUnsaved({ counterexample, place }: SavedFailure): string {
  if (place.kind !== "printed") return "";
  const name = `${counterexample.id}.json`;
  return `Not saved. Save the next line as ${name}, then: replay ${name}\n${printableJson(counterexample)}\n\n`;
}

/** The command to paste. */
export function replayCommandOf(path: string, target: readonly string[]): string {
  return shellCommand(program, ["replay", path, ...target]);
}

/** How this process was started. */
export const program = import.meta.url.endsWith(".ts")
  ? "npx tsx src/cli.ts"
  : "npx reconcile-harness";
