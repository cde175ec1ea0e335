/** `capture` and `plan --capture`, in processes of their own, against the exchange on the wire. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { observedConditionalOrderSchema } from "../domain/conditional-order.ts";
import { observedOrderSchema } from "../domain/order.ts";
import { observedStop } from "../test-fixtures/conditional-orders.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { folderWith, runCli, startCli, type CliResult } from "../test-fixtures/run-cli.ts";
import { observedOrder, ownId } from "../test-fixtures/scenarios.ts";
import { WireAccount, wireEnvironment, wireKeys } from "../test-fixtures/wire-account.ts";
import { errorBody, type VenueReply } from "../wire/reply.ts";
import { capture } from "./capture.ts";
import { exitCodes, type OutputOptions } from "./output/terminal.ts";

const order = observedOrderSchema.parse(observedOrder({ orderId: "9223372036854775001" }));
const stop = observedConditionalOrderSchema.parse(observedStop());
const fileNames = ["open-algo-orders.json", "open-orders.json", "position-risk.json"];
const reads = [
  "GET /fapi/v1/openAlgoOrders ",
  "GET /fapi/v1/openOrders ",
  "GET /fapi/v2/positionRisk ",
];

let account: WireAccount;
beforeAll(async () => {
  account = await WireAccount.start();
});
afterAll(() => account.close());
beforeEach(() => {
  account.reset();
  account.lists = { orders: [order], positions: [], conditionalOrders: [stop] };
});

async function run(args: readonly string[], cwd = folderWith({})) {
  const ran = await startCli([...args, "--host", account.url], { cwd, env: wireEnvironment });
  return { ...checked(ran), cwd, files: filesIn(cwd) };
}

/** As `run`, without a process of its own: the command as `cli.ts` calls it. */
async function runHere(options: OutputOptions = {}, cwd = folderWith({})) {
  let [stdout, stderr] = ["", ""];
  const out = (text: string) => void (stdout += text);
  const terminal = { env: wireEnvironment, out, warn: (text: string) => void (stderr += text) };
  const given = { ...options, out: join(cwd, "capture"), host: account.url };
  const exitCode = await capture(given, terminal).catch((error: unknown) => {
    if (!(error instanceof BadInputError)) throw error;
    stderr += error.message;
    return exitCodes.badInput;
  });
  return { ...checked({ exitCode, stdout, stderr }), files: filesIn(cwd) };
}

function checked(ran: CliResult): CliResult {
  expect(ran.stdout + ran.stderr).not.toContain(wireKeys.key);
  expect(ran.stdout + ran.stderr).not.toContain(wireKeys.secret);
  return ran;
}

const filesIn = (folder: string) => readdirSync(folder, { recursive: true }).map(String).toSorted();

const inFolder = ["capture", ...fileNames.map((name) => `capture/${name}`)];
const command = ["capture", "--out", "capture"];

test("the three replies are written as they came, with the time before each request", async () => {
  const startsAtMs = Date.now();
  const ran = await run(command);
  expect(ran).toMatchObject({ exitCode: 0, stderr: "", files: inFolder });
  expect(ran.stdout).toContain(`PASS  3 lists of ${account.url}, captured`);
  expect(ran.stdout).toContain("capture/open-orders.json: 1 row");
  const place = (name: string) => join(ran.cwd, "capture", name);
  expect(readFileSync(place("open-orders.json"), "utf8")).toMatch(
    /^\[\{.*"orderId":9223372036854775001,.*\}\]$/,
  );
  const times = fileNames.map((name) => statSync(place(name)).mtimeMs);
  expect(Math.min(...times)).toBeGreaterThan(startsAtMs - 2);
  expect(fileNames.map((name) => statSync(place(name)).mode & 0o777)).toEqual([
    0o600, 0o600, 0o600,
  ]);
  expect(account.requests).toEqual(reads);
});

test("an earlier capture is replaced as a whole, and other files stay", async () => {
  const old = Object.fromEntries(fileNames.map((name) => [`capture/${name}`, "old"]));
  const cwd = folderWith({ ...old, "capture/notes.txt": "notes" });
  const ran = await runHere({}, cwd);
  expect(ran.files).toEqual([...inFolder, "capture/notes.txt"].toSorted());
  const texts = fileNames.map((name) => readFileSync(join(cwd, "capture", name), "utf8"));
  expect(texts.filter((text) => text === "old")).toEqual([]);
});

const html: Partial<VenueReply> = { body: "<html></html>" };
const refused: Partial<VenueReply> = { status: 401, body: errorBody(-2015, "Invalid API-key.") };
const limited: Partial<VenueReply> = { status: 429, headers: { "retry-after": "7" }, body: {} };

test.each([
  ["openAlgoOrders", html, 3],
  ["openOrders", html, 3],
  ["positionRisk", html, 3],
  ["positionRisk", { body: {} }, 3],
  ["positionRisk", { status: 500 }, 3],
  ["positionRisk", limited, 3],
  ["positionRisk", refused, 2],
] as const)("a read of %s that fails by %j writes nothing", async (name, parts, exitCode) => {
  account.spoil = (reply, path) => ({
    reply: path.endsWith(name) ? { ...reply, ...parts } : reply,
  });
  const cwd = folderWith({ "capture/open-orders.json": "old" });
  const ran = await runHere({}, cwd);
  expect(ran).toMatchObject({ exitCode, files: ["capture", "capture/open-orders.json"] });
  expect(readFileSync(join(cwd, "capture/open-orders.json"), "utf8")).toBe("old");
  const [printed, empty] = exitCode === 3 ? [ran.stdout, ran.stderr] : [ran.stderr, ran.stdout];
  expect(printed).toMatch(/nothing was written/);
  expect(printed).toContain(`/${name}`);
  expect(empty).toBe("");
  expect(account.requests).toEqual(reads);
  // No folder is left either.
  expect((await runHere()).files).toEqual([]);
});

test("--json prints one document, with and without a capture", async () => {
  const passed = JSON.parse((await runHere({ json: true })).stdout) as unknown;
  expect(passed).toMatchObject({
    kind: "capture",
    verdict: "pass",
    host: account.url,
    lists: [
      { status: "ok", path: expect.stringMatching("capture/open-algo-orders.json$"), rows: 1 },
      {},
      {},
    ],
  });
  account.spoil = (reply) => ({ reply: { ...reply, ...html } });
  const failed = JSON.parse((await runHere({ json: true })).stdout) as unknown;
  expect(failed).toMatchObject({ verdict: "inconclusive", lists: [{ status: "failed" }, {}, {}] });
});

test("--quiet prints the verdict, and below it what failed", async () => {
  const passed = await runHere({ quiet: true });
  expect(passed.stdout).toBe(`PASS  3 lists of ${account.url}, captured\n`);
  account.spoil = (reply, path) => ({
    reply: path.endsWith("openOrders") ? { ...reply, ...html } : reply,
  });
  const failed = await runHere({ quiet: true });
  expect(failed.stdout).toMatch(
    /^INCONCLUSIVE {2}nothing was written: a list was not read\n {2}GET \/fapi\/v1\/openOrders:1:1: .*\n$/,
  );
});

test.each<[string, readonly string[], Record<string, string>, string]>([
  ["no key", [], {}, "BINANCE_API_KEY is not set; set it to the HMAC key of an account"],
  ["no secret", [], { BINANCE_API_KEY: wireKeys.key }, "BINANCE_API_SECRET is not set"],
  [
    "another host",
    ["--host", "https://example.org"],
    wireEnvironment,
    "--host: expected https://fapi.binance.com",
  ],
])("%s is exit 2, and writes nothing", (_, args, env, problem) => {
  const cwd = folderWith({ file: "" });
  const ran = runCli([...command, ...args], { cwd, env });
  expect(ran).toMatchObject({ exitCode: 2, stdout: "" });
  expect(ran.stderr).toContain(problem);
  expect(readdirSync(cwd)).toEqual(["file"]);
});

test("a folder that cannot be written is exit 2, and leaves no file", async () => {
  const cwd = folderWith({ capture: "a file" });
  const ran = await runHere({}, cwd);
  expect(ran).toMatchObject({ exitCode: 2, stdout: "", files: ["capture"] });
  expect(ran.stderr).toContain("the capture was not written: ");
});

test("a file that cannot be replaced leaves no temporary file", async () => {
  const cwd = folderWith({ "capture/open-orders.json/in-the-way": "" });
  const ran = await runHere({}, cwd);
  expect(ran).toMatchObject({ exitCode: 2, stdout: "" });
  expect(ran.files).toEqual([
    "capture",
    "capture/open-orders.json",
    "capture/open-orders.json/in-the-way",
  ]);
});

const plan = ["plan", "--capture", "capture", "--expected", "expected.json"];
const action = ["--action", "cancel_all", "--whitelist", "BTCUSDT"];

test("plan --capture captures and plans, and never changes the account", async () => {
  const cwd = folderWith({ "expected.json": { conditionalOrders: [] } });
  const ran = await run([...plan, ...action], cwd);
  expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
  expect(ran.files).toEqual([...inFolder, "expected.json"]);
  expect(ran.stdout).toContain(`would do:  cancel ${ownId()}`);
  expect(ran.stdout).toContain(`would do:  cancel conditional ${ownId()}`);
  expect(account.requests).toEqual(reads);
  // The files are those of `plan`.
  const files = ["open-orders", "position-risk", "open-algo-orders"];
  const named = files.flatMap((name) => [`--${name}`, `capture/${name}.json`]);
  const again = runCli(["plan", ...named, "--expected", "expected.json", ...action], { cwd });
  expect(again.stdout).toBe(ran.stdout);
});

test("plan --capture that cannot read plans nothing", async () => {
  account.spoil = (reply, path) => ({
    reply: path.endsWith("openOrders") ? { ...reply, ...html } : reply,
  });
  const ran = await run([...plan, ...action], folderWith({ "expected.json": {} }));
  expect(ran).toMatchObject({ exitCode: 3, stderr: "", files: ["expected.json"] });
  expect(ran.stdout).toContain("INCONCLUSIVE  nothing was written");
  expect(ran.stdout).not.toContain("PLAN");
});

const expected = ["--expected", "expected.json"];
test.each<[string, readonly string[], string]>([
  [
    "no orders",
    expected,
    "--open-orders <file> is missing; name the file, or add --capture <folder>",
  ],
  ["no positions", [...expected, "--open-orders", "o.json"], "--position-risk <file> is missing"],
  [
    "files and a capture",
    [...expected, "--capture", "c", "--open-orders", "o.json"],
    "cannot be used with option '--open-orders <file>'",
  ],
  [
    "a time and a capture",
    [...expected, "--capture", "c", "--captured-at", "1704067200000"],
    "cannot be used with option '--captured-at <time>'",
  ],
  [
    "a host without a capture",
    [...expected, "--host", "http://127.0.0.1:9"],
    "--host: only a capture has a host; add --capture",
  ],
])("plan with %s is exit 2 with the cure", (_, args, problem) => {
  const ran = runCli(["plan", ...args], { cwd: folderWith({ "expected.json": {} }) });
  expect(ran).toMatchObject({ exitCode: 2, stdout: "" });
  expect(ran.stderr).toContain(problem);
});
