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

const limits = {
  ...targetLimits,
  answerMs: 1_000,
  endMs: 500,
  lineLengthMax: 1_048_576,
  callsInRunMax: 20,
};
const [order] = readScenarios("order");
const live: Scenario = { ...order, gates: openGates };

// An argument of every command, to find processes that a test leaves behind.
const token = randomUUID();
const badBot = (misbehaviour: string): string =>
  `node '${join(packageRoot, "src/test-fixtures/bad-bot.mjs")}' '${misbehaviour}' ${token}`;

const remainingProcesses = (): string[] =>
  execFileSync("ps", ["-A", "-o", "args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(token));

afterEach(() => {
  const left = remainingProcesses();
  if (left.length > 0) throw new Error(`still running: ${left.join("; ")}`);
});

const ok = { kind: "ok" } as const;
const snapshot = { kind: "snapshot", orders: ok, positions: ok } as const;
const sequence = (...between: Scenario["steps"]): Scenario => ({
  ...live,
  steps: [snapshot, { kind: "reconcile" }, ...between, snapshot, { kind: "reconcile" }],
});

test.each([
  ["until it starts", sequence(), 1],
  ["until it starts", sequence({ kind: "restart", expectedState: "current" }), 2],
  ["across starts", sequence({ kind: "restart", expectedState: "current" }), 1],
] as const)(
  "a bot that remembers %s gets `start` at each restart",
  async (how, scenario, calls) => {
    const { targetError, portCalls, end } = await runWith(`remembers ${how}`, scenario);
    expect({ targetError, calls: portCalls.length, end }).toEqual({
      targetError: null,
      calls,
      end: null,
    });
  },
);

test("a crash in a run ends the process, and a new process without memory continues", async () => {
  const crash = { kind: "crash", afterInteractions: 0, applied: true } as const;
  const { target, close } = await openStdioTarget(badBot("remembers across starts"), limits);
  const scenario = { ...sequence(), steps: [crash, ...sequence().steps] };
  const { targetError, runs, portCalls } = await runScenario(scenario, target);
  expect({ targetError, end: await close() }).toEqual({ targetError: null, end: null });
  expect(runs.map(({ mode }) => mode)).toEqual(["crashed", "live"]);
  expect(portCalls.map(({ run, reply }) => [run, reply.status])).toEqual([
    [0, "unknown"],
    [1, "rejected"],
  ]);
});

test("a bot that dies and does not start again is disabled", async () => {
  const once = join(mkdtempSync(join(tmpdir(), "starts-")), "once");
  const command = `test ! -e ${once} && touch ${once} && exec ${badBot("dies")}`;
  const { target, close } = await openStdioTarget(command, { ...limits, errorMsMax: 100 });
  for (let tries = 0; tries < 200 && target.isDisabled?.() === false; tries += 1) {
    await runScenario(live, target);
  }
  expect(target.isDisabled?.()).toBe(true);
  await close();
});

test("a bot without the capability `sequences` gets no sequence", async () => {
  const { target, close } = await openStdioTarget(badBot("does nothing"), limits);
  expect(target.supportsSequences).toBe(false);
  const { targetError, runs } = await runScenario(
    sequence({ kind: "crash", afterInteractions: 0, applied: false }),
    target,
  );
  expect(targetError?.message).toContain(
    "the steps of a sequence, which the target does not support",
  );
  expect(runs).toEqual([]);
  expect(await close()).toBeNull();
});

/** The observation of one scenario, and the result of `close`; a bot that does not start has an error only. */
async function runWith(
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
    return { targetError: targetError?.message ?? null, portCalls, end: await close() };
  } catch (error) {
    return { targetError: String(error), portCalls: [], end: null };
  }
}

test.each([
  ["prints a banner", "it printed a line that is not JSON: 'Bot 1.0, ready'"],
  [
    "prints a traceback",
    "it printed a line that is not JSON: 'Traceback (most recent call last):'",
  ],
  ["prints 100 MB", "it printed a line of more than 1048576 characters"],
  ["answers with another id", "it answered with the id 4 while request 3 was open"],
  ["answers with a long id", `it answered with the id "${"x".repeat(79)}… (100002 characters)`],
  [
    "answers with a deep id",
    "it answered with the id (neither a number nor text) while request 3 was open",
  ],
  ["answers with wrong types", 'its report: mode: expected "dry_run" or "live" or "refused"'],
  ["answers with an error", "it answered `reconcile` with an error: out of memory"],
  [
    "answers with an error text",
    `it answered with an error without a message: '{"jsonrpc":"2.0","id":3,"error":"out of memory"}'`,
  ],
  ["answers with a list", "it answered in a batch: '[{"],
  ["leaves out what it reports", "its report is missing `mode`, which its `reports` declare"],
  ["truncates a line", 'it printed a line that is not JSON: \'{"jsonrpc":"2.0","id'],
  ["never answers", "it gave no answer to `reconcile` within 1000 ms"],
  ["calls and answers in one message", "it sent a message that is both a call and an answer"],
  ["calls without end", "it made more than 20 calls in one run"],
  ["dies", "its process ended with exit code 4"],
  ["calls and dies", "its process ended with exit code 139"],
])("the error of a bot that %s names the cause", async (misbehaviour, message) => {
  const { targetError } = await runWith(misbehaviour);
  expect(targetError).toContain(message);
});

test("a bot that speaks protocol 1 is refused with the cure", async () => {
  await expect(openStdioTarget(badBot("speaks protocol 1"), limits)).rejects.toThrow(
    "the bot speaks protocol 1; this version speaks 2: see docs/protocol.md",
  );
});

test("the error includes the last lines of standard error", async () => {
  const { targetError } = await runWith("calls and dies");
  expect(targetError).toContain(
    "the end of its standard error:\n  about to crash\n  Segmentation fault",
  );
});

test("the error for an unknown command is the one of the shell", async () => {
  const opened = openStdioTarget(`no-such-bot-${token}`, limits);
  await expect(opened).rejects.toThrow(/exit code 127\n.*\n.*not found/);
});

test("the fault of a bot that answers twice is reported by the next call to it", async () => {
  const { target, close } = await openStdioTarget(badBot("answers twice"), limits);
  const first = await runScenario({ ...live, gates: order.gates }, target);
  const second = await runScenario(live, target);
  const end = await close();
  const faults = [first.targetError?.message, second.targetError?.message, end].join("\n");
  expect(faults).toMatch(/while (no request|request \d+) was open/);
});

const twice: Scenario = { ...live, steps: [...live.steps, { kind: "reconcile" }] };

test.each([
  ["calls for an unknown run", "not-served", 1],
  ["calls an unknown method", "not-served", 1],
  ["calls in a batch", "not-served", 1],
  ["calls for an earlier run", "after-answer", 1],
  ["calls late", "after-answer", 1],
])("a port call is recorded outside every run when the bot %s", async (how, when, afterRuns) => {
  const { target, close } = await openStdioTarget(badBot(how), limits);
  const { callsOutsideRuns, portCalls, targetError, runs } = await runScenario(twice, target);
  expect({ portCalls, targetError, runs: runs.length }).toEqual({
    portCalls: [],
    targetError: null,
    runs: 2,
  });
  expect(callsOutsideRuns[0]).toMatchObject({ when, afterRuns });
  expect(callsOutsideRuns[0]?.method.toLowerCase()).toBe("port/cancelorder");
  expect(await close()).toBeNull();
});

test("a port call at the end belongs to no run, and the end is read to the last line", async () => {
  const { target, close } = await openStdioTarget(badBot("calls at the end"), limits);
  const { callsOutsideRuns } = await runScenario(live, target);
  expect(callsOutsideRuns).toEqual([]);
  expect(await close()).toBeNull();
  expect(target.takeCallsOutsideRuns?.()).toMatchObject([
    { when: "shutdown", method: "port/cancelOrder" },
  ]);
});

test("a bot that ignores the end of its standard input is killed, and `close` reports it", async () => {
  const { end } = await runWith("ignores the end");
  expect(end).toContain("did not end within 500 ms after its standard input was closed");
});

test("a process outside the group of the bot cannot be killed, and `close` reports it", async () => {
  const child = `["-e", "setTimeout(() => undefined, 60_000)"], { detached: true, stdio: "inherit" }`;
  const start = `const child = require("child_process").spawn(process.execPath, ${child});`;
  const script = `${start} console.error("its pid is " + child.pid); child.unref();`;
  const command = `node -e '${script}' && ${badBot("does nothing")}`;
  const { target, close } = await openStdioTarget(command, limits);
  await runScenario(live, target);
  const end = await close();
  process.kill(Number(/its pid is (\d+)/.exec(end ?? "")?.[1]));
  expect(end).toContain(
    "a process that it started did not end within 500 ms after its standard input was closed, " +
      "and still runs, outside its process group",
  );
});

test.each([
  "calls and dies",
  "calls with wrong types",
  "calls without an id",
  "calls without a newline and dies",
])("a port call in a dry run is recorded although the bot %s", async (misbehaviour) => {
  const { targetError, portCalls } = await runWith(misbehaviour, order);
  expect(targetError).not.toBeNull();
  expect(portCalls.map(({ reply }) => reply.status)).toEqual(["refused"]);
});

test("a broken bot is started again until its errors have cost too much time", async () => {
  const few = { ...limits, errorMsMax: 1 };
  const { target, close } = await openStdioTarget(badBot("dies"), few);
  expect((await runScenario(live, target)).targetError?.message).toContain("exit code 4");
  expect(target.isDisabled?.()).toBe(true);
  expect(await close()).toBeNull();
  const { target: patient, close: end } = await openStdioTarget(badBot("dies"), limits);
  expect((await runScenario(live, patient)).targetError?.message).toContain("exit code 4");
  expect((await runScenario(live, patient)).targetError?.message).toContain("exit code 4");
  await end();
});

test("a bot that dies between two sequences is started again for the next", async () => {
  const bot = badBot("remembers, and dies in its second start");
  const { target, close } = await openStdioTarget(bot, limits);
  const targetError = [];
  for (let times = 0; times < 4; times += 1) {
    targetError.push((await runScenario(live, target)).targetError?.message ?? null);
  }
  const exit = expect.stringContaining("exit code 6");
  expect(targetError).toEqual([null, exit, null, exit]);
  expect(await close()).toBeNull();
});

test.each(["answers with an error", "answers and dies"])(
  "a bot that %s each time is disabled",
  async (misbehaviour) => {
    const { target, close } = await openStdioTarget(badBot(misbehaviour), {
      ...limits,
      totalErrorMsMax: 1,
    });
    for (let run = 0; run < 10 && target.isDisabled?.() !== true; run += 1) {
      await runScenario(live, target);
      await sleep(50);
    }
    expect(target.isDisabled?.()).toBe(true);
    await close();
  },
);
