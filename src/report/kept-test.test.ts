import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listCounterexamples, readCounterexample } from "../fuzz/counterexample-files.ts";
import { packageRoot } from "../package-root.ts";
import { folderWith } from "../test-fixtures/run-cli.ts";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { replayCounterexample } from "../fuzz/answer-file.ts";
import { readExamples } from "../fuzz/examples.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { renderKeptTest } from "./kept-test.ts";

const [path = ""] = listCounterexamples([join(packageRoot, "scenarios/regressions")]);
const saved = readCounterexample(path);
const hasPython = spawnSync("python3", ["--version"]).status === 0;

test("the test for vitest names property and check, and has the whole counterexample", () => {
  const text = renderKeptTest(saved, "vitest", []);
  expect(text).toContain(`test("${saved.property}: ${saved.check}"`);
  const [, json = ""] = /const counterexample = ([^]*);\n$/.exec(text) ?? [];
  expect(JSON.parse(json)).toEqual(saved);
});

test.runIf(hasPython)("the test for pytest is Python, and has the whole counterexample", () => {
  const quoted = { ...saved, statement: 'a "quoted" sentence with """ and \\ in it.' };
  const words = ["--target", "node 'my bot.mjs'", "--bot-profile", "p.json"];
  const text = renderKeptTest(quoted, "pytest", words);
  const print = "print(json.dumps([OPTIONS, json.loads(COUNTEREXAMPLE)]))";
  const cwd = folderWith({ "kept.py": `${text}\nimport json\n${print}\n` });
  const { stdout, stderr } = spawnSync("python3", ["kept.py"], { cwd, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual([words, quoted]);
  expect(text).toContain(`def test_${saved.property}_${saved.check}`.replaceAll("-", "_"));
});

function optionsOf(words: readonly string[]): string | undefined {
  return /^OPTIONS = (.*)$/m.exec(renderKeptTest(saved, "pytest", words))?.[1];
}

test("a test for pytest names a bot on the wire, and a bot to fill in", () => {
  const onWire = ["--wire", "node bot.mjs", "--settle", "5s", "--sealed"];
  expect(optionsOf(onWire)).toBe(JSON.stringify(onWire));
  const profile = ["--bot-profile", "p.json"];
  expect(optionsOf(profile)).toBe('["--target","python3 adapter.py","--bot-profile","p.json"]');
});

test("what a kept test asks is still-fails with the bug, and fixed without it", async () => {
  const [example] = readExamples();
  if (example === undefined) throw new Error("no example");
  const { bug, property, check, scenario } = example;
  const counterexample = { ...saved, property, check, variant: null, scenario };
  const wrong = targetOf(plantedBug(bug));
  expect(await replayCounterexample(counterexample, wrong)).toEqual({ kind: "still-fails" });
  expect(await replayCounterexample(counterexample, shippedPipeline)).toEqual({ kind: "fixed" });
  expect(() => replayCounterexample({}, wrong)).toThrow("counterexample");
});
