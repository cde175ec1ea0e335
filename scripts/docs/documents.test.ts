/** Holds the documents against the code: lengths, links, commands, options. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { knownProperties } from "../../properties/wire/all.ts";
import { unknownNames } from "../../properties/rules/within-profile.ts";
import { allRules } from "../../properties/rules/all.ts";
import { noOutcomes, runStatusSchema, type MismatchResult } from "../../src/domain/run-report.ts";
import { tradingSymbolSchema } from "../../src/domain/trading-symbol.ts";
import { packageRoot } from "../../src/package-root.ts";
import { runStatus } from "../../src/pipeline/run-summary.ts";
import { reportedRunSchema } from "../../src/target/reported-run.ts";
import { botProfileSchema, limitNames } from "../../src/profile/bot-profile.ts";
import { avoidedWordsOf } from "./avoided-words.ts";
import { helpOfCommands, optionsOf } from "./command-help.ts";
import {
  blocksOf,
  commandsOf,
  documentPaths,
  linksOf,
  readDocument,
  tutorialPaths,
} from "./documents.ts";

const helps = helpOfCommands();
/** Neither the program nor a group of commands, nor a script of a checkout. */
const isCommand = (words: string) => !["", "audit", "target", "npm run strength"].includes(words);
const packageSchema = z.object({
  scripts: z.record(z.string(), z.string()),
  files: z.array(z.string()),
});
const { scripts, files } = packageSchema.parse(
  JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")),
);

test.each(["README.md", "ARCHITECTURE.md"])("%s has at most 120 lines", (path) => {
  expect(readDocument(path).trimEnd().split("\n").length).toBeLessThanOrEqual(120);
});

/** The anchors of headings, in the form that GitHub gives them. */
function anchorsOf(path: string): Set<string> {
  const headings = readDocument(path).matchAll(/^#+ (.*)$/gm);
  return new Set(
    Array.from(headings, ([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

test.each(documentPaths())("the links of %s resolve", (document) => {
  const broken = linksOf(document).filter(
    ({ path, anchor }) =>
      !existsSync(join(packageRoot, path)) || (anchor !== "" && !anchorsOf(path).has(anchor)),
  );
  expect(broken).toEqual([]);
});

test.each([...helps].filter(([words]) => isCommand(words)))(
  "the help of '%s' ends with examples of it, and with the exit codes",
  (words, help) => {
    const [, examples = ""] = help.split(/\nExamples?:\n/);
    expect(examples).toMatch(new RegExp(`^  reconcile-harness ${words}(?: |$)`, "m"));
    expect(help.trimEnd()).toMatch(/Exit codes: 0 pass, 1 fail, 2 .*, 3 inconclusive$/);
  },
);

test("every document is linked from the README, and each chapter of the tutorial from its first", () => {
  const sources = ["README.md", ...tutorialPaths()];
  const linked = new Set(sources.flatMap((source) => linksOf(source).map(({ path }) => path)));
  expect(documentPaths().filter((path) => path !== "README.md" && !linked.has(path))).toEqual([]);
});

/** The files and folders that a document names, without those that it writes and those with a placeholder. */
function pathsOf(document: string): string[] {
  const named = readDocument(document).matchAll(/`([\w.-]+\/[\w./-]*)`/g);
  return Array.from(named, ([, path = ""]) => path).filter(
    (path) => !/[A-Z]{3}|^(?:reports|dist|reconcile-harness)\/|\.jsonl/.test(path),
  );
}

function isInCheckout(path: string): boolean {
  return existsSync(join(packageRoot, path)) || existsSync(join(packageRoot, "src", path));
}

test.each(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/cli.md", "docs/runbook.md"])(
  "the files that %s names exist",
  (document) => {
    expect(pathsOf(document).filter((path) => !isInCheckout(path))).toEqual([]);
  },
);

/** The shell lines of a document, without variables in front and with one line for each command. */
function shellLinesOf(document: string): string[] {
  return blocksOf(readDocument(document))
    .filter(({ language }) => language === "sh" || language === "yaml")
    .flatMap(commandsOf)
    .map((line) => line.replace(/^- run: /, "").replace(/ # .*$/, ""))
    .flatMap((line) => line.split(/ (?:&&|\||\|\|) /))
    .map((command) => command.replace(/^(?:[A-Z_]+=\S* )+/, ""));
}

const programs = [
  ["npx tsx src/cli.ts ", ""],
  ["npx reconcile-harness ", ""],
  ["npm run smoke -- ", "smoke "],
  ["npm run --silent smoke -- ", "smoke "],
  ["npm run fuzz -- ", "fuzz "],
  ["npm run strength -- ", "npm run strength "],
] as const;

/** The reason for which a command is not one of this project's; null where it is, or runs another program. */
function problemOf(command: string): string | null {
  const [, script] = /^npm run (?:--silent )?([\w:-]+)/.exec(command) ?? [];
  if (script !== undefined && scripts[script] === undefined) return `no script '${script}'`;
  const program = programs.find(([start]) => `${command} `.startsWith(start));
  if (program === undefined) return null;
  const line = `${program[1]}${command.slice(program[0].length)} `;
  const names = [...helps.keys()].filter((name) => name !== "" && line.startsWith(`${name} `));
  const name = names.toSorted((left, right) => right.length - left.length)[0];
  if (name === undefined) return `no command in '${command}'`;
  const known = optionsOf(helps.get(name) ?? "");
  const written = Array.from(line.replaceAll(/'[^']*'/g, "''").matchAll(/ (--[a-z-]+)/g));
  const unknown = written.map(([, option = ""]) => option).filter((option) => !known.has(option));
  return unknown.length === 0 ? null : `${name}: unknown ${unknown.join(" ")}`;
}

test.each(documentPaths())("the commands of %s exist, with their options", (document) => {
  const problems = shellLinesOf(document).map(problemOf);
  expect(problems.filter((problem) => problem !== null)).toEqual([]);
});

test("a command, an option or a script that does not exist is a problem", () => {
  expect(problemOf("npx tsx src/cli.ts hunt")).toContain("no command");
  expect(problemOf("npm run fuzz -- --seed 1 --profile pr")).toContain("--profile");
  expect(problemOf("npm run --silent smokes")).toContain("no script");
  expect(problemOf("npx tsx src/cli.ts target check 'bot --fast'")).toBeNull();
});

const commandsWithOptions = [...helps].filter(
  ([name, help]) => name !== "" && !help.includes("\nCommands:\n"),
);

test.each(commandsWithOptions)(
  "docs/cli.md has '%s', with an example of each option",
  (name, help) => {
    const written = readDocument("docs/cli.md");
    const [, section = ""] = written.split(`\n## \`${name}\`\n`);
    const examples = blocksOf(section.split("\n## ")[0] ?? "").map(({ text }) => text);
    expect(examples).not.toEqual([]);
    const missing = [...optionsOf(help)].filter((option) => !examples.join("").includes(option));
    expect(missing).toEqual(["--help"]);
  },
);

test.each([...helps])(
  "the help of '%s' has a usage, and no word that this project avoids",
  (_, help) => {
    expect(help).toContain("Usage:");
    expect(avoidedWordsOf(help)).toEqual([]);
  },
);

test("the package ships what a user of it reads", () => {
  expect(files).toEqual(expect.arrayContaining(["CHANGELOG.md", "docs/runbook.md", "docs/cli.md"]));
});

test("the profiles in docs/profile.md and examples/ are valid, and name rules that exist", () => {
  const written = blocksOf(readDocument("docs/profile.md")).filter(
    ({ language }) => language === "json",
  );
  const texts = [...written.map(({ text }) => text), readDocument("examples/profile.json")];
  expect(texts).toHaveLength(3);
  for (const text of texts) {
    const profile = botProfileSchema.parse(JSON.parse(text));
    expect(unknownNames(profile, knownProperties)).toEqual([]);
  }
});

test("docs/profile.md describes every field of a profile, and every limit", () => {
  const document = readDocument("docs/profile.md");
  const fields = Object.keys(botProfileSchema.unwrap().shape);
  expect(fields.filter((field) => !document.includes(field))).toEqual([]);
  expect(limitNames.filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
});

test("the results in docs/protocol.md are those of a report, and rule R74 has each status of a run", () => {
  const blocks = blocksOf(readDocument("docs/protocol.md"));
  const [text = ""] = blocks
    .filter(({ language }) => language === "json")
    .flatMap((block) => (block.text.startsWith("[") ? [block.text] : []));
  const { results } = reportedRunSchema.parse({ mode: "live", results: JSON.parse(text) });
  expect(results?.map(({ outcome }) => outcome.status)).toEqual([
    "executed",
    "deferred",
    "blocked",
  ]);
  const rule = allRules.find(({ number }) => number === 74)?.text ?? "";
  const named = Array.from(rule.matchAll(/`([a-z_]+)`/g), ([, word = ""]) => word);
  expect(named).toEqual(expect.arrayContaining([...runStatusSchema.options]));
});

test("the statuses of rule R74 are in the order of the worst", () => {
  const rule = allRules.find(({ number }) => number === 74)?.text ?? "";
  const [first = ""] = rule.split(", or `clean`");
  const order = Array.from(first.matchAll(/`([a-z_]+)`/g), ([, word = ""]) => word);
  const counts = { ...noOutcomes };
  const reached = order.toReversed().map((status) => {
    if (status in counts) Object.assign(counts, { [status]: 1 });
    return runStatus([deferred], counts, []);
  });
  expect(reached).toEqual(order.toReversed());
});

const deferred: MismatchResult = {
  mismatch: {
    type: "POSITION_NONZERO_UNEXPECTED",
    symbol: tradingSymbolSchema.parse("BTCUSDT"),
    positionSide: "BOTH",
  },
  outcome: { status: "deferred", detail: "" },
};
