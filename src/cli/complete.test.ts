/** `complete` in real shells: each loads its script, and is asked for completions. */
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { knownProperties } from "../../properties/wire/all.ts";
import { cliPath, folderWith, runCli } from "../test-fixtures/run-cli.ts";

/** The command under its own name, as an installation has it. */
const bin = folderWith({
  "reconcile-harness": `#!/bin/sh\nexec '${process.execPath}' '${cliPath}' "$@"\n`,
});
chmodSync(join(bin, "reconcile-harness"), 0o755);

/** Sources the script, and prints what it offers for the words. */
const questions = {
  bash: `source <(reconcile-harness complete bash)
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    $(complete -p reconcile-harness | sed 's/.*-F \\([^ ]*\\).*/\\1/')
    printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: `compdef() { registered=$1 }
    _describe() { print -rl -- "\${completions[@]%%:*}" }
    source <(reconcile-harness complete zsh)
    words=("$@") CURRENT=$#
    $registered`,
  fish: `reconcile-harness complete fish | source
    complete --do-complete "$(string join ' ' -- $argv)" | string replace --regex '\\t.*' ''`,
} as const;

type Shell = keyof typeof questions;
const shells = ["bash", "zsh", "fish"] as const;
const isInstalled = (shell: Shell) => spawnSync(shell, ["-c", "true"]).status === 0;

function ask(shell: Shell, words: readonly string[], cwd?: string): string[] {
  const given = ["reconcile-harness", ...words];
  // The first argument after the text of bash and zsh is the name of the script.
  const args = ["-c", questions[shell], ...(shell === "fish" ? [] : [shell]), ...given];
  const PATH = [bin, process.env["PATH"]].join(delimiter);
  const env = { PATH, HOME: bin };
  const { stdout } = spawnSync(shell, args, { cwd, env, encoding: "utf8" });
  return stdout.split("\n").filter((line) => line !== "");
}

test("bash is installed", () => {
  expect(isInstalled("bash")).toBe(true);
});

for (const shell of shells) {
  const missing = isInstalled(shell) ? "" : " (skipped: it is not installed)";
  test.skipIf(missing !== "").each<[string, readonly string[], readonly string[]]>([
    ["commands", ["pr"], ["properties"]],
    ["a command that reads an account", ["ca"], ["capture"]],
    ["the command of a group", ["target", "c"], ["check"]],
    ["options", ["fuzz", "--pr"], ["--property", "--preset"]],
    ["a property", ["fuzz", "--property", "limits-"], ["limits-hold"]],
    ["a further property", ["fuzz", "--property", "x", "y", "limits-"], ["limits-hold"]],
    ["a property to leave out", ["fuzz", "--without", "limits-"], ["limits-hold"]],
    ["the name of a property", ["properties", "limits-"], ["limits-hold"]],
    ["choices", ["plan", "--action", "flat"], ["flatten"]],
    ["files", ["replay", "fi"], ["file.json"]],
    ["a folder", ["capture", "--out", "fi"], ["file.json"]],
    ["files next to names", ["smoke", "--scenario", "o"], ["order", "own.json"]],
    ["a scenario of an exchange", ["exchange", "--scenario", "o"], ["order", "own.json"]],
    ["shells", ["complete", "z"], ["zsh"]],
  ])(`${shell} completes %s${missing}`, (_, words, expected) => {
    const cwd = folderWith({ "file.json": {}, "own.json": {} });
    expect(ask(shell, words, cwd).toSorted()).toEqual(expected.toSorted());
  });
}

test("an empty word gets every property", () => {
  const names = knownProperties.map(({ name }) => name);
  expect(ask("bash", ["properties", ""]).toSorted()).toEqual(names.toSorted());
});

test("an unknown shell is refused with the known ones", () => {
  const run = runCli(["complete", "tcsh"]);
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain("Allowed choices are bash, zsh, fish");
});

/** The text of a bundle with all that it loads at its start. */
function loadedBy(path: string, seen = new Set<string>()): string {
  if (seen.has(path)) return "";
  seen.add(path);
  const text = readFileSync(path, "utf8");
  const imports = [...text.matchAll(/(?:from|import) ?"(\.\/[^"]+)"/g)];
  return [text, ...imports.map(([, to = ""]) => loadedBy(join(dirname(path), to), seen))].join("");
}

// Each start of another command would read it too.
test("the library is no part of what every command loads", () => {
  const start = "# bash completion for";
  expect(runCli(["complete", "bash"]).stdout).toContain(start);
  expect(loadedBy(cliPath)).toContain("print the completion script of a shell");
  expect(loadedBy(cliPath)).not.toContain(start);
});
