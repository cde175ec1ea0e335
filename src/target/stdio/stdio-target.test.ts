import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import type { Scenario } from "../../scenario/scenario.ts";
import type { Observation } from "../../simulation/observation.ts";
import { packageRoot } from "../../package-root.ts";
import { openGates } from "../../test-fixtures/scenarios.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { readScenarios } from "../../scenario/scenario-files.ts";
import { targetLimits } from "./protocol.ts";
import { openStdioTarget } from "./stdio-target.ts";

const limits = { ...targetLimits, answerMs: 1_000, endMs: 500, lineLengthMax: 1_048_576 };
const [order] = readScenarios("order");
const live: Scenario = { ...order, gates: openGates };

// Stands in the command, so that a process that is left behind can be told from any other.
const token = randomUUID();
const badBot = (misbehaviour: string): string =>
  `node '${join(packageRoot, "src/test-fixtures/bad-bot.mjs")}' '${misbehaviour}' ${token}`;

const leftBehind = (): string[] =>
  execFileSync("ps", ["-A", "-o", "args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(token));

afterEach(() => {
  const left = leftBehind();
  if (left.length > 0) throw new Error(`left behind: ${left.join("; ")}`);
});

const ok = { kind: "ok" } as const;
const look = { kind: "snapshot", orders: ok, positions: ok } as const;
const sequence = (...between: Scenario["steps"]): Scenario => ({
  ...live,
  steps: [look, { kind: "reconcile" }, ...between, look, { kind: "reconcile" }],
});

test.each([
  ["until it starts", sequence(), 1],
  ["until it starts", sequence({ kind: "restart", expectedState: "current" }), 2],
  ["across starts", sequence({ kind: "restart", expectedState: "current" }), 1],
] as const)("a bot that remembers %s is restarted by `start`", async (how, scenario, calls) => {
  const { targetError, portCalls, end } = await talkWith(`remembers ${how}`, scenario);
  expect({ targetError, calls: portCalls.length, end }).toEqual({
    targetError: null,
    calls,
    end: null,
  });
});

test("a kill in the middle of a run ends the process, and a new one that remembers nothing goes on", async () => {
  const kill = { kind: "crash", afterInteractions: 0, applied: true } as const;
  const { target, close } = await openStdioTarget(badBot("remembers across starts"), limits);
  const scenario = { ...sequence(), steps: [kill, ...sequence().steps] };
  const { targetError, runs, portCalls } = await runScenario(scenario, target);
  expect({ targetError, end: await close() }).toEqual({ targetError: null, end: null });
  expect(runs.map(({ mode }) => mode)).toEqual(["crashed", "live"]);
  expect(portCalls.map(({ run, reply }) => [run, reply.status])).toEqual([
    [0, "unknown"],
    [1, "rejected"],
  ]);
});

test("a bot that dies and never starts again is given up", async () => {
  const once = join(mkdtempSync(join(tmpdir(), "starts-")), "once");
  const command = `test ! -e ${once} && touch ${once} && exec ${badBot("dies")}`;
  const { target, close } = await openStdioTarget(command, { ...limits, errorMsMax: 100 });
  for (let tries = 0; tries < 200 && target.isDisabled?.() === false; tries += 1) {
    await runScenario(live, target);
  }
  expect(target.isDisabled?.()).toBe(true);
  await close();
});

test("a bot that does not say that it supports sequences does not", async () => {
  const { target, close } = await openStdioTarget(badBot("does nothing"), limits);
  expect(target.supportsSequences).toBe(false);
  const { targetError, runs } = await runScenario(
    sequence({ kind: "crash", afterInteractions: 0, applied: false }),
    target,
  );
  expect(targetError).toContain("a sequence, and the target does not support sequences");
  expect(runs).toEqual([]);
  expect(await close()).toBeNull();
});

/** What was seen of it in one scenario, or why there is nothing to see, and what was wrong with the end. */
async function talkWith(
  misbehaviour: string,
  scenario = live,
): Promise<{
  targetError: string | null;
  portCalls: Observation["portCalls"];
  end: string | null;
}> {
  try {
    const { target, close } = await openStdioTarget(badBot(misbehaviour), limits);
    const { targetError, portCalls } = await runScenario(scenario, target);
    return { targetError, portCalls, end: await close() };
  } catch (error) {
    return { targetError: String(error), portCalls: [], end: null };
  }
}

test.each([
  ["prints a banner", "it printed a line that is no JSON: 'Bot 1.0, ready'"],
  ["prints a traceback", "it printed a line that is no JSON: 'Traceback (most recent call last):'"],
  ["prints 100 MB", "it printed a line of more than 1048576 characters"],
  ["answers with another id", "it answered with the id 3 while 2 was asked"],
  ["answers with a long id", `it answered with the id "${"x".repeat(79)}… (100002 characters)`],
  ["answers with a deep id", "it answered with the id that is no number or text while 2 was asked"],
  ["answers with wrong types", 'its report: mode: expected "dry_run" or "live" or "refused"'],
  ["answers with an error", "it answered `reconcile` with an error: out of memory"],
  ["answers with a list", "it printed a line that is no JSON-RPC message, which is an object"],
  ["leaves out what it reports", "its report lacks `mode`, which it said that it reports"],
  ["truncates a line", 'it printed a line that is no JSON: \'{"jsonrpc":"2.0","id'],
  ["never answers", "it gave no answer to `reconcile` within 1000 ms"],
  ["calls for a run it was not shown", "it called port/cancelOrder for the run 8"],
  ["calls an unknown method", "it called a method that there is not (there are port/cancelOrder"],
  ["calls without an id", "it called without an id"],
  ["calls and answers in one message", "it sent a message that is both a call and an answer"],
  ["calls with wrong types", "cancelOrder: symbol: expected string, got 7"],
  ["dies", "its process ended with exit code 4"],
  ["calls and dies", "its process ended with exit code 139"],
])("a bot that %s is told so", async (misbehaviour, told) => {
  const { targetError } = await talkWith(misbehaviour);
  expect(targetError).toContain(told);
});

test("the last lines of standard error are told with it", async () => {
  const { targetError } = await talkWith("calls and dies");
  expect(targetError).toContain(
    "the end of its standard error:\n  about to crash\n  Segmentation fault",
  );
});

test("a command that does not exist is told with the shell's own words", async () => {
  const opened = openStdioTarget(`no-such-bot-${token}`, limits);
  await expect(opened).rejects.toThrow(/exit code 127\n.*\n.*not found/);
});

test.each(["calls late", "answers twice"])(
  "a bot that %s is told so when the harness comes back to it",
  async (misbehaviour) => {
    const { target, close } = await openStdioTarget(badBot(misbehaviour), limits);
    const first = await runScenario({ ...live, gates: order.gates }, target);
    const second = await runScenario(live, target);
    const end = await close();
    const told = [first.targetError, second.targetError, end].join("\n");
    expect(told).toMatch(/after it had answered|is not going on|while (nothing|\d+) was asked/);
  },
);

test("a bot that ignores the end of its standard input is crashed, and told so", async () => {
  const { end } = await talkWith("ignores the end");
  expect(end).toContain("did not end within 500 ms after its standard input was closed");
});

test.each([
  "calls and dies",
  "calls with wrong types",
  "calls for a run it was not shown",
  "calls without an id",
  "calls an unknown method",
  "calls and answers in one message",
])("a port call in a dry run is evidence, though the bot %s", async (misbehaviour) => {
  const { targetError, portCalls } = await talkWith(misbehaviour, order);
  expect(targetError).not.toBeNull();
  expect(portCalls.map(({ reply }) => reply.status)).toEqual(["refused"]);
});

test("a bot that has broken is started anew, until too much time has gone into it", async () => {
  const few = { ...limits, errorMsMax: 1 };
  const { target, close } = await openStdioTarget(badBot("dies"), few);
  expect((await runScenario(live, target)).targetError).toContain("exit code 4");
  expect(target.isDisabled?.()).toBe(true);
  expect((await runScenario(live, target)).targetError).toContain("given up");
  expect(await close()).toBeNull();
  const { target: patient, close: end } = await openStdioTarget(badBot("dies"), limits);
  expect((await runScenario(live, patient)).targetError).toContain("exit code 4");
  expect((await runScenario(live, patient)).targetError).toContain("exit code 4");
  await end();
});

test("a bot that dies between two sequences is started anew for the next", async () => {
  const bot = badBot("remembers, and dies in its second start");
  const { target, close } = await openStdioTarget(bot, limits);
  const targetError = [];
  for (let times = 0; times < 4; times += 1) {
    targetError.push((await runScenario(live, target)).targetError);
  }
  const death = expect.stringContaining("exit code 6");
  expect(targetError).toEqual([null, death, null, death]);
  expect(await close()).toBeNull();
});

test.each(["answers with an error", "answers and dies"])(
  "a bot that %s each time is given up, too",
  async (misbehaviour) => {
    const { target, close } = await openStdioTarget(badBot(misbehaviour), {
      ...limits,
      errorMsMax: 1,
    });
    for (let run = 0; run < 10 && target.isDisabled?.() !== true; run += 1) {
      await runScenario(live, target);
      await sleep(50);
    }
    expect(target.isDisabled?.()).toBe(true);
    await close();
  },
);
