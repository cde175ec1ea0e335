import { counterexampleWith } from "../test-fixtures/counterexamples.ts";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { campaignReportSchema } from "../fuzz/campaign-report.ts";
import { allProperties } from "../../properties/all.ts";
import { runCli, runScript, temporaryFolder, type CliResult } from "../test-fixtures/run-cli.ts";

const oneProperty = ["--property", "dry-run-makes-no-port-calls"];
/** One property of runs, one of sequences, and both kinds with follow-ups: each process compiles what it judges by. */
const someProperties = [
  "dry-run-makes-no-port-calls",
  "external-orders-change-nothing",
  "snapshots-never-override-newer-updates",
  "reconciliation-converges",
];
const sizes = ["--runs", "1500", "--sequences", "300"];
const campaign = ["fuzz", "--seed", "42", ...sizes, "--property", ...someProperties];
/** Enough for the tests that only read the output. */
const shortCampaign = ["fuzz", "--seed", "1", "--runs", "5", "--sequences", "0", ...oneProperty];

/** One campaign of each length for all tests that read its reports or its output. */
const wholeFolder = temporaryFolder();
const shortFolder = temporaryFolder();
let wholeRun: CliResult;
/** The whole campaign again, in two shards. */
let shardRuns: readonly CliResult[];
let shortRun: CliResult;
let verboseRun: CliResult;
beforeAll(() => {
  const others = ["ctrf=r.ctrf.json", "sarif=r.sarif", "observations=r.jsonl"];
  const reports = ["--report", "json=reports/r.json", "junit=r.xml", "ndjson=r.ndjson", ...others];
  wholeRun = runCli([...campaign, ...reports], { cwd: wholeFolder });
  const shard = (index: number, name: string) =>
    [...campaign, "--shard", `${index}/2`, "--report", `json=${name}`] as const;
  shardRuns = [
    // Workers run from a checkout too, without the bundle. The other shard has one thread.
    runScript("src/cli.ts", [...shard(1, "a.json"), "--workers", "2"], { cwd: wholeFolder }),
    runCli(shard(2, "b.json"), { cwd: wholeFolder }),
  ];
  const colours = { FORCE_COLOR: "1", NO_COLOR: "1" };
  const gitHub = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(shortFolder, "summary.md") };
  shortRun = runCli([...shortCampaign, "--report", "json=one.json"], {
    cwd: shortFolder,
    env: { ...colours, ...gitHub },
  });
  const twoWorkers = ["--workers", "2", "--report", "json=two.json"];
  verboseRun = runCli([...shortCampaign, "--verbose", ...twoWorkers], {
    cwd: shortFolder,
    env: { FORCE_COLOR: "1" },
  });
});

function readReport(path: string) {
  return campaignReportSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** Everything but the timings. */
function bytesOf(path: string): string {
  return JSON.stringify({ ...readReport(path), timing: null });
}

test("the same seed and runs give the same report with workers and in shards, timings aside", () => {
  for (const run of shardRuns) expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  const args = [
    "b.json",
    "a.json",
    "--report",
    "json=merged.json",
    "junit=merged.xml",
    "sarif=m.sarif",
  ];
  expect(merge(...args).exitCode).toBe(0);
  const whole = bytesOf(join(wholeFolder, "reports/r.json"));
  expect(readReport(join(wholeFolder, "reports/r.json")).neverSeen).not.toEqual([]);
  expect(bytesOf(join(wholeFolder, "merged.json"))).toBe(whole);
  const junit = (name: string) => readFileSync(join(wholeFolder, `${name}.xml`), "utf8");
  expect(junit("merged")).toBe(junit("r"));
  const [one, other] = ["m", "r"].map((name) =>
    readFileSync(join(wholeFolder, `${name}.sarif`), "utf8"),
  );
  expect(one).toBe(other);
});

test.each(["ndjson", "observations"])(
  "merge refuses %s, which no report of a shard holds",
  (kind) => {
    const { exitCode, stderr } = merge("b.json", "a.json", "--report", `${kind}=merged.lines`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`--report ${kind}: the shards' reports hold no cases`);
  },
);

test("the formats for other tools are written, with the verdict of the campaign", () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(wholeFolder, name), "utf8"));
  expect(read("r.ctrf.json")).toMatchObject({
    reportFormat: "CTRF",
    results: { summary: { passed: someProperties.length + 1, failed: 0, other: 0 } },
  });
  const invocations = [{ executionSuccessful: true }];
  expect(read("r.sarif")).toMatchObject({ version: "2.1.0", runs: [{ invocations, results: [] }] });
  const lines = readFileSync(join(wholeFolder, "r.jsonl"), "utf8").trimEnd().split("\n");
  const names = lines.map(
    (line) => z.object({ property: z.string() }).parse(JSON.parse(line)).property,
  );
  expect([...new Set(names)].toSorted()).toEqual(someProperties.toSorted());
  // A sample of all cases, and the properties that compare runs are sampled too.
  expect(lines.length).toBeGreaterThan(1_000);
  expect(lines.length).toBeLessThanOrEqual(20_000);
});

test("an undivided campaign gives the same report in one thread and with workers", () => {
  const [one, two] = ["one", "two"].map((name) => bytesOf(join(shortFolder, `${name}.json`)));
  expect(two).toBe(one);
});

const testCaseSchema = z.object({ "@_classname": z.string(), "@_name": z.string() });
const junitSchema = z.object({
  testsuites: z.object({ testsuite: z.object({ testcase: z.array(testCaseSchema) }) }),
});

/** The last test case is the verdict of the campaign. */
function propertiesIn(xml: string): string[] {
  const parsed: unknown = new XMLParser({ ignoreAttributes: false }).parse(xml);
  const { testcase } = junitSchema.parse(parsed).testsuites.testsuite;
  return testcase.slice(0, -1).map((one) => one["@_name"]);
}

test("each report can be read with a standard parser, and its folder is created", () => {
  expect(wholeRun.exitCode).toBe(0);
  const report = readReport(join(wholeFolder, "reports/r.json"));
  expect(report).toMatchObject({ verdict: "pass", canaryCaught: true, stopped: null });
  expect(report.result.cases.random).toBe(1_500);
  const xml = readFileSync(join(wholeFolder, "r.xml"), "utf8");
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(propertiesIn(xml)).toEqual(someProperties);
  const lines = readFileSync(join(wholeFolder, "r.ndjson"), "utf8").trimEnd().split("\n");
  const cases = lines.map((line) => z.object({ case: z.string() }).parse(JSON.parse(line)).case);
  expect(new Set(cases).size).toBe(lines.length);
  expect(cases.filter((name) => name.startsWith("random:"))).toHaveLength(1_500);
});

test("a campaign that passes prints the seed first, the verdict with what it reached, and at most 15 lines", () => {
  const run = wholeRun;
  expect(run.stderr).toBe("");
  expect(run.stdout).not.toContain("\u001B");
  const lines = run.stdout.trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(15);
  expect(lines[0]).toBe("seed 42, 1500 random cases, 300 sequences");
  expect(lines[1]).toMatch(
    /^0 regressions, \d+ enumerated cases, 1500 random cases, 300 sequences; judged by \d+ properties in \d+\.\d s$/,
  );
  const others = allProperties.length - someProperties.length;
  expect(lines[3]).toBe(`PASS  no property failed; ${others} properties not selected`);
  expect(run.stdout).toMatch(
    /reached {3}\d+ steps in the longest sequence, at most \d+ port calls in a run and \d+ orders in a book/,
  );
  expect(run.stdout).toContain("6030 of 6030 three-way combinations");
});

test("without a seed it is random, and without --property all properties judge", () => {
  const fewCases = ["--runs", "1", "--sequences", "1", "--shard", "1/30"];
  const run = runCli(["fuzz", ...fewCases, "--report", "junit=few.xml"], { cwd: shortFolder });
  expect(run.stdout).toMatch(/^seed \d+, 1 random case, 1 sequence\n/);
  expect(propertiesIn(readFileSync(join(shortFolder, "few.xml"), "utf8"))).toEqual(
    allProperties.map(({ name }) => name),
  );
});

test("--verbose prints the tables too, and FORCE_COLOR without NO_COLOR the colours", () => {
  const { stdout } = verboseRun;
  expect(stdout).toMatch(/^ {2}property +pass +fail +discarded +skipped +errored$/m);
  expect(stdout).toMatch(/^ {2}coverage of the random cases +share +minimum$/m);
  expect(stdout).toMatch(/^ {2}never seen: max_orders_reached at the default 10$/m);
  expect(stdout).toContain("\u001B[33mINCONCLUSIVE");
  expect(shortRun.stdout).not.toContain("\u001B");
});

test("a campaign that is too short to reach everything is inconclusive, exit 3", () => {
  expect(shortRun.exitCode).toBe(3);
  expect(shortRun.stdout).toContain("\nINCONCLUSIVE\n");
});

test("a regression that is broken or of a later schema ends the campaign before it starts", () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "scenarios/regressions"), { recursive: true });
  const path = join(cwd, "scenarios/regressions/old.json");
  writeFileSync(path, JSON.stringify({ schemaVersion: 3, kind: "counterexample" }));
  const run = runCli(campaign, { cwd });
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain("old.json:1:");
  expect(run.stderr).toContain("schema version 3");
  const replayed = runCli(["replay", "scenarios/regressions"], { cwd });
  expect(replayed.exitCode).toBe(2);
  expect(replayed.stdout).toContain("schema-mismatch");
});

test("a regression of a property that no longer exists ends the campaign before it starts", () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "scenarios/regressions"), { recursive: true });
  const counterexample = counterexampleWith({ property: "no-such-property" });
  const path = join(cwd, "scenarios/regressions", "gone.json");
  writeFileSync(path, JSON.stringify(counterexample));
  const run = runCli(campaign, { cwd });
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain(
    "gone.json: property: there is no property 'no-such-property' today",
  );
  const replayed = runCli(["replay", path], { cwd });
  expect(replayed).toMatchObject({ exitCode: 2 });
  expect(replayed.stdout).toContain("gone.json: errored");
});

const merge = (...args: string[]) => runCli(["merge", ...args], { cwd: wholeFolder });

/** Writes the report of the second shard, as one of another campaign. */
function writeOtherCampaign(name: string, parts: object): void {
  const report = readReport(join(wholeFolder, "b.json"));
  const other = { ...report, campaign: { ...report.campaign, ...parts } };
  writeFileSync(join(wholeFolder, name), JSON.stringify(other));
}

test("shards that replay other regressions belong to another campaign", () => {
  writeOtherCampaign("changed.json", { digest: "0".repeat(16) });
  expect(merge("a.json", "changed.json").stderr).toContain("another campaign");
});

test.each<[string, readonly string[], string]>([
  ["a seed that is no integer", ["--seed", "1.5"], "--seed: expected a whole number"],
  ["no runs", ["--runs", "0"], "--runs: expected a whole number from 1"],
  ["shard 0 of 4", ["--shard", "0/4"], "--shard: expected I/N"],
  ["shard 5 of 4", ["--shard", "5/4"], "--shard: expected I/N"],
  ["known failures in a folder without any", ["--known", "."], "--known: . has no counterexample"],
  ["no workers", ["--workers", "0"], "--workers: expected"],
  ["a time without a unit", ["--max-time", "10"], "--max-time: expected"],
  ["an unknown property", ["--property", "no-such"], "there is no property 'no-such'"],
  ["an unknown kind of report", ["--report", "pdf=x"], "--report: expected KIND=FILE"],
  ["a report below a file", ["--report", "json=/dev/null/x"], "/dev/null is no folder"],
  ["a report that is a device", ["--report", "json=/dev/null"], "this is no ordinary file"],
  ["a report that is a folder", ["--report", "json=/"], "this is a directory"],
  ["an unknown preset", ["--preset", "forever"], "Allowed choices are pr, nightly, soak"],
])("usage of fuzz: %s is exit 2, and nothing runs", (_, args, expected) => {
  const run = runCli(["fuzz", ...args]);
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain(expected);
});

test("merge refuses other campaigns, missing and repeated shards, version 1, and ndjson", () => {
  writeOtherCampaign("other.json", { seed: 43 });
  expect(merge("a.json", "other.json").stderr).toContain(
    "other.json: another campaign than a.json",
  );
  expect(merge("a.json").stderr).toContain("batches of the campaign are in no report: 1, 3, 5");
  expect(merge("a.json", "a.json").stderr).toContain("a.json: batch 0 is in a.json too");
  expect(merge("a.json", "b.json", "--report", "json=b.json").stderr).toContain(
    "--report: b.json: this is the file of an input too; name another file",
  );
  expect(merge("a.json", "b.json", "--report", "ndjson=x").stderr).toContain("ndjson");
  expect(merge("a.json", "none.json")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("there is no such file"),
  });
  const path = join(wholeFolder, "a.json");
  const old = { ...JSON.parse(readFileSync(path, "utf8")), schemaVersion: 1 };
  writeFileSync(join(wholeFolder, "old.json"), JSON.stringify(old));
  expect(merge("old.json")).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: "old.json: a report of version 1; run the campaign again with this version\n",
  });
});

test("replay of an unknown id is exit 2", () => {
  const run = runCli(["replay", "deadbeef"]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("deadbeef");
});

test("under GitHub Actions the job summary is written", () => {
  expect(shortRun.stdout).toContain("::error title=INCONCLUSIVE::coverage");
  const summary = join(shortFolder, "summary.md");
  expect(existsSync(summary)).toBe(true);
  expect(readFileSync(summary, "utf8")).toContain("## Campaign: INCONCLUSIVE");
});
