import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { runCli, startCli, temporaryFolder, type CliResult } from "../test-fixtures/run-cli.ts";

const badBot = (misbehaviour: string): string =>
  `node '${join(packageRoot, "src/test-fixtures/bad-bot.mjs")}' '${misbehaviour}'`;
const shellBot = (name: string): string => `sh '${join(packageRoot, "src/test-fixtures", name)}'`;

const campaign = ["fuzz", "--seed", "3", "--runs", "50", "--target"];
/** A few batches, so that each of two workers has one, for tests of what the end of a bot shows. */
const fewBatches = ["--shard", "1/20"];

type Started = { readonly cwd: string; readonly ended: Promise<CliResult> };

function start(...args: string[]): Started {
  const cwd = temporaryFolder();
  return { cwd, ended: startCli(args, { cwd }) };
}

/** Bots that take their time. They start before the tests, and the tests at the end of this file read them. */
let crashes: Started;
let startsTwice: Started;
let campaignWithoutEnd: Started;
let smokeWithoutEnd: Started;
/** An argument of a bot, to find its processes. */
const token = randomUUID();
beforeAll(() => {
  const twoWorkers = ["--workers", "2"];
  crashes = start(...campaign, shellBot("dying-bot.sh"), ...twoWorkers);
  startsTwice = start(...campaign, `${badBot("starts only twice")} ${token}`, ...twoWorkers);
  const endless = badBot("ignores the end");
  const only = ["--property", "dry-run-makes-no-port-calls", ...fewBatches];
  campaignWithoutEnd = start(...campaign, endless, ...only, "--report", "json=r.json");
  smokeWithoutEnd = start("smoke", "--scenario", "order", "--target", endless);
});

test.each([
  ["dies", 1, "exit code 4"],
  ["prints a banner", 3, "not JSON: 'Bot 1.0, ready'"],
  ["answers with wrong types", 1, "its report: mode"],
  ["calls and dies", 1, "port calls: expected [], got [{"],
  ["calls late", 1, "no port call after the answer of a run"],
  ["calls in a batch", 1, "no port call in a batch"],
  ["calls at the end", 1, "no port call while it ends"],
])(
  "smoke with a bot that %s ends with %i and names the reason",
  (misbehaviour, exitCode, reason) => {
    const run = runCli(["smoke", "--scenario", "order", "--target", badBot(misbehaviour)]);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout + run.stderr).toContain(reason);
  },
);

test("fuzz with a bot that does not start is exit 3, also where workers start theirs", () => {
  const run = runCli([...campaign, "no-such-bot", "--workers", "2"]);
  expect(run).toMatchObject({ exitCode: 3 });
  expect(run.stderr).toContain("exit code 127");
});

test("a bot that calls the port in a dry run and crashes fails the property, and is shrunk", () => {
  const cwd = temporaryFolder();
  const crashingBot = shellBot("crashing-bot.sh");
  const only = ["--property", "dry-run-makes-no-port-calls", "--bail"];
  const run = runCli([...campaign, crashingBot, ...only], { cwd });
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain("FAIL  dry-run-makes-no-port-calls / port-call-");
  expect(run.stdout).toContain("--target 'sh '\\''");
  const replay = ["replay", "reports/counterexamples", "--target"];
  const replayed = runCli([...replay, crashingBot], { cwd });
  expect(replayed).toMatchObject({ exitCode: 1 });
  const other = runCli([...replay, badBot("dies")], { cwd });
  expect(other).toMatchObject({ exitCode: 1 });
  expect(other.stdout).toContain("fails-differently: every-run-answers/process-exit");
  // The next campaign replays it first; with --save it becomes a regression too.
  const again = runCli([...campaign, crashingBot, ...only, "--save"], { cwd });
  expect(again.stdout).toMatch(/^2 regressions, 0 enumerated cases, 0 random cases, 0 sequences;/m);
  expect(readdirSync(join(cwd, "scenarios", "regressions")).join()).toContain(
    "dry-run-makes-no-port-calls--",
  );
  // A failure is not hidden by what could not be judged.
  const folder = join(cwd, "reports", "counterexamples");
  const [name = ""] = readdirSync(folder);
  const { scenario, ...rest } = JSON.parse(readFileSync(join(folder, name), "utf8"));
  const steps = [{ kind: "restart", expectedState: "current" }, { kind: "reconcile" }];
  const sequence = { ...rest, scenario: { ...scenario, steps } };
  writeFileSync(join(folder, "sequence.json"), JSON.stringify(sequence));
  const both = runCli(["replay", folder, "--target", crashingBot]);
  expect(both.stdout).toContain("not-observable");
  expect(both).toMatchObject({ exitCode: 1 });
});

test.each(["1", "2"])(
  "fuzz with %s workers fails a bot that calls the port at the end",
  (workers) => {
    const cwd = temporaryFolder();
    const only = ["--property", "port-calls-happen-inside-a-run", "--workers", workers];
    const options = [...only, ...fewBatches];
    const reports = ["--report", "json=r.json", "junit=r.xml"];
    const run = runCli([...campaign, badBot("calls at the end"), ...options, ...reports], { cwd });
    expect(run.exitCode).toBe(1);
    const fingerprint = "port-calls-happen-inside-a-run/call-at-shutdown";
    expect(run.stdout).toContain(fingerprint);
    expect(readFileSync(join(cwd, "r.xml"), "utf8")).toContain(fingerprint);
    expect(JSON.parse(readFileSync(join(cwd, "r.json"), "utf8"))).toMatchObject({
      verdict: "fail",
    });
  },
);

test("a property that compares what the bot does not report is refused by name", () => {
  const run = runCli([...campaign, badBot("does nothing"), "--property", "audit-equals-effects"]);
  expect(run).toMatchObject({ exitCode: 2, stdout: expect.stringContaining("seed") });
  expect(run.stderr).toContain(
    "audit-equals-effects cannot judge does nothing: the target does not report audit",
  );
  const sequence = ["--property", "snapshots-never-override-newer-updates"];
  const single = runCli([...campaign, badBot("does nothing"), ...sequence]);
  expect(single.exitCode).toBe(2);
  expect(single.stderr).toContain("requires sequences, and there are none");
});

test("a bot that does nothing fails, and --verbose names the properties that cannot judge it", () => {
  const run = runCli([...campaign, badBot("does nothing"), "--bail", "--verbose"]);
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toMatch(
    /^seed 3, 50 random cases, no sequences, because the target does not support them\n/,
  );
  expect(run.stdout).toContain("permitted-remediations-are-executed/missing-remediation");
  expect(run.stdout).toContain("audit-equals-effects is skipped: the target does not report audit");
  expect(run.stdout).toContain("sequences: the target is judged on single runs");
  expect(run.stdout).toContain(
    "snapshots-never-override-newer-updates is skipped: there are no sequences",
  );
});

test.each(["smoke", "target check"])("%s with an empty command is exit 2", (command) => {
  const option = command === "smoke" ? ["--target"] : [];
  const run = runCli([...command.split(" "), ...option, " "]);
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain("expected a command, got none");
});

const check = (bot: string) => runCli(["target", "check", bot]);

test("target check lists what is missing, and exits 0 only where nothing is", () => {
  const idle = check(badBot("does nothing"));
  expect(idle.exitCode).toBe(3);
  expect(idle.stdout).toContain("MISSING  0 port calls instead of 1");
  const caught = check(badBot("calls and dies"));
  expect(caught.exitCode).toBe(1);
  expect(caught.stdout).toContain("a dry run                         FAIL     1 port call");
  for (const how of ["calls late", "calls at the end"]) {
    const late = check(badBot(how));
    expect(late.exitCode).toBe(1);
    expect(late.stdout).toContain("FAIL     port call");
  }
  const good = check(`node '${join(packageRoot, "examples/bot.mjs")}'`);
  expect(good).toMatchObject({ exitCode: 0, stderr: "" });
  expect(good.stdout).toContain("\nCONFORMS");
  expect(good.stdout).toContain("\nNo scenario showed a broken rule.");
});

test("target check names the rule that a bot breaks, also as JSON", () => {
  const bot = `python3 '${join(packageRoot, "examples/bot.py")}'`;
  const text = check(bot);
  expect(text.exitCode).toBe(1);
  expect(text.stdout.match(/^BREAKS .*$/gm)).toEqual([
    "BREAKS R25  (orders-beat-positions/flatten-sent-before-orders)",
  ]);
  const json = runCli(["target", "check", bot, "--json"]);
  expect(json.exitCode).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({
    name: "example",
    rules: { broken: [{ rules: ["R25"], check: "flatten-sent-before-orders" }] },
  });
});

test("a bot that does not end is inconclusive in the text and in the report too", async () => {
  const { cwd, ended } = campaignWithoutEnd;
  const run = await ended;
  expect(run.exitCode).toBe(3);
  expect(run.stdout).toContain("INCONCLUSIVE\n  the target failed 1 time: it did not end within");
  expect(JSON.parse(readFileSync(join(cwd, "r.json"), "utf8"))).toMatchObject({
    verdict: "inconclusive",
  });
  const smoke = await smokeWithoutEnd.ended;
  expect(smoke.exitCode).toBe(3);
  expect(smoke.stdout).toContain("did not end within 2000 ms");
});

test("where the bot of one worker does not start, those of the others are ended", async () => {
  const run = await startsTwice.ended;
  expect(run).toMatchObject({ exitCode: 3 });
  expect(run.stderr).toContain("exit code 5");
  const processes = execFileSync("ps", ["-A", "-o", "args"], { encoding: "utf8" });
  expect(processes.split("\n").filter((line) => line.includes(token))).toEqual([]);
});

test("fuzz stops with a bot that crashes again and again, and saves the crash", async () => {
  const { cwd, ended } = crashes;
  const run = await ended;
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain("FAIL  every-run-answers / process-exit");
  expect(run.stdout).toContain("its process ended with exit code 4");
  expect(run.stdout).toContain("it wrote nothing to standard error");
  expect(run.stdout).toContain("stopped   target-disabled");
  const replay = (bot: string) =>
    runCli(["replay", "reports/counterexamples", "--target", bot], { cwd });
  expect(replay(badBot("dies"))).toMatchObject({ exitCode: 1 });
  expect(replay(badBot("does nothing")).stdout).toContain("fixed");
});
