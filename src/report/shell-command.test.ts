import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { printable } from "../domain/printable-text.ts";
import { hostileText } from "../test-fixtures/pages.ts";
import { shellCommand } from "./shell-command.ts";

const print = `process.stdout.write(JSON.stringify(process.argv.slice(1)))`;
const program = `'${process.execPath}' -e '${print}' --`;

test.each([
  [["replay", "a1b2", "--target", "node 'my bot.mjs' | tee \"log\"", "--settle", "5s"]],
  [["", "~", "$HOME", "`id`", "!x", "*", "a=b", "\\", "\\'", "#", "http://127.0.0.1:8080/a?b&c"]],
  [["two\nlines", "a\ttab", "it's\u202E\n\\ back", "\u{1F916} bot\u200D\u007F", hostileText]],
])("bash gives a program the words %j, as they are shown on a page", (words) => {
  const command = shellCommand(program, words);
  expect(printable(command)).toBe(command);
  const { stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual(words);
});
