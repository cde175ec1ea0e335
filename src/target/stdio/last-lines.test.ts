import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../package-root.ts";
import { readScenarios } from "../../scenario/scenario-files.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { targetLimits } from "./protocol.ts";
import { openStdioTarget } from "./stdio-target.ts";

/** Only the bot that never answers waits for this long. */
const limits = { ...targetLimits, answerMs: 500, endMs: 500 };
const [order] = readScenarios("order");
const badBot = (misbehaviour: string): string =>
  `node '${join(packageRoot, "src/test-fixtures/bad-bot.mjs")}' '${misbehaviour}'`;

const ending = (lines: string) =>
  new RegExp(`[^\\n]+\\nthe end of its standard error:\\n${lines}$`, "s");

test.each([
  ["a time-out", "logs and never answers", "  stuck"],
  ["an error answer", "logs and answers with an error", "  no connection"],
  ["an invalid answer", "logs and answers with wrong types", "  mode \\\\u\\{1b\\}\\[31mperhaps"],
  ["an invalid message", "logs and prints a banner", "  hello"],
  ["an exit", "calls and dies", "  about to crash\n  Segmentation fault"],
])("the error of %s ends with the last lines of standard error, once", async (name, how, lines) => {
  const isTimeOut = name === "a time-out";
  const { target, close } = await openStdioTarget(badBot(how), isTimeOut ? limits : targetLimits);
  const { targetError } = await runScenario(order, target);
  expect(targetError?.message).toMatch(ending(lines));
  expect(targetError?.message.match(/standard error:\n/g)).toHaveLength(1);
  expect(await close()).toBeNull();
});

test("so does the error of a bot that does not start", async () => {
  const opened = openStdioTarget(badBot("answers no version"));
  await expect(opened).rejects.toThrow(ending("  no version is known"));
  const unknown = openStdioTarget("echo 'no such file' >&2; exit 7");
  await expect(unknown).rejects.toThrow(ending("  no such file"));
});
