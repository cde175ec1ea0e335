/** What goes over the wire in one more run of a replayed file. */
import { knownProperties } from "../../../properties/wire/all.ts";
import { printable } from "../../domain/printable-text.ts";
import { readReplayed } from "../../fuzz/counterexample-files.ts";
import { viewFailure } from "../../fuzz/failure-view.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import { renderWireTrace } from "../../report/wire-trace.ts";
import type { Target } from "../../simulation/target.ts";
import type { WireRecorder } from "./wire-recorder.ts";

/** With the follow-up that shows the failure. Empty for a file that cannot be read, which was reported before. */
export async function traceFile(
  path: string,
  target: Target,
  recorder: WireRecorder,
): Promise<string> {
  const read = readAgain(path);
  if (read === null) return "";
  const property = knownProperties.find(({ name }) => name === read.property);
  const lines = await recorder.record(() => viewFailure(read.scenario, target, property));
  const title = `The messages of one more run of ${printable(path)}`;
  return lines.length === 0 ? `${title}: none\n` : `${title}:\n${renderWireTrace(lines)}`;
}

function readAgain(path: string) {
  try {
    const replayed = readReplayed(path);
    return "kind" in replayed ? replayed : { scenario: replayed, property: null };
  } catch (error) {
    if (error instanceof BadInputError) return null;
    throw error;
  }
}
