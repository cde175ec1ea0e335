/** What every command prints alike: the verdict of `--quiet`, and the head of a JSON document. */
import { printable } from "../domain/printable-text.ts";

/** A line with the verdict, and one for each name below it. */
export function renderVerdict(
  verdict: string,
  sentence: string,
  names: readonly string[] = [],
): string {
  const first = `${verdict.toUpperCase()}  ${sentence}`.trimEnd();
  const lines = [first, ...names.map((name) => `  ${name.replaceAll("\n", " ")}`)];
  return `${lines.map(printable).join("\n")}\n`;
}

/** One JSON document, indented, with a newline at its end. */
export function renderDocument(kind: string, verdict: string, content: object): string {
  return `${JSON.stringify({ schemaVersion: 1, kind, verdict, ...content }, null, 2)}\n`;
}
