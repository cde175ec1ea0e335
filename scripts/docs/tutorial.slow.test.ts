/** Runs the commands of the tutorial, each chapter in a folder without what another one has made. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith } from "../../src/test-fixtures/run-cli.ts";
import { blocksOf, readDocument, tutorialPaths } from "./documents.ts";
import { testDocuments } from "./run-documents.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;

const chapters = hasPython ? tutorialPaths() : [];

testDocuments(Object.fromEntries(chapters.map((path) => [path, {}])));

test.skipIf(hasPython)("the commands (skipped: their interpreter is not installed)", () => {
  expect(chapters).toEqual([]);
});

/** The bot that a chapter has broken, and the good one. */
function botsOf(path: string) {
  const folder = folderWith({ "examples/bot.py": readDocument("examples/bot.py") });
  const [first] = blocksOf(readDocument(path));
  spawnSync("bash", ["-c", first?.text ?? "false"], { cwd: folder });
  const [broken, good] = ["bot.py", "good.py"].map((name) =>
    readFileSync(join(folder, "reports", name), "utf8"),
  );
  return { broken, good };
}

test("there are five chapters, and each one breaks the bot in its own way", () => {
  const bots = tutorialPaths().map(botsOf);
  expect(bots).toHaveLength(5);
  expect(new Set(bots.map(({ good }) => good)).size).toBe(1);
  expect(new Set(bots.flatMap(({ good, broken }) => [good, broken])).size).toBe(6);
});
