/** `--report KIND=FILE`: checked before the work starts, written at its end. */
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { printable, printableShort } from "../../domain/printable-text.ts";
import { BadInputError, badOption } from "../../input/bad-input-error.ts";
import { describeSystemError, writeWholeFile } from "../../input/whole-file.ts";

export const reportKinds = [
  "json",
  "ndjson",
  "junit",
  "html",
  "ctrf",
  "sarif",
  "observations",
  "evidence",
] as const;
type ReportKind = (typeof reportKinds)[number];
export type ReportFile<Kind extends string = ReportKind> = {
  readonly kind: Kind;
  readonly path: string;
};

/**
 * Throws `BadInputError` for an unknown kind, for a path that cannot be written, and for one that another report or
 * an input has.
 */
export function readReportFiles<Kind extends string>(
  written: readonly string[],
  kinds: readonly Kind[],
  inputs: readonly string[] = [],
): ReportFile<Kind>[] {
  const users = usersOf(inputs);
  return written.map((text) => {
    const [, word = "", path = ""] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
    const kind = kinds.find((known) => known === word);
    if (kind === undefined) {
      throw badOption("--report", `KIND=FILE with ${kinds.join(", ")} for KIND`, text);
    }
    const files =
      kind === "evidence" ? [evidenceJson, evidencePage].map((name) => join(path, name)) : [path];
    for (const file of files) {
      const problem = whyNotWritable(file) ?? whyTaken(file, users);
      if (problem !== null)
        throw new BadInputError(`--report: ${printableShort(path)}: ${problem}`);
    }
    for (const file of files) users.set(placeOf(file), `the report ${kind}`);
    return { kind, path };
  });
}

/** `--out FILE`. Throws `BadInputError` for a path that cannot be written, and for one that an input has. */
export function refuseOut(path: string, inputs: readonly string[]): void {
  if (path === "") throw badOption("--out", "a file", path);
  const problem = whyNotWritable(path) ?? whyTaken(path, usersOf(inputs));
  if (problem !== null) throw new BadInputError(`--out: ${printableShort(path)}: ${problem}`);
}

/** Who has a file, by its place. */
function usersOf(inputs: readonly string[]): Map<string, string> {
  return new Map(inputs.map((path) => [placeOf(path), "an input"]));
}

function whyTaken(path: string, users: ReadonlyMap<string, string>): string | null {
  const user = users.get(placeOf(path));
  return user === undefined ? null : `this is the file of ${user} too; name another file`;
}

/** The file of an evidence folder that is read by programs. */
export const evidenceJson = "evidence.json";
/** The one for persons. */
export const evidencePage = "evidence.html";

/** Two paths of one file have one place. */
function placeOf(path: string): string {
  const whole = resolve(path);
  if (existsSync(whole)) return realpathSync(whole);
  return whole === dirname(whole) ? whole : join(placeOf(dirname(whole)), basename(whole));
}

/** Returns a warning when the report cannot be written, or null. */
export function writeReport(path: string, text: string): string | null {
  try {
    writeWholeFile(path, text);
    return null;
  } catch (error) {
    return `warning: the report ${printable(path)} was not written: ${describeSystemError(error)}`;
  }
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
