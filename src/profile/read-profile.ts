/** The profile of a bot as a file. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesOfCommand } from "../input/command-files.ts";
import { parseWithSchema } from "../input/parse-with-schema.ts";
import { readJsonFile } from "../input/read-json-file.ts";
import { botProfileSchema, type BotProfile } from "./bot-profile.ts";

export const profileFile = "reconcile-harness.json";

/** Throws `BadInputError`. */
export function readProfile(path: string): BotProfile {
  return parseWithSchema(botProfileSchema, readJsonFile(path));
}

/**
 * The profile next to the bot: in the folder of the first file that the command names, else in the working
 * folder. Null where there is none.
 */
export function findProfile(command: string): string | null {
  return profilePlaces(command).find((path) => existsSync(path)) ?? null;
}

/** Where `findProfile` searches, in its order. */
export function profilePlaces(command: string): string[] {
  return [...new Set([profilePathOf(command), profileFile])];
}

/** The place next to the bot. */
export function profilePathOf(command: string): string {
  const [file] = filesOfCommand(command);
  return file === undefined ? profileFile : join(dirname(file), profileFile);
}
