/** Campaigns of bots on the wire with workers: each worker has its own exchange and its own process. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { plantWireBug, wireBugs } from "../../properties/planted-bugs/wire/bugs.ts";
import { wireBotPath } from "../../properties/planted-bugs/wire/wire-bug.ts";
import { campaignReportSchema } from "../fuzz/campaign-report.ts";
import { packageRoot } from "../package-root.ts";
import { isRunning, waitFor } from "../test-fixtures/is-running.ts";
import { cliPath, folderWith, startCli } from "../test-fixtures/run-cli.ts";

const wrapper = readFileSync(join(packageRoot, "src/test-fixtures/kept-wrapper.mjs"), "utf8");
const profile = { schemaVersion: 1, kind: "bot-profile", limits: [], snapshotForm: "open-orders" };

function folderOf(bot: string): string {
  const cwd = folderWith({ "kept.mjs": wrapper, "bot.mjs": bot, "profile.json": profile });
  mkdirSync(join(cwd, "tmp"));
  return cwd;
}

const campaign = ["fuzz", "--seed", "1", "--wire", "node kept.mjs bot.mjs"];

/** The processes of the bot that were started. */
function pidsIn(cwd: string): number[] {
  return readdirSync(cwd).flatMap((name) => {
    return (/^pid-(\d+)$/.exec(name)?.slice(1) ?? []).map(Number);
  });
}

async function runWith(workers: number, bot: string) {
  const cwd = folderOf(bot);
  const args = [
    "--runs",
    "20",
    "--sequences",
    "0",
    "--workers",
    String(workers),
    "--bot-profile",
    "profile.json",
  ];
  const env = { TMPDIR: join(cwd, "tmp") };
  const run = await startCli([...campaign, ...args, "--report", "json=r.json"], { cwd, env });
  const text = readFileSync(join(cwd, "r.json"), "utf8");
  expect(readdirSync(join(cwd, "tmp"))).toEqual([]);
  await waitFor(() => !pidsIn(cwd).some(isRunning));
  const report = campaignReportSchema.parse(JSON.parse(text));
  const { failures, ...counts } = report.result;
  // What shrinking found and measured depends on the time of the machine.
  const { findings, verdict, batchesDone } = report;
  return { ...run, failures, same: { verdict, batchesDone, findings, counts }, pids: pidsIn(cwd) };
}

const correct = readFileSync(wireBotPath, "utf8");
const bug = wireBugs.find(({ name }) => name === "unknown-outcome-not-the-end");
const buggy = bug === undefined ? "" : plantWireBug(bug);

/** Side by side, because they mostly wait. */
let runs: Readonly<Record<"correct" | "buggy", readonly Awaited<ReturnType<typeof runWith>>[]>>;
beforeAll(async () => {
  const [one, two, oneFound, twoFound] = await Promise.all([
    runWith(1, correct),
    runWith(2, correct),
    runWith(1, buggy),
    runWith(2, buggy),
  ]);
  runs = { correct: [one, two], buggy: [oneFound, twoFound] };
});

test.each([
  ["correct", 0, []],
  ["buggy", 1, [bug?.expectedFailure]],
] as const)("two workers give the report of one for a %s bot", (name, exitCode, failed) => {
  const [one, two] = runs[name];
  if (one === undefined || two === undefined) throw new Error("both ran");
  expect(one).toMatchObject({ exitCode, stderr: "" });
  const names = Object.values(one.failures).map(({ property, check }) => `${property}/${check}`);
  for (const check of failed) expect(names).toContain(check);
  expect(names.length > 0).toBe(failed.length > 0);
  expect(two.exitCode).toBe(one.exitCode);
  expect(Object.keys(two.failures)).toEqual(Object.keys(one.failures));
  expect(two.same).toEqual(one.same);
  // One more for each worker.
  expect(two.pids.length - one.pids.length).toBe(2);
});

test.each([1, 2])("with %i workers nothing is left after two signals", async (workers) => {
  const waiting = `import { appendFileSync } from "node:fs";
import { request } from "node:http";
request(process.env.RECONCILE_HARNESS_REST + "/fapi/v1/ping", (reply) => reply.resume()).end();
appendFileSync("runs", "x");
const { length } = (await import("node:fs")).readFileSync("runs", "utf8");
if (length > ${workers === 1 ? 1 : 3}) await new Promise(() => setInterval(() => undefined, 1_000));`;
  const cwd = folderOf(waiting);
  const env = { PATH: process.env["PATH"], TMPDIR: join(cwd, "tmp") };
  const args = [...campaign, "--settle", "1h", "--workers", String(workers)];
  const child = spawn(process.execPath, [cliPath, ...args], { cwd, env });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdout.resume();
  const ended = new Promise((resolve) => child.once("close", resolve));
  const count = () => (existsSync(join(cwd, "runs")) ? readFileSync(join(cwd, "runs")).length : 0);
  await waitFor(() => count() > (workers === 1 ? 1 : 3));
  expect(readdirSync(join(cwd, "tmp")).length).toBeGreaterThan(0);
  child.kill("SIGINT");
  await waitFor(() => stderr.includes("SIGINT: the campaign ends after the case in hand"));
  child.kill("SIGINT");
  await ended;
  expect(pidsIn(cwd).length).toBeGreaterThan(0);
  await waitFor(() => !pidsIn(cwd).some(isRunning));
  expect(readdirSync(join(cwd, "tmp"))).toEqual([]);
});

test("where the bot of one worker does not start, nothing of the other is left", async () => {
  const cwd = folderOf(`import { appendFileSync, readFileSync } from "node:fs";
const base = process.env.RECONCILE_HARNESS_REST;
appendFileSync("starts", "x");
if (readFileSync("starts").length > 2) process.exit(9);
for (;;) {
  const reply = await fetch(base + "/__harness/next");
  if (reply.status === 410) break;
  await fetch(base + "/fapi/v1/ping");
  await fetch(base + "/__harness/done", { method: "POST" });
}`);
  const args = ["fuzz", "--seed", "1", "--wire", "node bot.mjs", "--workers", "2"];
  const run = await startCli(args, { cwd, env: { TMPDIR: join(cwd, "tmp") } });
  expect(run.exitCode).toBe(3);
  expect(run.stderr).toContain("it sent no request to http://127.0.0.1:");
  expect(readdirSync(join(cwd, "tmp"))).toEqual([]);
});
