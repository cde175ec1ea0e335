/** Counterexamples on disk. A campaign replays the folders of this file before any new case. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { printable } from "../domain/printable-text.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import type { JsonDocument } from "../input/json-document.ts";
import { parseWithSchema } from "../input/parse-with-schema.ts";
import { readJsonFile } from "../input/read-json-file.ts";
import { describeSystemError, writeWholeFile } from "../input/whole-file.ts";
import { scenarioSchema, type Scenario } from "../scenario/scenario.ts";
import { isRecord, upgradeScenario } from "../scenario/version-1.ts";
import {
  counterexampleFileName,
  counterexampleId,
  counterexampleSchema,
} from "./counterexample.ts";
import type { Counterexample } from "./counterexample.ts";
import { upgradeCounterexample } from "./version-1.ts";

/** Committed counterexamples, below the folder in which the command runs. */
export const regressionsFolder = join("scenarios", "regressions");

/** New counterexamples. Git ignores the folder. */
export const counterexamplesFolder = join("reports", "counterexamples");

/** A file in both folders counts once, as the committed one. */
export const replayedFolders: readonly string[] = [regressionsFolder, counterexamplesFolder];

/**
 * The paths of the folders' counterexamples, each file name once; a missing folder has none.
 * Throws `BadInputError` for a folder that cannot be listed.
 */
export function listCounterexamples(folders: readonly string[]): string[] {
  const paths = new Map<string, string>();
  for (const folder of folders) {
    for (const name of listNames(folder).toSorted()) {
      if (name.endsWith(".json") && !paths.has(name)) paths.set(name, join(folder, name));
    }
  }
  return [...paths.values()];
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT") return [];
    const cure = code === "ENOTDIR" ? "; a file has the name of the folder: move the file" : "";
    throw new BadInputError(`${printable(folder)}: ${describeSystemError(error)}${cure}`);
  }
}

/** Throws `BadInputError` for a file that is broken or outside today's schema, and names the field. */
export function readCounterexample(path: string): Counterexample {
  return parseCounterexample(readJsonFile(path));
}

/** The same for a file that may have a scenario alone, such as one that a person wrote. */
export function readReplayed(path: string): Counterexample | Scenario {
  const document = readJsonFile(path);
  const { value } = document;
  if (isRecord(value) && value["kind"] === "counterexample") return parseCounterexample(document);
  if (isRecord(value) && value["kind"] === undefined && value["steps"] !== undefined) {
    return parseWithSchema(scenarioSchema, { ...document, value: upgradeScenario(value) });
  }
  throw new BadInputError(
    `${printable(path)}: neither a counterexample, which has "kind": "counterexample", nor a scenario, which has "steps"`,
  );
}

function parseCounterexample(document: JsonDocument): Counterexample {
  const value = upgradeCounterexample(document.value);
  const read = parseWithSchema(counterexampleSchema, { ...document, value });
  return value === document.value ? read : { ...read, id: counterexampleId(read) };
}

export function findCounterexample(id: string, folders: readonly string[]): string {
  const found = listCounterexamples(folders).find((path) => path.endsWith(`--${id}.json`));
  if (found !== undefined) return found;
  throw new BadInputError(
    `${id}: no file, folder, or counterexample of that id in ${folders.join(" or ")}`,
  );
}

/** The path of a file of this name that exists, or null. */
export function findSaved(counterexample: Counterexample, folder: string): string | null {
  const name = counterexampleFileName(counterexample);
  const paths = listCounterexamples([folder, regressionsFolder]);
  return paths.find((path) => basename(path) === name) ?? null;
}

/** Writes the file whole or not at all. Returns its path. */
export function writeCounterexample(counterexample: Counterexample, folder: string): string {
  const path = join(folder, counterexampleFileName(counterexample));
  writeWholeFile(path, `${JSON.stringify(counterexample, null, 2)}\n`);
  return path;
}
