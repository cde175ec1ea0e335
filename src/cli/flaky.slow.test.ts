import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { campaignReportSchema } from "../fuzz/campaign-report.ts";
import { listCounterexamples, readCounterexample } from "../fuzz/counterexample-files.ts";
import { folderWith, runCli, temporaryFolder, type CliResult } from "../test-fixtures/run-cli.ts";

/**
 * Cancels the first order that it observes in a dry run, where its argument is true of `dryRun`, the number of dry
 * runs of its process that observe an order; in a live run, where it is true of `liveRun`.
 */
const bot = `
  import { createInterface } from "node:readline";
  const isTrue = new Function("dryRun", "liveRun", "return " + process.argv[2]);
  const send = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const read = async () => JSON.parse((await lines.next()).value ?? process.exit(0));
  let [dryRun, liveRun] = [0, 0];
  for (;;) {
    const { id, method, params } = await read();
    const capabilities = { reports: ["mode"] };
    if (method === "initialize") {
      send({ id, result: { protocolVersion: 2, name: "bot", capabilities } });
      continue;
    }
    if (method === "start") {
      send({ id, result: {} });
      continue;
    }
    const { confirm, env } = params.gates;
    const closed = [
      ["cli_confirm", confirm, "LIVE_REMEDIATE"],
      ["dry_run_disabled", env.RECONCILE_DRY_RUN ?? "1", "0"],
      ["active_allowed", env.RECONCILE_ALLOW_ACTIVE ?? "0", "1"],
      ["executor_armed", env.ARMED ?? "0", "1"],
      ["mainnet_allowed", env.ALLOW_MAINNET_TRADE ?? "0", "1"],
    ].filter(([, actual, opens]) => actual !== opens);
    const mode = confirm === null ? "dry_run" : closed.length > 0 ? "refused" : "live";
    const [order] = params.snapshot.orders.items ?? [];
    if (mode === "dry_run" && order !== undefined) dryRun += 1;
    if (mode === "live") liveRun += 1;
    const isDue = mode === "dry_run" ? isTrue(dryRun, 0) : mode === "live" && isTrue(0, liveRun);
    if (isDue && order !== undefined) {
      const { symbol, clientOrderId } = order;
      send({ id: "c", method: "port/cancelOrder", params: { run: params.run, symbol, clientOrderId } });
      await read();
    }
    const closedGates = closed.map(([gate, actual]) => ({ gate, actual }));
    send({ id, result: mode === "refused" ? { mode, closedGates } : { mode } });
  }
`;

const botThat = (condition: string): string => `node bot.mjs '${condition}'`;
const property = "dry-run-makes-no-port-calls";
const campaign = ["fuzz", "--seed", "1", "--runs", "250", "--property", property, "--target"];
const reports = ["--report", "json=r.json", "junit=r.xml", "ctrf=r.ctrf.json", "sarif=r.sarif"];
const saved = join("reports", "counterexamples");

function readReport(folder: string, name = "r.json") {
  return campaignReportSchema.parse(JSON.parse(readFileSync(join(folder, name), "utf8")));
}

/** True in one dry run of 40, so that no failure repeats. */
const rarely = "dryRun % 40 === 39";

/** The folder and the output of one campaign, which two tests read. */
function runRarely(workers: string): { readonly cwd: string; readonly run: CliResult } {
  const cwd = folderWith({ "bot.mjs": bot });
  const args = [...campaign, botThat(rarely), "--bail", "--workers", workers, ...reports];
  return { cwd, run: runCli(args, { cwd }) };
}
let ranInOneThread: ReturnType<typeof runRarely>;
beforeAll(() => {
  ranInOneThread = runRarely("1");
});

test.each(["1", "2"])(
  "with %s workers a failure that does not repeat fails the campaign and is saved as it was met",
  (workers) => {
    const { cwd, run } = workers === "1" ? ranInOneThread : runRarely(workers);
    expect(run).toMatchObject({ exitCode: 1, stderr: "" });
    expect(run.stdout).toContain("Flaky: the same scenario did not fail again");
    const { verdict, reasons, result } = readReport(cwd);
    expect(verdict).toBe("fail");
    const reason = `failed in \\d+ cases?; flaky: the same scenario did not fail again`;
    for (const text of [run.stdout, reasons.join("\n"), readFileSync(join(cwd, "r.xml"), "utf8")])
      expect(text).toMatch(new RegExp(`${property}/port-call-\\S+( \\(.*\\))? ${reason}`));
    expect(result.targetErrors).toEqual({});
    const [path = ""] = listCounterexamples([join(cwd, saved)]);
    const file = `${saved}/${basename(path)}`;
    expect(readFileSync(join(cwd, "r.ctrf.json"), "utf8")).toContain(`"filePath": "${file}"`);
    expect(readFileSync(join(cwd, "r.sarif"), "utf8")).toContain(`"uri": "${file}"`);
    const { flaky, scenario, provenance } = readCounterexample(path);
    const [order] = scenario.exchange.orders;
    expect(flaky?.portCalls).toHaveLength(1);
    expect(flaky?.portCalls[0]).toMatch(/^run 1: cancelOrder .*: refused$/);
    expect(flaky?.portCalls[0]).toContain(`${order?.symbol}`);
    expect(provenance.shrinks).toBe(0);
  },
);

test("replay asks a flaky failure 20 times, and another 5 times; none in 20 is not fixed", () => {
  const cwd = temporaryFolder();
  cpSync(ranInOneThread.cwd, cwd, { recursive: true });
  const [name = ""] = readdirSync(join(cwd, saved));
  const replay = (condition: string) =>
    runCli(["replay", saved, "--target", botThat(condition)], { cwd });
  expect(replay("dryRun === 1")).toMatchObject({
    exitCode: 1,
    stdout: isAnswer("flaky 1 of 20\n"),
  });
  expect(replay("false")).toMatchObject({ exitCode: 1, stdout: isAnswer("flaky 0 of 20\n") });
  expect(replay("dryRun > 0")).toMatchObject({ exitCode: 1, stdout: isAnswer("still-fails\n") });
  const { flaky: _, ...steady } = JSON.parse(readFileSync(join(cwd, saved, name), "utf8"));
  writeFileSync(join(cwd, saved, name), JSON.stringify(steady));
  expect(replay("dryRun === 1")).toMatchObject({ exitCode: 1, stdout: isAnswer("flaky 1 of 5\n") });
  expect(replay("false")).toMatchObject({ exitCode: 0, stdout: isAnswer("fixed\n") });
});

const isAnswer = (answer: string): unknown => expect.stringContaining(`.json: ${answer}`);

test("shards keep a flaky failure in their reports, and merge saves it", () => {
  const cwd = folderWith({ "bot.mjs": bot });
  for (const index of [1, 2]) {
    // More than one random batch, so that each shard has more than 40 dry runs with an order.
    const sizes = ["--runs", "2000", "--bail"];
    const part = [...sizes, "--shard", `${index}/2`, "--report", `json=${index}.json`];
    const run = runCli([...campaign, botThat(rarely), ...part], { cwd });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain("; flaky: the same scenario did not fail again");
  }
  const merged = runCli(["merge", "1.json", "2.json", ...reports], { cwd });
  expect(merged).toMatchObject({ exitCode: 1, stderr: "" });
  expect(merged.stdout).toContain("; flaky: the same scenario did not fail again");
  const [path = ""] = listCounterexamples([join(cwd, saved)]);
  expect(readCounterexample(path).flaky?.portCalls).toHaveLength(1);
  const sum = [1, 2].map((index) => readReport(cwd, `${index}.json`).result.askedTwice.cases);
  expect(readReport(cwd).result.askedTwice.cases).toBe((sum[0] ?? 0) + (sum[1] ?? 0));
});

/** An eighth of the batches. */
const part = ["--shard", "1/8"];

test("a bot that answers the same scenario differently is named, though no property fails", () => {
  const cwd = folderWith({ "bot.mjs": bot });
  const run = runCli([...campaign, botThat("liveRun % 2 === 1"), ...part, ...reports], { cwd });
  expect(run.exitCode).toBe(3);
  const { verdict, reasons, result } = readReport(cwd);
  const { cases, differing, first } = result.askedTwice;
  expect(verdict).toBe("inconclusive");
  expect(differing).toBeGreaterThan(0);
  expect(cases).toBeGreaterThan(differing);
  expect(first?.difference).toMatch(/^cancel \S+ \S+ in run 1: \w+, then no further port call$/);
  const texts = [run.stdout, reasons.join("\n"), readFileSync(join(cwd, "r.xml"), "utf8")];
  for (const text of texts) expect(text).toContain(first?.difference);
});

test("a bot that answers from its input alone is never called flaky", () => {
  const cwd = folderWith({ "bot.mjs": bot });
  const run = runCli([...campaign, botThat("liveRun > 0"), ...part, ...reports], { cwd });
  expect(run.stdout).not.toMatch(/flaky|differently/i);
  const { askedTwice } = readReport(cwd).result;
  expect(askedTwice).toMatchObject({ differing: 0, first: null });
  expect(askedTwice.cases).toBeGreaterThan(5);
});
