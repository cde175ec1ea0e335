/** The files of a target, as far as its command names them. */
import { basename, dirname, resolve } from "node:path";
import { printableShort } from "../../domain/printable-text.ts";
import { counterexamplesFolder, regressionsFolder } from "../../fuzz/counterexample-files.ts";
import { filesOfCommand } from "../../input/command-files.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import { profilePlaces } from "../../profile/read-profile.ts";

/**
 * The folders of the files that a command names, as absolute paths. Throws `BadInputError` where no word is one.
 */
export function foldersOfTarget(command: string): string[] {
  const named = filesOfCommand(command);
  if (named.length > 0) return [...new Set(named.map((path) => dirname(resolve(path))))];
  throw new BadInputError(
    `--watch: no word of '${printableShort(command)}' is a file, so there is no folder to watch; ` +
      "name the file of the bot in --target, such as 'python3 bot.py'",
  );
}

/**
 * The profiles that count for the command and are in none of its folders, as absolute paths: the file of
 * `--bot-profile`, or else each place of the default one. A file may not exist yet.
 */
export function profilesOutside(
  folders: readonly string[],
  named: string | undefined,
  command: string,
): string[] {
  const paths = (named === undefined ? profilePlaces(command) : [named]).map((path) =>
    resolve(path),
  );
  // A folder is watched without its hidden files.
  const isWatched = (path: string) =>
    !basename(path).startsWith(".") && folders.includes(dirname(path));
  return paths.filter((path) => !isWatched(path));
}

/** Whether a path is no file of the target: hidden, of a package, or written by the harness. */
export function isNoTargetFile(path: string, reports: readonly string[]): boolean {
  const name = basename(path);
  const whole = resolve(path);
  return (
    name.startsWith(".") ||
    ["node_modules", "__pycache__"].includes(name) ||
    [counterexamplesFolder, regressionsFolder].some((folder) => resolve(folder) === whole) ||
    reports.some((report) => whole === resolve(report)) ||
    // The harness writes each file under a longer name first.
    /\.[\da-f-]{36}\.tmp$/.test(name)
  );
}
