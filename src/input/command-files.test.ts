import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { folderWith } from "../test-fixtures/run-cli.ts";
import { filesOfCommand } from "./command-files.ts";

const bot = resolve(packageRoot, "examples/bot.py");
const spaced = join(folderWith({ "my bot.mjs": "" }), "my bot.mjs");

test.each<[string, readonly string[]]>([
  [`python3 ${bot} --fast`, [bot]],
  [`node '${spaced}'`, [spaced]],
  [`node "${spaced}" ${bot}`, [spaced, bot]],
  [bot, [bot]],
  [`${process.execPath} ${bot}`, [bot]],
  ["npm start", []],
  ["", []],
])("the files of %s", (command, files) => {
  expect(filesOfCommand(command)).toEqual(files);
});
