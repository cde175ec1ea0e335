/**
 * Runs each command of documents in a fresh copy of this checkout, and compares the output with the text block that
 * follows. In such a block `…` matches any text. Of commands that differ in arguments only, the first starts from source
 * as it is written; the others run the build.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/package-root.ts";
import { temporaryFolder } from "../../src/test-fixtures/run-cli.ts";
import { blocksOf, commandsOf, readDocument } from "./documents.ts";

/** Only a command that hangs takes this long. One that takes 30 s on a quiet machine belongs to the list below. */
const commandMsMax = 600_000;

/** The starts from source that are repeated, longest first, and what starts the same program in the build. */
const starts: Readonly<Record<string, string>> = {
  "npm run --silent smoke --": "node dist/cli.js smoke",
  "npm run --silent smoke": "node dist/cli.js smoke",
  // The first campaign starts from source, because its report names commands that do.
  "npx tsx src/cli.ts fuzz": "node dist/cli.js fuzz",
  "npx tsx src/cli.ts": "node dist/cli.js",
};

const started = new Set<string>();

/** The command as it is written when it is the first with its start; a start that is not listed stays too. */
function startOnce(command: string): string {
  const [start, built] = Object.entries(starts).find(([text]) => command.includes(text)) ?? [];
  if (start === undefined || built === undefined) return command;
  if (started.has(start)) return command.replace(start, built);
  started.add(start);
  return command;
}

type Step = {
  readonly line: number;
  readonly title: string;
  readonly commands: readonly string[];
  /** What the commands print; null where the document does not show it. */
  readonly expected: string | null;
};

function stepsOf(path: string): Step[] {
  const blocks = blocksOf(readDocument(path));
  return blocks.flatMap((block, at) => {
    const next = blocks[at + 1];
    const expected = next?.language === "text" ? next.text : null;
    const commands = commandsOf(block);
    const title = commands.join("; ");
    return block.language === "sh" ? [{ line: block.line, title, commands, expected }] : [];
  });
}

/** Runs a command in bash, with both of its outputs in one text. */
function run(
  command: string,
  cwd: string,
): { readonly status: number | null; readonly printed: string } {
  const { PATH = "", HOME = "" } = process.env;
  const { status, stdout } = spawnSync("bash", ["-c", `{ ${command}\n} 2>&1`], {
    cwd,
    encoding: "utf8",
    env: { PATH, HOME },
    timeout: commandMsMax,
  });
  return { status, printed: stdout };
}

/** The files of this checkout, committed or not, in a repository of their own. */
function copyCheckout(): string {
  const copy = temporaryFolder();
  const { printed } = run("git ls-files -co --exclude-standard -x node_modules", packageRoot);
  for (const path of printed.trim().split("\n")) {
    if (existsSync(join(packageRoot, path))) cpSync(join(packageRoot, path), join(copy, path));
  }
  symlinkSync(join(packageRoot, "node_modules"), join(copy, "node_modules"));
  cpSync(join(packageRoot, "dist"), join(copy, "dist"), { recursive: true });
  const commit = "git -c user.name=test -c user.email=test@localhost commit -qm copy";
  const exclude = "echo node_modules > .git/info/exclude";
  const made = run(`git init -q && ${exclude} && git add -A && ${commit}`, copy);
  expect(made).toMatchObject({ status: 0 });
  return copy;
}

function isMeant(key: string, command: string): boolean {
  return key.endsWith("…") ? command.startsWith(key.slice(0, -1)) : command === key;
}

/** The code that a command ends with, by its comment; 0 without one. */
function exitCodeOf(command: string): number {
  return Number(/# exits with (\d)/.exec(command)?.[1] ?? 0);
}

function patternOf(text: string): RegExp {
  const lines = text.split("\n").slice(0, -1);
  const patterns = lines.map((line) =>
    line === "…"
      ? String.raw`(?:.*\n)*?`
      : `${line.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`).replaceAll("…", ".*")}\n`,
  );
  return new RegExp(`^${patterns.join("")}$`);
}

/** By the path of the document. */
export type NotRun = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Registers the tests of each document. `notRun` has the commands that are not run, with the reason; `…` ends the start of
 * a command.
 */
export function testDocuments(notRun: NotRun): void {
  let copy = "";
  beforeAll(() => {
    copy = copyCheckout();
  });

  describe.each(Object.entries(notRun))("%s", (path, exempt) => {
    const steps = stepsOf(path);
    beforeAll(() => {
      // No document may need what another one has made.
      const { status, printed } = run("git clean -fdxq -e node_modules -e dist", copy);
      if (status !== 0) throw new Error(printed);
    });

    test.each(steps)(
      "line $line: $title",
      ({ commands, expected }) => {
        const ran = commands
          .filter((command) => !Object.keys(exempt).some((key) => isMeant(key, command)))
          .map((command) => {
            const result = run(startOnce(command), copy);
            return { command, exitCode: exitCodeOf(command), ...result };
          });
        expect(ran.filter(({ status, exitCode }) => status !== exitCode)).toEqual([]);
        expect(ran.map(({ printed }) => printed).join("")).toMatch(patternOf(expected ?? "…\n"));
      },
      2 * commandMsMax,
    );

    test("the commands leave no trace in git", () => {
      expect(run("git status --porcelain --ignored=no", copy)).toEqual({ status: 0, printed: "" });
    });

    test("each command that is not run is one of the document's", () => {
      const commands = steps.flatMap((step) => step.commands);
      const keys = Object.keys(exempt);
      expect(keys.filter((key) => !commands.some((one) => isMeant(key, one)))).toEqual([]);
    });
  });
}
