import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { wireBotPath } from "../../../properties/planted-bugs/wire/wire-bug.ts";
import { wireProperties } from "../../../properties/wire/all.ts";
import { allGatesOpen } from "../../domain/gate.ts";
import { judgeCase } from "../../fuzz/judge-case.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { packageRoot } from "../../package-root.ts";
import { manyOrders } from "../../test-fixtures/observe.ts";
import { folderWith } from "../../test-fixtures/run-cli.ts";
import { ownId, scenarioWith } from "../../test-fixtures/scenarios.ts";
import { whyNotSealed } from "./sealed-space.ts";
import { openWireTarget, type WireOptions } from "./wire-target.ts";
import { wireLimits } from "./run-timer.ts";

/** Each answers a ping, so that the try before the first case passes. */
const head = `
const base = process.env.RECONCILE_HARNESS_REST;
const get = (path) => fetch(base + path, { signal: AbortSignal.timeout(3_000) }).catch(() => null);
await get("/fapi/v1/ping");
`;

const opened: { readonly close: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close();
});

async function open(text: string, options: WireOptions = {}, limits = {}) {
  const folder = folderWith({ "bot.mjs": text });
  const command = `node ${folder}/bot.mjs {confirm}`;
  const target = await openWireTarget(command, options, { ...wireLimits, ...limits });
  opened.push(target);
  return { ...target, folder };
}

const scenario: Scenario = scenarioWith({
  gates: allGatesOpen,
  exchange: { orders: manyOrders.slice(0, 1), prices: { BTCUSDT: "50000" } },
});

test("a bot gets its gates, addresses and expected state, and no gate of the harness", async () => {
  const { target, folder } = await open(`${head}
import { readFileSync, writeFileSync } from "node:fs";
const { env, argv } = process;
const input = JSON.parse(readFileSync(env.RECONCILE_HARNESS_INPUT, "utf8"));
const gates = Object.entries(env).filter(([name]) => /^(?:RECONCILE_(?:DRY|ALLOW)|ARMED|ALLOW)/.test(name));
writeFileSync(import.meta.dirname + "/got.json", JSON.stringify({ argv: argv.slice(2), gates, input }));
`);
  process.env["ARMED"] = "1";
  try {
    const gates = { confirm: "it's $HOME", env: { RECONCILE_DRY_RUN: " 1" } };
    await runScenario({ ...scenario, gates }, target);
  } finally {
    delete process.env["ARMED"];
  }
  const got: unknown = JSON.parse(readFileSync(`${folder}/got.json`, "utf8"));
  expect(got).toMatchObject({
    argv: ["--confirm", "it's $HOME"],
    gates: [["RECONCILE_DRY_RUN", " 1"]],
    input: { expected: { orders: [], positions: [] }, priorCalls: [], lastPortCallAtMs: null },
  });
});

test("each request is recorded with its run and its reply", async () => {
  const { target } = await open(`${head} await get("/fapi/v1/nothing?symbol=A");`);
  const { requests, targetError } = await runScenario(scenario, target);
  expect(targetError).toBe(null);
  expect(requests.map(({ run, path, group, status }) => [run, path, group, status])).toEqual([
    [0, "/fapi/v1/ping", "start", 200],
    [0, "/fapi/v1/nothing", "unknown", 404],
  ]);
});

test.each([
  ["cannot be found", "no-such-program-here", "the shell cannot start it"],
  ["sends no request", "echo quiet", "it sent no request to http://127.0.0.1:"],
])("a command that %s is refused before the first case", async (_, command, message) => {
  await expect(openWireTarget(command)).rejects.toThrow(message);
});

test("the last lines of a bot are in the message", async () => {
  await expect(open(`throw new Error("no configuration")`)).rejects.toThrow("no configuration");
});

test("a run ends when a bot that does not exit has been quiet", async () => {
  const { target } = await open(`${head} setInterval(() => undefined, 1_000);`, { settleMs: 100 });
  const { targetError, runs } = await runScenario(scenario, target);
  expect(targetError).toBe(null);
  expect(runs).toHaveLength(1);
});

test("a bot has time to end after SIGTERM", async () => {
  const text = `import { writeFileSync } from "node:fs";
process.on("SIGTERM", () => setTimeout(() => {
  writeFileSync(import.meta.dirname + "/ended", "");
  process.exit();
}, 200));
${head} setInterval(() => undefined, 1_000);`;
  const { folder } = await open(text, { settleMs: 100 });
  expect(existsSync(`${folder}/ended`)).toBe(true);
});

test("a bot that ignores SIGTERM is killed", async () => {
  const text = `process.on("SIGTERM", () => undefined); ${head} setInterval(() => undefined, 1_000);`;
  const { target } = await open(text, { settleMs: 100 }, { endMs: 100 });
  expect((await runScenario(scenario, target)).targetError).toBe(null);
});

test("a bot that goes on and on is a time-out", async () => {
  const text = `${head}
import { existsSync, writeFileSync } from "node:fs";
const mark = import.meta.dirname + "/tried";
const isFirst = !existsSync(mark);
writeFileSync(mark, "");
while (!isFirst) await get("/fapi/v1/ping");`;
  const { target } = await open(text, {}, { runMs: 1_500, endMs: 100 });
  const { targetError } = await runScenario(scenario, target);
  expect(targetError?.kind).toBe("time-out");
  expect(targetError?.message).toContain("it ran for more than 1500 ms");
});

test("a bot that a signal ends has no answer", async () => {
  const text = `${head}
import { existsSync, writeFileSync } from "node:fs";
const mark = import.meta.dirname + "/tried";
if (existsSync(mark)) process.kill(process.pid, "SIGKILL");
writeFileSync(mark, "");`;
  const { target } = await open(text);
  const { targetError } = await runScenario(scenario, target);
  expect(targetError).toMatchObject({ kind: "process-exit" });
  expect(targetError?.message).toContain("SIGKILL ended it");
});

test.each([
  [true, [2]],
  [false, [1, 2]],
] as const)(
  "a crash kills the process in its request, applied: %s, and another one runs",
  async (applied, later) => {
    // It leaves a file where it ends by itself.
    const { target, folder } = await open(`${readFileSync(wireBotPath, "utf8")}
import { writeFileSync } from "node:fs";
writeFileSync(import.meta.dirname + "/ended-" + process.pid, "");`);
    const snapshot = { kind: "snapshot" } as const;
    const run = { kind: "reconcile" } as const;
    const crashing = scenarioWith({
      gates: allGatesOpen,
      config: { action: "cancel_all", maxOrdersPerAction: 10 },
      exchange: { orders: manyOrders.slice(0, 2), prices: { BTCUSDT: "50000" } },
      steps: [snapshot, { kind: "crash", afterInteractions: 0, applied }, run, snapshot, run],
    });
    const { runs, requests, targetError } = await runScenario(crashing, target);
    expect(targetError).toBe(null);
    expect(runs.map(({ mode }) => mode)).toEqual(["crashed", "live"]);
    const sent = requests.filter(({ group }) => group === "mutating");
    const expected = later.map((number) => {
      return {
        run: 1,
        parameters: `origClientOrderId=${ownId(number)}&symbol=BTCUSDT`,
        reply: "ok",
      };
    });
    expect(sent).toMatchObject(expected);
    // The one that was tried out, and the one of the second run.
    expect(readdirSync(folder).filter((name) => name.startsWith("ended-"))).toHaveLength(2);
  },
);

test("a user stream shows what a request of the run changes", async () => {
  const ws = join(packageRoot, "node_modules/ws/wrapper.mjs");
  const { target, folder } = await open(`${head}
import { createHmac } from "node:crypto";
import { writeFileSync } from "node:fs";
import { WebSocket } from ${JSON.stringify(ws)};
const { env, argv } = process;
const headers = { "X-MBX-APIKEY": env.RECONCILE_HARNESS_API_KEY };
const created = await fetch(base + "/fapi/v1/listenKey", { method: "POST", headers });
const { listenKey } = await created.json();
const socket = new WebSocket(env.RECONCILE_HARNESS_STREAM + "/private/ws/" + listenKey);
await new Promise((resolve) => socket.on("open", resolve));
const arrived = new Promise((resolve) => socket.on("message", (text) => resolve(String(text))));
const query = "symbol=BTCUSDT&origClientOrderId=${ownId(1)}&timestamp=" + Date.now();
const signature = createHmac("sha256", env.RECONCILE_HARNESS_API_SECRET).update(query).digest("hex");
const path = "/fapi/v1/order?" + query + "&signature=" + signature;
if (argv.length > 2) {
  await fetch(base + path, { method: "DELETE", headers });
  writeFileSync(import.meta.dirname + "/event.json", await arrived);
}
socket.close();
`);
  expect((await runScenario(scenario, target)).targetError).toBe(null);
  const event: unknown = JSON.parse(readFileSync(`${folder}/event.json`, "utf8"));
  expect(event).toMatchObject({ e: "ORDER_TRADE_UPDATE", o: { c: ownId(1), X: "CANCELED" } });
});

test("after the end nothing listens and no file is left, and another run starts again", async () => {
  const { target, close, folder } = await open(`${head}
import { writeFileSync } from "node:fs";
writeFileSync(import.meta.dirname + "/place.json", JSON.stringify([base, process.env.RECONCILE_HARNESS_INPUT]));`);
  const place = z.tuple([z.string(), z.string()]);
  const [url, input] = place.parse(JSON.parse(readFileSync(`${folder}/place.json`, "utf8")));
  expect(existsSync(input)).toBe(true);
  expect((await fetch(`${url}/fapi/v1/ping`)).status).toBe(503);
  await close();
  expect(existsSync(dirname(input))).toBe(false);
  await expect(fetch(`${url}/fapi/v1/ping`)).rejects.toThrow("fetch failed");
  const { requests } = await runScenario(scenario, target);
  expect(requests).toHaveLength(1);
});

const reason = whyNotSealed();
const sealed = reason === null ? "" : ` (skipped: ${reason})`;

test.skipIf(reason !== null)(
  `a sealed bot reaches the exchange by its own name${sealed}`,
  async () => {
    const text = `const reply = await fetch("https://fapi.binance.com/fapi/v1/time");
if ((await reply.json()).serverTime === undefined) throw new Error("no time");`;
    const { target } = await open(text, { isSealed: true });
    const { requests, targetError } = await runScenario(scenario, target);
    expect(targetError).toBe(null);
    expect(requests.map(({ host, path }) => [host, path])).toEqual([
      ["fapi.binance.com", "/fapi/v1/time"],
    ]);
  },
);

test.skipIf(reason !== null)(`a sealed bot that asks another host fails${sealed}`, async () => {
  const text = `const ask = (url) => fetch(url).then(() => "answered", () => "failed");
await fetch("https://fapi.binance.com/fapi/v1/ping");
if ((await ask("https://api.telegram.org/bot")) !== "failed") throw new Error("it left");
if ((await ask("http://93.184.216.34/")) !== "failed") throw new Error("it left");`;
  const { target } = await open(text, { isSealed: true });
  const { observed, verdicts } = await judgeCase(scenario, target, wireProperties);
  const hosts = observed.observation.requests.flatMap(({ group, host }) =>
    group === "other-host" ? [host] : [],
  );
  expect([...new Set(hosts)]).toEqual(["api.telegram.org", "93.184.216.34"]);
  expect(verdicts).toContainEqual(
    expect.objectContaining({ kind: "fail", check: "other-host", variant: "api.telegram.org" }),
  );
});
