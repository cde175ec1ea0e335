import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { runScenario } from "../../simulation/run-scenario.ts";
import { temporaryFolder } from "../../test-fixtures/run-cli.ts";
import { manyOrders } from "../../test-fixtures/observe.ts";
import { openGates, ownId, scenarioWith, startsAtMs } from "../../test-fixtures/scenarios.ts";
import { openStdioTarget } from "./stdio-target.ts";

/** It cancels two orders in a run. */
const bot = `
import { createInterface } from "node:readline";
const write = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
const capabilities = { reports: [], sequences: true };
const cancel = (id, level) => write({ id, method: "port/cancelOrder", params: { run: 1,
  symbol: "BTCUSDT", clientOrderId: "${ownId("LEVEL")}".replace("LEVEL", level) } });
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method } = JSON.parse(line);
  if (method === "initialize") write({ id, result: { protocolVersion: 2, name: "t", capabilities } });
  if (method === "start") write({ id, result: {} });
  if (method === "reconcile") { cancel("a", 1); run = id; }
  if (id === "a") cancel("b", 2);
  if (id === "b") write({ id: run, result: {} });
});
let run = 0;
`;

const messageSchema = z.looseObject({});

const at = (ms: number) => ({ nowMs: startsAtMs + ms });

test("every message to a bot after the first has the time of its clock", async () => {
  const folder = temporaryFolder();
  const [script, to] = [join(folder, "bot.mjs"), join(folder, "to")];
  writeFileSync(script, bot);
  const { target, close } = await openStdioTarget(`tee '${to}' | node '${script}'`);
  const faults = [
    { kind: "accept", takesMs: 30 } as const,
    { kind: "disconnect", applied: false, takesMs: 4 } as const,
  ];
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders: manyOrders.slice(0, 2) },
    steps: [
      { kind: "set-port-faults", faults },
      { kind: "advance-clock", ms: 100 },
      { kind: "restart", expectedState: "current" },
      { kind: "snapshot" },
      { kind: "reconcile" },
    ],
  });
  const { targetError, portCalls } = await runScenario(scenario, target);
  expect([targetError, await close()]).toEqual([null, null]);
  expect(portCalls.map(({ atMs }) => atMs - startsAtMs)).toEqual([100, 130]);
  const [, ...messages] = readFileSync(to, "utf8").trimEnd().split("\n");
  expect(messages.map((line) => messageSchema.parse(JSON.parse(line)))).toMatchObject([
    { method: "start", params: at(0) },
    { method: "start", params: at(100) },
    { method: "reconcile", params: at(100) },
    { result: { status: "accepted", ...at(130) } },
    { error: { code: -32_000, data: at(134) } },
  ]);
});

/** It cancels an order in each run, and answers without a reply once a message has a late time. */
const impatientBot = `
import { createInterface } from "node:readline";
const write = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
const capabilities = { reports: [], clock: { replyTimeoutMs: 700 } };
let [run, calls] = [0, 0];
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === "initialize") write({ id, result: { protocolVersion: 2, name: "t", capabilities } });
  else if (method === "start") write({ id, result: {} });
  else if (method === "reconcile") {
    run = id;
    write({ id: "c", method: "port/cancelOrder", params: { run: (calls += 1), symbol: "BTCUSDT",
      clientOrderId: "${ownId(1)}" } });
  } else write({ id: run, result: {} });
});
`;

test("a bot with a clock gets the time instead of a reply, and no reply later", async () => {
  const folder = temporaryFolder();
  const [script, to] = [join(folder, "bot.mjs"), join(folder, "to")];
  writeFileSync(script, impatientBot);
  const { target, close } = await openStdioTarget(`tee '${to}' | node '${script}'`);
  const faults = [
    { kind: "never", applied: false } as const,
    { kind: "accept", takesMs: 699 } as const,
  ];
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders: manyOrders.slice(0, 1) },
    steps: [
      { kind: "set-port-faults", faults },
      { kind: "snapshot" },
      { kind: "reconcile" },
      { kind: "snapshot" },
      { kind: "reconcile" },
    ],
  });
  const { targetError, portCalls } = await runScenario(scenario, target);
  expect([target.replyTimeoutMs, targetError, await close()]).toEqual([700, null, null]);
  expect(portCalls.map(({ reply }) => reply.status)).toEqual(["unknown", "accepted"]);
  const [, ...messages] = readFileSync(to, "utf8").trimEnd().split("\n");
  expect(messages.map((line) => messageSchema.parse(JSON.parse(line)))).toMatchObject([
    { method: "start", params: at(0) },
    { method: "reconcile", params: at(0) },
    { method: "clock", params: at(700) },
    { method: "reconcile", params: at(700) },
    { id: "c", result: { status: "accepted", ...at(1_399) } },
  ]);
});
