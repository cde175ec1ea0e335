/** The bot on the wire: bundled as a harness runs it, in a process of its own. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { allGatesOpen } from "../src/domain/gate.ts";
import { observedOrderSchema } from "../src/domain/order.ts";
import { observedPositionSchema } from "../src/domain/position.ts";
import { packageRoot } from "../src/package-root.ts";
import { runCli, startNode, temporaryFolder } from "../src/test-fixtures/run-cli.ts";
import { observedOrder, ownId } from "../src/test-fixtures/scenarios.ts";
import { WireAccount, wireEnvironment, wireKeys } from "../src/test-fixtures/wire-account.ts";

const bot = join(temporaryFolder(), "bot.mjs");
const order = observedOrderSchema.parse(observedOrder());
const position = observedPositionSchema.parse({
  symbol: "BTCUSDT",
  quantity: "0.003",
  markPrice: "50000",
});
const config = { action: "cancel_then_flatten", symbolWhitelist: ["BTCUSDT"], cooldownSeconds: 0 };
const { env: openGates } = allGatesOpen;
const live = ["--confirm", "LIVE_REMEDIATE"];

let account: WireAccount;
beforeAll(async () => {
  await build({
    entryPoints: [join(packageRoot, "scripts/reconcile.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: bot,
    logLevel: "error",
  });
  account = await WireAccount.start();
});
afterAll(() => account.close());
beforeEach(() => {
  account.reset();
  account.lists = { orders: [order], positions: [], conditionalOrders: [] };
});

type Given = {
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
  readonly input?: unknown;
};

async function run({ args = [], env = {}, input = { config } }: Given = {}) {
  const cwd = temporaryFolder();
  const file = join(cwd, "input.json");
  writeFileSync(file, JSON.stringify(input));
  const address = { RECONCILE_HARNESS_REST: account.url, RECONCILE_HARNESS_INPUT: file };
  const all = { ...address, ...wireEnvironment, ...env };
  const ran = await startNode([bot, ...args], { cwd, env: all });
  const lines = ran.stdout.split("\n");
  const report = ran.stdout === "" ? null : (JSON.parse(ran.stdout) as Record<string, unknown>);
  expect(lines.length).toBe(report === null ? 1 : 2);
  expect(ran.stdout + ran.stderr).not.toContain(wireKeys.key);
  expect(ran.stdout + ran.stderr).not.toContain(wireKeys.secret);
  return { ...ran, report, cwd };
}

const reads = [
  "GET /fapi/v1/openAlgoOrders ",
  "GET /fapi/v1/openOrders ",
  "GET /fapi/v2/positionRisk ",
];
const cancel = `DELETE /fapi/v1/order origClientOrderId=${ownId()}&symbol=BTCUSDT`;

test("without --confirm it reads, plans and sends nothing, with open gates too", async () => {
  const ran = await run({ env: openGates });
  expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
  expect(ran.report).toMatchObject({
    schemaVersion: 1,
    kind: "reconcile",
    verdict: "pass",
    mode: "dry_run",
    status: "planned",
    results: [{ outcome: { status: "planned", request: { clientOrderId: ownId() } } }],
  });
  expect(account.requests).toEqual(reads);
});

test.each(Object.keys(openGates))("%s closed refuses the run before any request", async (name) => {
  const env: Record<string, string> = { ...openGates };
  delete env[name];
  const ran = await run({ args: live, env });
  expect(ran).toMatchObject({ exitCode: 1, stderr: "" });
  expect(ran.report).toMatchObject({
    verdict: "fail",
    mode: "refused",
    gateFailures: [{ source: name }],
  });
  expect(account.requests).toEqual([]);
});

test("a run that is refused needs no consent for the venue, and sends nothing there", async () => {
  const ran = await run({
    args: live,
    env: { RECONCILE_HARNESS_REST: "https://fapi.binance.com" },
  });
  expect(ran).toMatchObject({ exitCode: 1, stderr: "", report: { mode: "refused" } });
});

test("a live run sends each call once, and writes its trail", async () => {
  const ended = { ...order, status: "CANCELLED" } as const;
  account.spoil = (reply, path) => {
    if (path === "/fapi/v1/openOrders") account.lists = { ...account.lists, orders: [ended] };
    return { reply };
  };
  const ran = await run({ args: live, env: { ...openGates, GRINDER_AUDIT_ENABLED: "1" } });
  expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
  expect(ran.report).toMatchObject({ mode: "live", status: "executed", auditFailure: null });
  expect(account.requests).toEqual([...reads, cancel]);
  const trail = readFileSync(join(ran.cwd, "audit/reconcile.jsonl"), "utf8");
  const types = Array.from(trail.matchAll(/"event_type":"(\w+)"/g), ([, type]) => type);
  expect(types).toEqual(["REMEDIATE_ATTEMPT", "REMEDIATE_RESULT", "RECONCILE_RUN"]);
});

test.each([
  ["rejected", { status: "rejected", code: -2011, message: "Unknown order sent." }, 1, "failed"],
  ["unknown", { status: "unknown", code: -1007, message: "Timeout." }, 3, "unknown"],
] as const)("a call that is %s gives its exit code", async (_, outcome, exitCode, status) => {
  account.outcome = outcome;
  const ran = await run({ args: live, env: openGates });
  expect(ran).toMatchObject({ exitCode, report: { status } });
  expect(account.requests).toEqual([...reads, cancel]);
});

test("a list that is not read yields no call, and exit 3", async () => {
  account.spoil = (reply, path) => ({
    reply: path.endsWith("openOrders") ? { ...reply, body: null } : reply,
  });
  const ran = await run({ args: live, env: openGates });
  expect(ran).toMatchObject({ exitCode: 3, stderr: "" });
  const rejectedParts = [{ part: "orders", reason: "snapshot_unreadable" }];
  expect(ran.report).toMatchObject({ verdict: "inconclusive", rejectedParts, results: [] });
  expect(account.requests).toEqual(reads);
});

test("a prior call counts as an attempt", async () => {
  const request = { method: "cancelOrder", symbol: "BTCUSDT", clientOrderId: ownId() };
  const call = { request, atMs: Date.now() - 10_000, status: "unknown" };
  const input = { config: { ...config, maxAttemptsPerIntent: 1 }, priorCalls: [call] };
  expect((await run({ input })).report).toMatchObject({ blockReason: "max_attempts_reached" });
});

test("prior calls, the time of the last one and filters are those of the input", async () => {
  account.lists = { orders: [], positions: [position], conditionalOrders: [] };
  const request = { method: "cancelOrder", symbol: "BTCUSDT", clientOrderId: ownId() };
  const call = { request, atMs: Date.now() - 10_000, status: "accepted" };
  const cooling = { ...config, cooldownSeconds: 600 };
  const ran = await run({ input: { config: cooling, priorCalls: [call] } });
  expect(ran.report).toMatchObject({ blockReason: "cooldown_not_elapsed" });
  const input = { config: cooling, priorCalls: [call], lastPortCallAtMs: null };
  expect((await run({ input })).report).toMatchObject({ blockReason: "cooldown_not_elapsed" });
  const after = { config: cooling, lastPortCallAtMs: Date.now() + 60_000 };
  expect((await run({ input: after })).report).toMatchObject({ blockReason: "snapshot_stale" });
  const filters = { BTCUSDT: { maxMarketQuantity: "0.002" } };
  const split = await run({ input: { config, filters } });
  expect(split.report).toMatchObject({ counts: { planned: 2 } });
});

test("keys of a harness are used first on this machine", async () => {
  const env = {
    RECONCILE_HARNESS_API_KEY: "another-key-of-a-harness",
    RECONCILE_HARNESS_API_SECRET: "secret-of-harness",
  };
  const ran = await run({ env });
  expect(ran).toMatchObject({ exitCode: 3 });
  expect(ran.stdout).toContain("error -2015");
});

test.each<[string, Given, string]>([
  ["no URL", { env: { RECONCILE_HARNESS_REST: "" } }, "RECONCILE_HARNESS_REST is not set"],
  [
    "another host",
    { env: { RECONCILE_HARNESS_REST: "http://example.org" } },
    "RECONCILE_HARNESS_REST: expected https://fapi.binance.com, or a loopback host",
  ],
  ["no key", { env: { BINANCE_API_KEY: "" } }, "BINANCE_API_KEY is not set"],
  [
    "keys of a harness for the venue",
    {
      env: {
        BINANCE_API_KEY: "",
        BINANCE_API_SECRET: "",
        RECONCILE_HARNESS_API_KEY: "key-of-a-harness",
        RECONCILE_HARNESS_API_SECRET: "secret-of-harness",
        RECONCILE_HARNESS_REST: "https://fapi.binance.com",
      },
    },
    "BINANCE_API_KEY is not set",
  ],
  [
    "the venue without its name",
    { args: live, env: { ...openGates, RECONCILE_HARNESS_REST: "https://fapi.binance.com" } },
    "add --host fapi.binance.com",
  ],
  [
    "another name than that of the host",
    { args: [...live, "--host", "fapi.binance.com"], env: openGates },
    "--host: the requests would go to 127.0.0.1:",
  ],
  ["an unknown option", { args: ["--live"] }, "expected --confirm VALUE or --host NAME"],
  ["an unknown field", { input: { config, more: 1 } }, "more: unknown field"],
  [
    "no time",
    { env: { RECONCILE_HARNESS_TIMEOUT_MS: "0" } },
    "expected milliseconds from 1 to 60000",
  ],
])("%s is exit 2 with the cure, and nothing is sent", async (_, given, problem) => {
  const ran = await run(given);
  expect(ran).toMatchObject({ exitCode: 2, stdout: "" });
  expect(ran.stderr).toContain(problem);
  expect(account.requests).toEqual([]);
  expect(existsSync(join(ran.cwd, "audit"))).toBe(false);
});

test("the standard scenarios pass on the wire", () => {
  const args = ["smoke", ...live, "--wire", `'${process.execPath}' '${bot}' {confirm}`, "--quiet"];
  const ran = runCli(args, { env: openGates });
  expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
  expect(ran.stdout).toContain("PASS");
});
