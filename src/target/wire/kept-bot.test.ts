/** Bots that are kept alive, each as a real process. What each does wrong is in the fixture. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { wireBotPath } from "../../../properties/planted-bugs/wire/wire-bug.ts";
import { wireProperties } from "../../../properties/wire/all.ts";
import { allGatesOpen } from "../../domain/gate.ts";
import { judgeCase } from "../../fuzz/judge-case.ts";
import { packageRoot } from "../../package-root.ts";
import { takeLateCalls } from "../../simulation/calls-outside-runs.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { isRunning, waitFor } from "../../test-fixtures/is-running.ts";
import { manyOrders } from "../../test-fixtures/observe.ts";
import { folderWith } from "../../test-fixtures/run-cli.ts";
import { scenarioWith } from "../../test-fixtures/scenarios.ts";
import { wireLimits } from "./run-timer.ts";
import { whyNotSealed } from "./sealed-space.ts";
import { openWireTarget, type WireOptions } from "./wire-target.ts";

const opened: { readonly close: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close();
});

const bot = readFileSync(join(packageRoot, "src/test-fixtures/kept-bot.mjs"), "utf8");
const entrySchema = z.looseObject({ name: z.string() });

async function open(mode: string, options: WireOptions = {}, limits = {}) {
  const folder = folderWith({ "bot.mjs": bot });
  const command = `node ${folder}/bot.mjs '${mode}'`;
  const { target, close } = await openWireTarget(command, options, { ...wireLimits, ...limits });
  opened.push({ close });
  const path = join(folder, "log.jsonl");
  /** The entries of a name. */
  const logged = (name: string) => {
    const lines = existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : [];
    return lines
      .map((line) => entrySchema.parse(JSON.parse(line)))
      .filter((one) => one.name === name);
  };
  const pids = () => logged("start").map(({ pid }) => z.number().parse(pid));
  return { target, close, logged, pids };
}

const scenario = scenarioWith({
  gates: allGatesOpen,
  exchange: { orders: manyOrders.slice(0, 1), prices: { BTCUSDT: "50000" } },
});

test("a restart is another process, and a run without one is not", async () => {
  const { target, pids } = await open("correct");
  const run = [{ kind: "snapshot" }, { kind: "reconcile" }] as const;
  await runScenario(scenarioWith({ steps: [...run, ...run] }), target);
  expect(pids()).toHaveLength(1);
  await runScenario(
    scenarioWith({ steps: [...run, { kind: "restart", expectedState: "current" }, ...run] }),
    target,
  );
  expect(pids()).toHaveLength(2);
});

test("a crash of the scenario is another process", async () => {
  const folder = folderWith({
    "kept.mjs": readFileSync(join(packageRoot, "src/test-fixtures/kept-wrapper.mjs"), "utf8"),
    "bot.mjs": readFileSync(wireBotPath, "utf8"),
  });
  const { target, close } = await openWireTarget(`node ${folder}/kept.mjs ${folder}/bot.mjs`);
  opened.push({ close });
  const run = [{ kind: "snapshot" }, { kind: "reconcile" }] as const;
  const crash = { kind: "crash", afterInteractions: 0, applied: true } as const;
  const crashing = scenarioWith({
    gates: allGatesOpen,
    config: { action: "cancel_all" },
    exchange: { orders: manyOrders.slice(0, 1), prices: { BTCUSDT: "50000" } },
    steps: [crash, ...run, ...run],
  });
  const { runs, targetError } = await runScenario(crashing, target);
  expect(targetError).toBe(null);
  expect(runs.map(({ mode }) => mode)).toEqual(["crashed", "live"]);
  expect(readdirSync(folder).filter((name) => name.startsWith("pid-"))).toHaveLength(2);
});

test("one process gets each run with its gates and its input, and keeps its keys", async () => {
  process.env["ARMED"] = "1";
  const { target, logged, pids, close } = await open("correct");
  try {
    const gates = { confirm: "it's $HOME", env: { RECONCILE_DRY_RUN: " 1" } };
    const first = await runScenario({ ...scenario, gates }, target);
    const second = await runScenario(scenario, target);
    for (const { targetError, requests } of [first, second]) {
      expect(targetError).toBe(null);
      expect(requests.map(({ run, path }) => [run, path])).toEqual([[0, "/fapi/v1/ping"]]);
    }
    expect(pids()).toHaveLength(1);
    const input = { expected: { orders: [] }, priorCalls: [], lastPortCallAtMs: null };
    expect(logged("run")).toMatchObject([
      { run: 1, account: 0, gates: { confirm: null, env: {} }, input },
      { run: 2, account: 1, gates, input },
      { run: 3, account: 2, gates: allGatesOpen, input },
    ]);
    expect(Object.keys(logged("run")[1] ?? {})).toEqual([
      "name",
      "run",
      "account",
      "gates",
      "input",
    ]);
  } finally {
    delete process.env["ARMED"];
  }
  await close();
  expect(pids().filter(isRunning)).toEqual([]);
  // Another run starts it again, with the same keys.
  expect((await runScenario(scenario, target)).targetError).toBe(null);
  const keys = logged("start").map(({ key }) => key);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test("at the end the open request gets 410, and a process that stays is killed", async () => {
  const { close, logged, pids } = await open("ignores SIGTERM", {}, { endMs: 300 });
  // Time for its next request, so that it is open at the end.
  await delay(100);
  await close();
  expect(logged("end")).toMatchObject([{ status: 410 }]);
  expect(pids().filter(isRunning)).toEqual([]);
});

test("a run without a report ends when no request came for a while", async () => {
  const { target, pids } = await open("reports nothing", { settleMs: 100 });
  for (let run = 1; run <= 2; run += 1) {
    expect((await runScenario(scenario, target)).targetError).toBe(null);
  }
  expect(pids()).toHaveLength(1);
});

test("a request for a run that takes long is answered with 204, and asked again", async () => {
  const { target, pids, logged } = await open("correct", {}, { pollMs: 30 });
  await waitFor(() => logged("no run yet").length >= 2);
  expect((await runScenario(scenario, target)).targetError).toBe(null);
  expect(pids()).toHaveLength(1);
});

test("a request for a run that its client gives up is forgotten", async () => {
  const { target, logged } = await open("gives up");
  expect((await runScenario(scenario, target)).targetError).toBe(null);
  await waitFor(() => logged("gave up").length > 0);
  expect((await runScenario(scenario, target)).targetError).toBe(null);
  expect(logged("end")).toEqual([]);
});

test.each([
  ["dies", "process-exit", "it ended with exit code 7 in run 2, before POST /__harness/done"],
  ["kills itself", "process-exit", "SIGKILL ended it in run 2, before POST /__harness/done"],
  ["floods", "process-exit", "it sent more than 10000 requests in one run"],
])("a process that %s is a fault of its run, and started again", async (mode, kind, message) => {
  // Long enough for a flood on a busy machine.
  const { target, pids, logged } = await open(mode, {}, { runMs: 600_000 });
  const { targetError } = await runScenario(scenario, target);
  expect(targetError).toMatchObject({ kind });
  expect(targetError?.message).toContain(message);
  expect((await runScenario(scenario, target)).targetError).toBe(null);
  expect(pids()).toHaveLength(2);
  expect(pids().filter(isRunning)).toHaveLength(1);
  // While it starts it may read, as in the try-out.
  expect(logged("start").map(({ exchangeInfo }) => exchangeInfo)).toEqual([200, 200]);
});

test("a run that does not end is a time-out, and the process is started again", async () => {
  const limits = { runMs: 1_000, settleMs: 3_600_000, endMs: 200 };
  const { target, pids } = await open("hangs", limits, limits);
  const { targetError } = await runScenario(scenario, target);
  expect(targetError?.kind).toBe("time-out");
  expect(targetError?.message).toContain("it ran for more than 1000 ms");
  expect((await runScenario(scenario, target)).targetError).toBe(null);
  expect(pids().filter(isRunning)).toHaveLength(1);
});

test("a process that dies between two runs is a fault of the next one", async () => {
  const { target, pids } = await open("dies between");
  expect((await runScenario(scenario, target)).targetError).toBe(null);
  await waitFor(() => !pids().some(isRunning));
  const { targetError } = await runScenario(scenario, target);
  expect(targetError?.message).toContain("it ended with exit code 8 before it asked for a run");
  expect((await runScenario(scenario, target)).targetError).toBe(null);
});

test("a process that does not ask again is a time-out of the next run", async () => {
  const { target, pids } = await open("never asks again", {}, { startMs: 1_000, endMs: 200 });
  expect((await runScenario(scenario, target)).targetError).toBe(null);
  const { targetError } = await runScenario(scenario, target);
  expect(targetError?.kind).toBe("time-out");
  expect(targetError?.message).toContain("it did not ask for a run for 1000 ms");
  expect(pids().filter(isRunning)).toEqual([]);
});

test("a mutating request after the report is a call outside runs", async () => {
  const { target } = await open("cancels late");
  const first = { ...scenario, startsAtMs: scenario.startsAtMs + 1 };
  const { callsOutsideRuns, portCalls } = await runScenario(first, target);
  const second = await runScenario(scenario, target);
  expect(second.callsOutsideRuns).toEqual([]);
  const late = [...callsOutsideRuns, ...takeLateCalls(target)];
  expect(late).toMatchObject([
    {
      when: "between-runs",
      method: "DELETE /fapi/v1/order",
      detail: expect.stringContaining("late"),
    },
  ]);
  expect(portCalls).toEqual([]);
});

const goesOn = "run 2 goes on: first POST /__harness/done";
test.each([
  ["asks early", "next", 409, goesOn],
  ["asks twice", "second", 409, "another request for the next run is open"],
  ["reports twice", "done", 409, "no run goes on; one ends too when no request came for --settle"],
  ["reports no JSON", "done", 400, 'expected no body, or JSON such as {"run": 3}'],
  ["reports another run", "done", 409, "run 2 goes on, not run 77"],
  [
    "asks for the list",
    "requests",
    404,
    "a bot can ask GET /__harness/next and POST /__harness/done",
  ],
])("a bot that %s gets a clear answer, and goes on", async (mode, name, status, msg) => {
  const { target, logged, pids } = await open(mode);
  for (let run = 1; run <= 2; run += 1) {
    const { targetError, requests } = await runScenario(scenario, target);
    await waitFor(() => logged(name).length > 0);
    expect(targetError).toBe(null);
    expect(requests.every(({ path }) => path === "/fapi/v1/ping")).toBe(true);
  }
  expect(
    logged(name).map((one) => [one["status"], z.json().parse(JSON.parse(String(one["text"])))]),
  ).toEqual([[status, { code: -1, msg }]]);
  expect(pids()).toHaveLength(1);
});

test("a request for a run over another host is answered, and leaves the sandbox", async () => {
  const { target, logged } = await open("asks a foreign host");
  const { verdicts, observed } = await judgeCase(scenario, target, wireProperties);
  expect(observed.observation.targetError).toBe(null);
  expect(logged("next")).toMatchObject([
    { status: 421, text: expect.stringContaining("not the host evil.example") },
  ]);
  expect(verdicts).toContainEqual(
    expect.objectContaining({ kind: "fail", check: "other-host", variant: "evil.example" }),
  );
});

test("a bot that is started for each run cannot ask for one", async () => {
  const folder = folderWith({
    "bot.mjs": `import { existsSync, writeFileSync } from "node:fs";
const base = process.env.RECONCILE_HARNESS_REST;
await fetch(base + "/fapi/v1/ping");
const mark = import.meta.dirname + "/tried";
if (existsSync(mark)) {
  const reply = await fetch(base + "/__harness/next");
  writeFileSync(import.meta.dirname + "/reply", reply.status + await reply.text());
}
writeFileSync(mark, "");`,
  });
  const started = await openWireTarget(`node ${folder}/bot.mjs`);
  opened.push(started);
  expect((await runScenario(scenario, started.target)).targetError).toBe(null);
  expect(readFileSync(join(folder, "reply"), "utf8")).toBe(
    '409{"code":-1,"msg":"this bot is started for each run, because its first process did not ask for one"}',
  );
});

const reason = whyNotSealed();
test.skipIf(reason !== null)(`it works sealed (skipped: ${reason})`, async () => {
  const { target, close, pids, logged } = await open("correct", { isSealed: true });
  for (let run = 1; run <= 2; run += 1) {
    const { targetError, requests } = await runScenario(scenario, target);
    expect(targetError).toBe(null);
    expect(requests.map(({ host }) => host)).toEqual(["fapi.binance.com"]);
  }
  expect(pids()).toHaveLength(1);
  expect(logged("run")).toHaveLength(3);
  await close();
  expect(pids().filter(isRunning)).toEqual([]);
});
