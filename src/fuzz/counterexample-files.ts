/** Counterexamples on disk: the regressions that every campaign replays first. */
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { BadInputError } from "../input/bad-input-error.ts";
import { parseWithSchema } from "../input/parse-with-schema.ts";
import { readJsonFile } from "../input/read-json-file.ts";
import {
  counterexampleFileName,
  counterexampleId,
  counterexampleSchema,
} from "./counterexample.ts";
import type { Counterexample } from "./counterexample.ts";
import { upgradeCounterexample } from "./version-1.ts";

/** Where counterexamples are saved and looked for, below the folder that the command is run in. */
export const regressionsFolder = join("scenarios", "regressions");

/** The paths of a folder's counterexamples, sorted; none where there is no such folder. */
export function listRegressions(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.toSorted().map((name) => join(folder, name));
}

/** Throws `BadInputError` for a file that is broken or outside today's schema, and names the field. */
export function readCounterexample(path: string): Counterexample {
  const document = readJsonFile(path);
  const value = upgradeCounterexample(document.value);
  const read = parseWithSchema(counterexampleSchema, { ...document, value });
  return value === document.value ? read : { ...read, id: counterexampleId(read) };
}

/** Finds a counterexample by its id. Throws `BadInputError`. */
export function findCounterexample(id: string, folder: string): string {
  const found = listRegressions(folder).find((path) => path.endsWith(`--${id}.json`));
  if (found !== undefined) return found;
  throw new BadInputError(`${id}: no file, folder, or counterexample of that id in ${folder}`);
}

/** Writes the file whole or not at all, and answers with its path. One that is there stays as it is. */
export function saveCounterexample(counterexample: Counterexample, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, counterexampleFileName(counterexample));
  if (existsSync(path)) return path;
  writeFileAtomic.sync(path, `${JSON.stringify(counterexample, null, 2)}\n`);
  return path;
}
