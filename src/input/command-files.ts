/** The files that a command names, such as the program of a bot. */
import { statSync } from "node:fs";

/** Without quotes. The program counts only where no other word is a file. */
export function filesOfCommand(command: string): readonly string[] {
  const [program = "", ...others] = Array.from(
    command.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g),
    (match) => match.slice(1).join(""),
  );
  const files = others.filter(isFile);
  return files.length > 0 ? files : [program].filter(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
