/** `--report KIND=FILE`: checked before the work starts, written at its end. */
import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { printableShort } from "../../domain/printable-text.ts";
import { BadInputError, badOption } from "../../input/bad-input-error.ts";

export const reportKinds = ["json", "ndjson", "junit"] as const;
type ReportKind = (typeof reportKinds)[number];
export type ReportFile<Kind extends string = ReportKind> = {
  readonly kind: Kind;
  readonly path: string;
};

/** Throws `BadInputError` for an unknown kind and for a path that cannot be written. */
export function readReportFiles<Kind extends string>(
  written: readonly string[],
  kinds: readonly Kind[],
): ReportFile<Kind>[] {
  return written.map((text) => {
    const [, word = "", path = ""] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
    const kind = kinds.find((known) => known === word);
    if (kind === undefined) {
      throw badOption("--report", `KIND=FILE with ${kinds.join(", ")} for KIND`, text);
    }
    const problem = whyNotWritable(path);
    if (problem !== null) throw new BadInputError(`--report: ${printableShort(path)}: ${problem}`);
    return { kind, path };
  });
}

export function writeReport(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileAtomic.sync(path, text);
}

function whyNotWritable(path: string): string | null {
  try {
    if (existsSync(path) && statSync(path).isDirectory()) return "this is a directory";
    if (existsSync(path) && !statSync(path).isFile()) return "this is no ordinary file";
    const folder = nearestExisting(dirname(path));
    if (!statSync(folder).isDirectory()) return `${printableShort(folder)} is no folder`;
    // A report is written next to its place and then moved there.
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    return `it cannot be written (${code})`;
  }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(dirname(folder));
}
