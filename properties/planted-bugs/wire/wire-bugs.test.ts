import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { failedChecks } from "../../../src/fuzz/fingerprint.ts";
import { judgeCase } from "../../../src/fuzz/judge-case.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { openTarget, type OpenTarget } from "../../../src/target/open-target.ts";
import { quoted } from "../../../src/target/wire/wire-command.ts";
import { knownProperties, wireProperties } from "../../wire/all.ts";
import { wireBugs } from "./bugs.ts";
import { plantWireBug, wireBotPath } from "./wire-bug.ts";

const folder = mkdtempSync(join(tmpdir(), "wire-bugs-"));
afterAll(() => rmSync(folder, { recursive: true }));

function open(path: string): Promise<OpenTarget> {
  return openTarget({ kind: "wire", text: `node ${quoted(path)} {confirm}` });
}

/** Every property but those that need a report. */
async function failuresOf(scenario: Scenario, { target }: OpenTarget): Promise<string[]> {
  const { verdicts } = await judgeCase(scenario, target, knownProperties.filter(judgesPortCalls));
  const failed = failedChecks(verdicts, knownProperties.filter(judgesPortCalls));
  return failed.map(({ property, check }) => `${property}/${check}`);
}

function judgesPortCalls({ kind, requires = [] }: (typeof knownProperties)[number]): boolean {
  return kind === "run" && requires.every((one) => one === "wire" || one === "user-stream");
}

let correct: OpenTarget;
beforeAll(async () => {
  correct = await open(wireBotPath);
});
afterAll(() => correct.close());

test("there are bugs for every property of requests", () => {
  const names = wireBugs.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(20);
  const expected = wireBugs.map(({ expectedFailure }) => expectedFailure);
  const checks = wireProperties.flatMap(({ name, checks: some }) =>
    some.map((one) => `${name}/${one}`),
  );
  expect(checks.filter((check) => !expected.some((one) => one === check))).toEqual([]);
});

test.each(wireBugs.map((bug) => [bug.name, bug] as const))(
  "%s is found, and the bot without it passes",
  async (name, bug) => {
    const path = join(folder, `${name}.mjs`);
    writeFileSync(path, plantWireBug(bug));
    const opened = await open(path);
    try {
      expect(await failuresOf(bug.scenario, opened)).toContain(bug.expectedFailure);
    } finally {
      await opened.close();
    }
    expect(await failuresOf(bug.scenario, correct)).toEqual([]);
  },
  20_000,
);
