import { expect, test } from "vitest";
import { folderWith, runCli } from "../test-fixtures/run-cli.ts";
import { observedOrder, scenarioWith } from "../test-fixtures/scenarios.ts";

const escape = "\u001B[31m";

test.each<[string, readonly string[], string]>([
  ["no command", [], "Usage: reconcile-harness"],
  ["an unknown command", ["smok"], "unknown command 'smok'"],
  ["an unknown option", ["smoke", "--live"], "unknown option '--live'"],
  ["a surplus argument", ["smoke", "order"], "too many arguments"],
  ["an option without its value", ["smoke", "--confirm"], "argument missing"],
  ["an option that is required", ["plan"], "--expected <file>"],
  ["another option that is required", ["capture"], "--out <folder>"],
  ["an unknown action", ["plan", "--action", "panic"], "Allowed choices are none, cancel_all"],
  [
    "a symbol in lower case",
    ["smoke", "--symbol", "ethusdt"],
    "--symbol: expected a trading symbol",
  ],
  ["an empty symbol", ["smoke", "--symbol", ""], "--symbol: expected"],
  ["an escape sequence", ["smoke", "--symbol", escape], "\\u{1b}"],
  ["an escape sequence for an option", ["smoke", `--${escape}`], "\\u{1b}"],
  ["audit without a verb", ["audit"], "verify"],
])("usage: %s is exit 2", (_, args, expected) => {
  const run = runCli(args);
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain(expected);
  expect(run.stderr).not.toContain("\u001B");
});

const planArgs = [
  "plan",
  "--open-orders",
  "o.json",
  "--position-risk",
  "p.json",
  "--expected",
  "e.json",
];

test.each([
  ["a whitelist with a gap", ["--whitelist", "BTCUSDT,,ETHUSDT"], "--whitelist: expected"],
  ["a whitelist in lower case", ["--whitelist", "btcusdt"], "--whitelist: expected"],
  ["a time without a zone", ["--captured-at", "2026-01-01T00:00:00"], "--captured-at: expected"],
  ["a time that does not parse", ["--captured-at", "yesterday"], "--captured-at: expected"],
  ["a time in seconds", ["--captured-at", "1704067200"], "--captured-at: expected"],
  ["a time in the future", ["--captured-at", "2999-01-01T00:00:00Z"], "is in the future"],
])("usage of plan: %s is exit 2", (_, args, expected) => {
  const cwd = folderWith({ "o.json": [], "p.json": [], "e.json": {} });
  const run = runCli([...planArgs, ...args], { cwd });
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain(expected);
});

test("--symbol is refused for a scenario of several symbols, and they are named", () => {
  const two = scenarioWith({ exchange: { orders: [observedOrder({ symbol: "ETHUSDT" })] } });
  const cwd = folderWith({ "two.json": two });
  const run = runCli(["smoke", "--scenario", "two.json", "--symbol", "XRPUSDT"], { cwd });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("BTCUSDT, ETHUSDT");
});

test("audit verify names a broken line, exit 1, and a torn one, exit 3", () => {
  const cwd = folderWith({ "broken.jsonl": '{"x":1}\n', "torn.jsonl": '{"event' });
  const broken = runCli(["audit", "verify", "broken.jsonl"], { cwd });
  expect(broken.exitCode).toBe(1);
  expect(broken.stdout).toContain("broken.jsonl:1: broken:");
  const torn = runCli(["audit", "verify", "torn.jsonl"], { cwd });
  expect(torn.exitCode).toBe(3);
  expect(torn.stdout).toContain("torn.jsonl:1: unfinished: partial line: 7 bytes");
});

test.each([["--help"], ["--version"], ["smoke", "--help"]])("%s %s is exit 0", (...args) => {
  const run = runCli(args.filter((arg) => arg !== ""));
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(run.stdout).not.toBe("");
});
