/** `complete`: prints the completion script of a shell, and answers the requests of that script. */
import { readdirSync } from "node:fs";
import type { Command as KnownCommand, Complete } from "@bomb.sh/tab";
import addCommands from "@bomb.sh/tab/commander";
import { Command, type Option } from "commander";
import { knownProperties } from "../../properties/wire/all.ts";
import { standardScenarioNames } from "../scenario/scenario-files.ts";
import { exitCodes, type ExitCode, type Terminal } from "./output/terminal.ts";

/** Prints the script that a shell loads. `shell` is bash, zsh or fish. */
export function printScript(program: Command, shell: string, terminal: Terminal): ExitCode {
  const name = program.name();
  if (shell === "bash") terminal.out(bashStart);
  completionsOf(program, "").setup(name, name, shell);
  if (shell === "bash") terminal.out(bashEnd(name));
  return exitCodes.pass;
}

/** Prints the completions of the last word, a line each, in the form that the script reads. */
export function printCompletions(program: Command, words: readonly string[]): void {
  const word = words.at(-1) ?? "";
  completionsOf(program, word).parse(withoutEarlierValues(program, words));
}

/** The script calls a function of the package bash-completion, which a server may not have. */
const bashStart = `if ! declare -F _get_comp_words_by_ref >/dev/null; then
  _get_comp_words_by_ref() {
    cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}
    words=("\${COMP_WORDS[@]:0:COMP_CWORD + 1}") cword=$COMP_CWORD
  }
fi
`;

/** No space follows the name of a folder. */
function bashEnd(name: string): string {
  return `complete -o filenames -F __${name.replaceAll("-", "_")}_complete ${name}\n`;
}

/** The library adds commands of its own, so it gets a copy of the program. */
function completionsOf(program: Command, word: string) {
  const copy = new Command(program.name());
  const own = program.commands.filter((command) => command.name() !== "complete");
  for (const command of own) copy.addCommand(command);
  const root = addCommands(copy);
  for (const [path, command] of commandsOf(own)) {
    const known = root.commands.get(path);
    if (known !== undefined) addValues(known, command, word);
  }
  const shell = root.commands.get("complete")?.arguments.get("shell");
  if (shell !== undefined) shell.handler = offer(["bash", "zsh", "fish"]);
  return root;
}

/** Each command with its words, such as `audit verify`. */
function commandsOf(commands: readonly Command[], before = ""): (readonly [string, Command])[] {
  return commands.flatMap((command) => {
    const path = `${before}${command.name()}`;
    return [[path, command] as const, ...commandsOf(command.commands, `${path} `)];
  });
}

/** The library knows the choices of an option; names of properties and files come from here. */
function addValues(known: KnownCommand, command: Command, word: string): void {
  for (const { long, flags, argChoices } of command.options) {
    if (argChoices !== undefined) continue;
    const option = known.options.get(long?.slice(2) ?? "");
    const values = valuesOf(flags, word);
    if (option !== undefined && values !== null) option.handler = offer(values);
  }
  for (const registered of command.registeredArguments) {
    const argument = known.arguments.get(registered.name());
    const values = valuesOf(`<${registered.name()}>`, word);
    if (argument !== undefined && values !== null) argument.handler = offer(values);
  }
}

/** Null for a value that is neither a property nor a file. `word` is what is typed of it. */
function valuesOf(flags: string, word: string): readonly string[] | null {
  if (/<names?\b(?!\|)/.test(flags)) return knownProperties.map(({ name }) => name);
  if (flags.includes("<name|file>")) return ["all", ...standardScenarioNames, ...pathsLike(word)];
  return /<(?:files?|folder|counterexample)\b/.test(flags) ? pathsLike(word) : null;
}

/** The files and folders that a word may become. */
function pathsLike(word: string): readonly string[] {
  const folder = word.slice(0, word.lastIndexOf("/") + 1);
  try {
    const entries = readdirSync(folder === "" ? "." : folder, { withFileTypes: true });
    return entries.map((entry) => `${folder}${entry.name}${entry.isDirectory() ? "/" : ""}`);
  } catch {
    // There is no such folder.
    return [];
  }
}

function offer(values: readonly string[]) {
  return (complete: Complete) => {
    for (const value of values) complete(value, "");
  };
}

/** Of an option with several values, the library completes the first one only. */
function withoutEarlierValues(program: Command, words: readonly string[]): string[] {
  const word = words.at(-1) ?? "";
  const at = words.slice(0, -1).findLastIndex((earlier) => earlier.startsWith("--"));
  const isVariadic = ({ long, variadic }: Option) => variadic && long === words[at];
  const options = commandsOf(program.commands).flatMap(([, { options: some }]) => some);
  const isValue = !word.startsWith("-") && options.some(isVariadic);
  return isValue ? [...words.slice(0, at + 1), word] : [...words];
}
