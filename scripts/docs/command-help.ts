/** The help of each command, as the built command line prints it. */
import { runCli, runScript } from "../../src/test-fixtures/run-cli.ts";

/** From the words of a command, such as `audit verify`, to its help. `npm run strength` is one of them. */
export function helpOfCommands(): ReadonlyMap<string, string> {
  const helps = new Map<string, string>();
  addHelp([], helps);
  const { stdout } = runScript("scripts/strength/main.ts", ["--help"]);
  return helps.set("npm run strength", stdout);
}

function addHelp(words: readonly string[], helps: Map<string, string>): void {
  const { stdout } = runCli([...words, "--help"]);
  helps.set(words.join(" "), stdout);
  const [, listed = ""] = stdout.split("\nCommands:\n");
  for (const [, name = ""] of listed.matchAll(/^ {2}([a-z]+)/gm)) {
    if (name !== "help") addHelp([...words, name], helps);
  }
}

/** The long options that a help lists. */
export function optionsOf(help: string): Set<string> {
  return new Set(
    Array.from(help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm), ([, name = ""]) => name),
  );
}
