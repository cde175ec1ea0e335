import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { BadInputError } from "../../input/bad-input-error.ts";
import { packageRoot } from "../../package-root.ts";
import { foldersOfTarget, isNoTargetFile } from "./target-files.ts";

const top = resolve(packageRoot);
const examples = join(top, "examples");

test.each<[string, readonly string[]]>([
  [`python3 ${examples}/bot.py --fast`, [examples]],
  [`node '${examples}/bot.mjs'`, [examples]],
  [`node "${examples}/bot.mjs" ${top}/package.json`, [examples, top]],
  [`${examples}/bot.py`, [examples]],
  [`${process.execPath} ${examples}/bot.mjs`, [examples]],
  [`${examples}/bot.py ${examples} --fast`, [examples]],
])("the files of %s are in their folders", (command, folders) => {
  expect(foldersOfTarget(command)).toEqual(folders);
});

test("a command without a file is refused with the cure", () => {
  expect(() => foldersOfTarget("npm start")).toThrow(BadInputError);
  expect(() => foldersOfTarget("npm start")).toThrow(/'npm start' is a file.*such as 'python3/);
});

test.each([
  ["bot.py", false],
  ["lib/orders.py", false],
  ["r.json", true],
  ["other.json", false],
  ["reports", false],
  ["reports/counterexamples", true],
  ["scenarios/regressions", true],
  ["node_modules", true],
  ["lib/__pycache__", true],
  [".git", true],
  [".bot.py.swp", true],
  ["s.json.5e1a6a3e-8a4b-4b7e-9f6c-0d7c3f1b2a10.tmp", true],
])("%s is no file of the target: %s", (path, isNone) => {
  expect(isNoTargetFile(path, ["r.json"])).toBe(isNone);
});
