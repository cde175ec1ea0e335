import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../package-root.ts";
import { readScenarios } from "../../scenario/scenario-files.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { openGates } from "../../test-fixtures/scenarios.ts";
import { openStdioTarget } from "./stdio-target.ts";

const [order] = readScenarios("order");
const live: Scenario = { ...order, gates: openGates };
const badBot = (misbehaviour: string): string =>
  `node '${join(packageRoot, "src/test-fixtures/bad-bot.mjs")}' '${misbehaviour}'`;

async function runTwice(command: string) {
  const { target, close } = await openStdioTarget(command);
  const errors: (string | null)[] = [];
  for (let times = 0; times < 2; times += 1) {
    const { targetError } = await runScenario(live, target);
    errors.push(targetError?.message ?? null);
  }
  return { hasSequences: target.supportsSequences, errors, end: await close() };
}

const works = { hasSequences: false, errors: [null, null], end: null };

test.each(["bot.mjs", "bot.py"])("the example %s works, and gets no sequence", async (name) => {
  const runner = name === "bot.py" ? "python3" : "node";
  expect(await runTwice(`${runner} '${join(packageRoot, "examples", name)}'`)).toEqual(works);
});

test.each(["has no start", "repeats its name"])("a bot works that %s", async (how) => {
  expect(await runTwice(badBot(how))).toEqual(works);
});

test.each([
  ["counts starts", 3],
  ["counts starts and has no start", 1],
])("three scenarios of a bot that %s have %i `start`", async (how, starts) => {
  const { target, close } = await openStdioTarget(badBot(how));
  for (let times = 0; times < 2; times += 1) await runScenario(live, target);
  const { targetError } = await runScenario(live, target);
  expect(targetError?.message).toMatch(new RegExp(`\n  ${starts} starts$`));
  expect(await close()).toBeNull();
});

test("`sequences` without `start` is an error with a cure", async () => {
  const cure = "declares `sequences` and has no `start`, which clears its memory: answer `start`";
  const { errors } = await runTwice(badBot("declares sequences and has no start"));
  expect(errors).toEqual([expect.stringContaining(cure), expect.stringContaining(cure)]);
});

test("another error of `start` names the code of a bot without it", async () => {
  const { errors } = await runTwice(badBot("fails to start"));
  expect(errors[0]).toContain(
    "it answered `start` with an error: no memory " +
      "(a bot without `start` answers it with the error code -32601)",
  );
});
