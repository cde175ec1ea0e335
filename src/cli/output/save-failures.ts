/** Saves the failures of a campaign, each where the reader finds it. */
import { printable, printableJson } from "../../domain/printable-text.ts";
import type { Counterexample } from "../../fuzz/counterexample.ts";
import type { FailureSaver } from "../../fuzz/failure-saver.ts";
import { describeSystemError } from "../../input/whole-file.ts";
import { optionsOf, type TargetCommand } from "../../target/open-target.ts";
import type { SavedFailure } from "../../report/campaign-text.ts";

/** A failure that cannot be saved still fails the campaign. `command` is that of the target. */
export function saveFailure(
  counterexample: Counterexample,
  saver: FailureSaver,
  command: TargetCommand | null,
  warn: (warning: string) => void,
): SavedFailure {
  try {
    const path = saver.save(counterexample);
    const replay = replayCommandOf(path, command);
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

/** The command to paste, with the program that this process was started with: the package or a checkout. */
export function replayCommandOf(path: string, command: TargetCommand | null): string {
  const program = import.meta.url.endsWith(".ts") ? "npx tsx src/cli.ts" : "npx reconcile-harness";
  const target = command === null ? [] : optionsOf(command);
  return `${program} replay ${[path, ...target].map(quoted).join(" ")}`;
}

/** As one word for a POSIX shell. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
