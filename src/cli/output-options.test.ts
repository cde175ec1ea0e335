/** `--json`, `--quiet` and `--verbose`: they change what is printed, and neither the verdict nor the exit code. */
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { knownProperties } from "../../properties/wire/all.ts";
import { campaignReportSchema } from "../fuzz/campaign-report.ts";
import { packageRoot } from "../package-root.ts";
import { counterexampleWith } from "../test-fixtures/counterexamples.ts";
import { folderWith, runCli } from "../test-fixtures/run-cli.ts";
import { plan } from "../test-fixtures/run-plan.ts";

const textOf = (path: string) => readFileSync(join(packageRoot, path), "utf8");
const bot = "node bot.mjs";
const wrongSpelling = ["--property", "live-needs-all-five-gates"];
const short = ["fuzz", "--seed", "1", "--runs", "5", "--sequences", "0"];
const inconclusive = [...short, "--property", "dry-run-makes-no-port-calls"];
const failing = [...short, ...wrongSpelling, "--bail", "--target", bot];

/** Of `failing`. */
const verdictWithNames =
  /^FAIL {2}1 finding: 3 checks failed\n {2}live-needs-all-five-gates\/\S+ .*\n$/;

const headSchema = z.looseObject({ schemaVersion: z.int(), kind: z.string(), verdict: z.string() });

const replaySchema = z.looseObject({ files: z.array(z.unknown()) });

type Row = readonly [
  args: readonly string[],
  exitCode: number,
  verdict: string,
  kind: string,
  names: readonly string[],
];

const files = {
  "torn.jsonl": '{"event',
  "broken.jsonl": '{"x":1}\n',
  "gone.json": counterexampleWith({ property: "no-such-property" }),
  "old.json": { kind: "counterexample" },
  "order.json": textOf("scenarios/order.json"),
  "bot.mjs": textOf("examples/bot.mjs"),
  "idle-bot.mjs": textOf("src/test-fixtures/bad-bot.mjs"),
};

test.each<Row>([
  [["smoke"], 0, "pass", "smoke", []],
  [
    ["smoke", "--confirm", "LIVE_REMEDIATE"],
    1,
    "fail",
    "smoke",
    ["RECONCILE_DRY_RUN", "RECONCILE_ALLOW_ACTIVE", "ARMED", "ALLOW_MAINNET_TRADE"],
  ],
  [
    ["smoke", "--scenario", "order", "--target", bot],
    3,
    "inconclusive",
    "smoke",
    ["order: INCONCLUSIVE"],
  ],
  [["audit", "verify", "torn.jsonl"], 3, "inconclusive", "audit-trail", []],
  [["audit", "verify", "broken.jsonl"], 1, "fail", "audit-trail", ["broken.jsonl:1: broken: "]],
  [["replay", "order.json"], 0, "pass", "replay", []],
  [["replay", "old.json"], 2, "bad-input", "replay", ["old.json: schema-mismatch"]],
  [["replay", "gone.json"], 2, "bad-input", "replay", ["gone.json: errored: there is no property"]],
  [["target", "check", bot], 0, "pass", "target-check", []],
  [
    ["target", "check", "node idle-bot.mjs 'does nothing'"],
    3,
    "inconclusive",
    "target-check",
    ["a live run: 0 port calls instead of 1"],
  ],
  [
    ["target", "check", "node idle-bot.mjs 'calls at the end'"],
    1,
    "fail",
    "target-check",
    ["a live run: ", "the end: port call"],
  ],
  [inconclusive, 3, "inconclusive", "campaign", ["coverage"]],
  [failing, 1, "fail", "campaign", ["live-needs-all-five-gates/call-behind-closed-gate"]],
])("%j prints one document or only the verdict, with exit code %i", (...row) => {
  const [args, exitCode, verdict, kind, names] = row;
  const cwd = folderWith(files);
  const json = runCli([...args, "--json"], { cwd });
  expect(json.exitCode).toBe(exitCode);
  expect(headSchema.parse(JSON.parse(json.stdout))).toMatchObject({ kind, verdict });
  const quiet = runCli([...args, "--quiet"], { cwd });
  expect(quiet.exitCode).toBe(exitCode);
  const [first = "", ...rest] = quiet.stdout.trimEnd().split("\n");
  expect(first).toMatch(new RegExp(`^${verdict.toUpperCase()}(?:  \\S|$)`));
  expect(rest.length >= names.length && (verdict !== "pass" || rest.length === 0)).toBe(true);
  for (const name of names) expect(quiet.stdout).toContain(`\n  ${name}`);
});

test("a file that fails is named with its check, and the document has its violation", () => {
  const cwd = folderWith(files);
  expect(runCli(failing, { cwd }).exitCode).toBe(1);
  const replay = ["replay", "reports/counterexamples", "--target", bot];
  const quiet = runCli([...replay, "--quiet"], { cwd });
  expect(quiet.stdout).toMatch(/^FAIL {2}0 of \d+ files? passed\n/);
  expect(quiet.stdout).toContain(
    "still-fails  (live-needs-all-five-gates/call-behind-closed-gate)",
  );
  const json = runCli([...replay, "--json"], { cwd });
  const document = replaySchema.parse(JSON.parse(json.stdout));
  expect(document).toMatchObject({ target: "example", end: { verdict: "ok" } });
  const one = { check: "wrong-mode", violation: { run: 1, actual: "live" } };
  expect(document.files).toContainEqual(
    expect.objectContaining({
      answer: "still-fails",
      verdict: "fail",
      counterexample: expect.objectContaining({
        ...one,
        violation: expect.objectContaining(one.violation),
      }),
    }),
  );
  expect(json.exitCode).toBe(1);
});

test("the document of a campaign is that of --report, and annotations leave it whole", () => {
  const cwd = folderWith(files);
  const args = [...failing, "--json", "--report", "json=r.json"];
  const run = runCli(args, { cwd, env: { GITHUB_ACTIONS: "true" } });
  expect(run.stdout).toBe(readFileSync(join(cwd, "r.json"), "utf8"));
  expect(campaignReportSchema.parse(JSON.parse(run.stdout)).verdict).toBe("fail");
  expect(run.stderr).toMatch(/^::error title=FAIL live-needs-all-five-gates/m);
  const merged = runCli(["merge", "r.json", "--json"], { cwd });
  expect(campaignReportSchema.parse(JSON.parse(merged.stdout)).verdict).toBe("fail");
  expect(merged.exitCode).toBe(1);
  const quiet = runCli(["merge", "r.json", "--quiet"], { cwd });
  expect(quiet.stdout).toMatch(verdictWithNames);
});

test("a counterexample that cannot be saved is printed with --quiet too", () => {
  const cwd = folderWith(files);
  // Permissions do not bind root, but nothing can be created below a link to nowhere.
  symlinkSync(join(cwd, "nowhere"), join(cwd, "reports"));
  const run = runCli([...failing, "--quiet"], { cwd });
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain('"kind":"counterexample"');
  expect(run.stdout).toMatch(verdictWithNames);
});

test("a plan has its verdict in the document and alone", () => {
  expect(JSON.parse(plan({}, "--json").stdout)).toMatchObject({ kind: "plan", verdict: "pass" });
  expect(plan({}, "--quiet").stdout).toBe(
    "PASS  No mismatch, and no other difference in what was read.\n",
  );
  const stale = ["--captured-at", "2024-01-01T00:00:00Z"];
  const json = plan({}, ...stale, "--json");
  expect(JSON.parse(json.stdout)).toMatchObject({ verdict: "inconclusive" });
  const quiet = plan({}, ...stale, "--quiet");
  expect([json.exitCode, quiet.exitCode]).toEqual([3, 3]);
  expect(quiet.stdout).toMatch(/^INCONCLUSIVE {2}no mismatch in the part .*\n {2}orders: /);
});

test("properties --quiet prints the names", () => {
  const { stdout, exitCode } = runCli(["properties", "--quiet"]);
  expect(exitCode).toBe(0);
  expect(stdout.trimEnd().split("\n")).toEqual(knownProperties.map(({ name }) => name));
});

const trail = ["audit", "verify", "trail.jsonl"];
const planFiles = ["--open-orders", "o", "--position-risk", "p", "--expected", "e"];
const commands = [
  ["smoke"],
  ["plan", ...planFiles],
  trail,
  ["replay", "file.json"],
  ["properties"],
  ["merge", "r.json"],
  ["fuzz"],
  ["target", "check", "bot"],
];

test.each(commands)("%s with --json and --quiet is refused, with the cure", (...command) => {
  const run = runCli([...command, "--json", "--quiet"]);
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain("option '--quiet' cannot be used with option '--json'");
});

test.each([["fuzz"], ["merge", "r.json"], ["target", "check", "bot"]])(
  "%s with --quiet and --verbose is refused",
  (...command) => {
    const run = runCli([...command, "--verbose", "--quiet"]);
    expect(run).toMatchObject({ exitCode: 2, stdout: "" });
    expect(run.stderr).toContain("option '--quiet' cannot be used with option '--verbose'");
  },
);

test("target check counts what it does not judge, and --verbose lists it", () => {
  const cwd = folderWith(files);
  const counted = runCli(["target", "check", bot], { cwd }).stdout;
  const [line, properties = "", checks = ""] =
    /\n {2}(\d+) properties skipped, and (\d+) checks of others cannot fail; .*\n/.exec(counted) ??
    [];
  expect(line).toContain("--verbose lists them");
  const listed = runCli(["target", "check", bot, "--verbose"], { cwd }).stdout;
  expect(listed.match(/^ {2}\S+ is skipped: /gm)).toHaveLength(Number(properties));
  expect(listed.match(/^ {2}\S+ cannot fail: /gm)).toHaveLength(Number(checks));
  expect(counted).not.toMatch(/is skipped|cannot fail: /);
});
