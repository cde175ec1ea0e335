import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listCounterexamples, readCounterexample } from "../fuzz/counterexample-files.ts";
import { packageRoot } from "../package-root.ts";
import { folderWith } from "../test-fixtures/run-cli.ts";
import { renderKeptTest } from "./kept-test.ts";

const [path = ""] = listCounterexamples([join(packageRoot, "scenarios/regressions")]);
const saved = readCounterexample(path);
const hasPython = spawnSync("python3", ["--version"]).status === 0;

test("the test for vitest names property and check, and has the whole scenario", () => {
  const text = renderKeptTest(saved, "vitest", null);
  expect(text).toContain(`test("${saved.property}: ${saved.check}"`);
  const [, json = ""] = /scenarioSchema\.parse\(([^]*)\);\n$/.exec(text) ?? [];
  expect(JSON.parse(json)).toEqual(saved.scenario);
});

test.runIf(hasPython)("the test for pytest is Python, and has the whole counterexample", () => {
  const quoted = { ...saved, statement: 'a "quoted" sentence with """ and \\ in it.' };
  const text = renderKeptTest(quoted, "pytest", "node 'my bot.mjs'");
  const print = "print(json.dumps([COMMAND, json.loads(COUNTEREXAMPLE)]))";
  const cwd = folderWith({ "kept.py": `${text}\nimport json\n${print}\n` });
  const { stdout, stderr } = spawnSync("python3", ["kept.py"], { cwd, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual(["node 'my bot.mjs'", quoted]);
  expect(text).toContain(`def test_${saved.property}_${saved.check}`.replaceAll("-", "_"));
});
