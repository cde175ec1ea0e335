import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { scenarioSchema } from "../scenario/scenario.ts";
import { folderWith, runCli } from "../test-fixtures/run-cli.ts";

const textOf = (name: string) => readFileSync(join(packageRoot, "examples/records", name), "utf8");
const files = ["trail.jsonl", "settings.json", "log.ndjson", "all-orders.json", "user-trades.json"];
const examples = Object.fromEntries(files.map((name) => [name, textOf(name)]));
const log = ["--settings", "settings.json", "--log", "log.ndjson"];

function observe(args: readonly string[], changed: Readonly<Record<string, unknown>> = {}) {
  const cwd = folderWith({ ...examples, ...changed });
  return { cwd, ...runCli(["observe", ...args], { cwd }) };
}

test("a violation exits with 1, and its scenario is a file that replays", () => {
  const { cwd, exitCode, stdout } = observe(["trail.jsonl", ...log, "--out", "found"]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("FAIL  orders-beat-positions / flatten-sent-before-orders (R25)");
  const names = readdirSync(join(cwd, "found"));
  expect(names).toHaveLength(5);
  for (const name of names) {
    scenarioSchema.parse(JSON.parse(readFileSync(join(cwd, "found", name), "utf8")));
  }
  expect(runCli(["replay", "found", "--quiet"], { cwd }).exitCode).toBe(0);
});

test("the JSON document has a verdict for each run, and what was not judged", () => {
  const { exitCode, stdout } = observe(["trail.jsonl", ...log, "--json"]);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    kind: "observe",
    verdict: "fail",
    runs: [
      { runId: "2f6e-1", mode: "dry_run", verdict: "fail" },
      { runId: "2f6e-2", mode: "live", verdict: "fail" },
    ],
    notJudged: expect.arrayContaining([
      { property: "accounts-do-not-mix", reason: "it compares with a second run of the bot" },
    ]),
  });
});

test("a trail alone passes by what it shows, and one that shows nothing is inconclusive", () => {
  expect(observe(["trail.jsonl", "--quiet"])).toMatchObject({
    exitCode: 0,
    stdout: "PASS  no violation in 2 runs, judged by 2 properties; 1 run could not be judged\n",
  });
  const [first = ""] = textOf("trail.jsonl").split("\n");
  const { exitCode, stdout } = observe(["trail.jsonl"], { "trail.jsonl": `${first}\n` });
  expect(exitCode).toBe(3);
  expect(stdout).toContain("judged: nothing");
});

test("a torn line is named, and the order of the files does not matter", () => {
  const lines = textOf("trail.jsonl").split("\n");
  const parts = {
    "one.jsonl": `${lines[0]}\n`,
    "two.jsonl": `${lines.slice(1).join("\n")}{"action":"can`,
  };
  const { exitCode, stdout } = observe(["two.jsonl", "one.jsonl", ...log], parts);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("two.jsonl:4: 14 bytes without a newline");
  expect(stdout.indexOf("2f6e-1,")).toBeGreaterThan(0);
  const { stdout: json } = observe(["two.jsonl", "one.jsonl", ...log, "--json"], parts);
  expect(JSON.parse(json)).toMatchObject({ runs: [{ runId: "2f6e-1" }, { runId: "2f6e-2" }] });
});

test("a run of which nothing is judged is no pass", () => {
  const { stdout } = observe(["trail.jsonl", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: "pass",
    runs: [
      { runId: "2f6e-1", verdict: "inconclusive" },
      { runId: "2f6e-2", verdict: "pass" },
    ],
  });
});

test("a line that cannot be read makes a pass inconclusive, and a torn one does not", () => {
  const trail = textOf("trail.jsonl");
  const broken = { "trail.jsonl": `${trail}{}\n` };
  expect(observe(["trail.jsonl", "--quiet"], broken)).toMatchObject({
    exitCode: 3,
    stdout: "INCONCLUSIVE  no violation in 2 runs, but 1 line cannot be read\n",
  });
  expect(observe(["trail.jsonl", ...log, "--quiet"], broken).exitCode).toBe(1);
  const torn = observe(["trail.jsonl"], { "trail.jsonl": `${trail}{"action"` });
  expect(torn.exitCode).toBe(0);
  expect(torn.stdout).toContain("lines whose write was cut short:\n    trail.jsonl:5: 9 bytes");
  const [first = "", ...rest] = trail.split("\n");
  const repaired = { "trail.jsonl": [`{"act${first}`, first, ...rest].join("\n") };
  expect(observe(["trail.jsonl", "--quiet"], repaired).exitCode).toBe(0);
});

test("lines that are in two files count once", () => {
  const lines = textOf("trail.jsonl").split("\n");
  const older = { "older.jsonl": `${lines.slice(0, 3).join("\n")}\n` };
  const once = observe(["trail.jsonl", ...log, "--json"]);
  const twice = observe(["older.jsonl", "trail.jsonl", ...log, "--json"], older);
  expect({ ...JSON.parse(twice.stdout), copies: 0 }).toEqual(JSON.parse(once.stdout));
  const shown = observe(["trail.jsonl", "older.jsonl"], older).stdout;
  expect(shown).toContain("  copies of lines in an earlier file, each counts once: 3");
  expect(shown.split("\n")[0]).toContain("2 runs, 1 port call;");
  // A line that one file has twice was written twice.
  const again = { "trail.jsonl": [...lines.slice(0, 2), ...lines.slice(1)].join("\n") };
  expect(observe(["trail.jsonl"], again).stdout.split("\n")[0]).toContain("2 port calls;");
});

test("the printed command names the place of the command of the bot", () => {
  const { stdout } = observe(["trail.jsonl", ...log]);
  expect(stdout).toMatch(/ {2}replay {3}.+ replay reports\/observed\/.+ --target COMMAND\n/);
});

test("a log that ends in a line makes a pass inconclusive, and is read where the line is whole", () => {
  const lines = textOf("log.ndjson").trimEnd();
  const [trail = ""] = textOf("trail.jsonl").split("\n");
  const [run = "", answer = ""] = lines.split("\n");
  const before = `${run}\n${answer}\n`;
  const observed = (text: string) =>
    observe(["trail.jsonl", "--log", "log.ndjson", "--quiet"], {
      "trail.jsonl": `${trail}\n`,
      "log.ndjson": text,
    });
  expect(observed(before)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^PASS/) });
  expect(observed(`${before}{"kind":"call","atMs`)).toMatchObject({
    exitCode: 3,
    stdout: "INCONCLUSIVE  no violation in 1 run, but 1 line cannot be read\n",
  });
  const call = lines.split("\n").find((line) => line.includes('"call"')) ?? "";
  expect(observed(before + call).stdout).toContain(
    "port-calls-happen-inside-a-run/call-between-runs",
  );
});

test("a secret in the error of an answer is not printed", () => {
  const message = "GET /fapi/v1/openOrders?timestamp=1&signature=0123456789abcdef failed";
  const answer = { kind: "answer", runId: null, error: { kind: "exception", message } };
  const written = `${textOf("log.ndjson")}${JSON.stringify(answer)}\n`;
  const { stdout } = observe(["trail.jsonl", ...log], { "log.ndjson": written });
  expect(stdout).toContain("FAIL  every-run-answers / exception (R59)");
  expect(stdout).not.toContain("0123456789abcdef");
});

test.each([null, "2f6e-2"])("an answer of another form is named, for the run id %s", (runId) => {
  const written = `${textOf("log.ndjson")}${JSON.stringify({ kind: "answer", runId, results: 1 })}\n`;
  const { exitCode, stdout } = observe(["trail.jsonl", ...log], { "log.ndjson": written });
  expect(exitCode).toBe(1);
  expect(stdout).toContain("log.ndjson:6: results: expected array");
});

test.each<[string, string[], Record<string, unknown>, string]>([
  ["an empty trail", ["trail.jsonl"], { "trail.jsonl": "" }, "trail.jsonl: the file is empty"],
  ["another file", ["settings.json"], {}, "settings.json:1: not JSON"],
  ["a missing file", ["none.jsonl"], {}, "none.jsonl: there is no such file"],
  [
    "orders without trades",
    ["trail.jsonl", "--orders", "all-orders.json"],
    {},
    "--trades FILE is missing",
  ],
  [
    "the reply of another request",
    ["trail.jsonl", "--orders", "user-trades.json", "--trades", "user-trades.json"],
    {},
    "user-trades.json:2:3: this is a list of trades, not a list of all orders",
  ],
  [
    "a line of a log that is none",
    ["trail.jsonl", "--log", "log.ndjson"],
    { "log.ndjson": '{"kind":"call"}\n' },
    "log.ndjson:1: atMs: expected",
  ],
  [
    "a later setting without a start",
    ["trail.jsonl", "--settings", "settings.json"],
    { "settings.json": [{}, {}] },
    "settings.json:1:5: [1]: expected fromRunId or fromMs",
  ],
  [
    "an empty log",
    ["trail.jsonl", "--log", "log.ndjson"],
    { "log.ndjson": "\n" },
    "log.ndjson: the file is empty; leave --log out",
  ],
  [
    "a log of other runs",
    ["trail.jsonl", "--log", "log.ndjson"],
    { "log.ndjson": textOf("log.ndjson").replaceAll("2f6e-", "other-") },
    "log.ndjson: the trail has no run of the log, such as other-1; give the log of the runs",
  ],
  [
    "a trail as the log",
    ["trail.jsonl", "--log", "trail.jsonl"],
    {},
    "trail.jsonl:1: this is a line of an audit trail; give the trail as an argument, without --log",
  ],
  [
    "a compressed trail",
    ["trail.jsonl"],
    { "trail.jsonl": gzipSync("a trail") },
    "trail.jsonl: the file is compressed by gzip",
  ],
  [
    "a line of a log that is no JSON",
    ["trail.jsonl", "--log", "log.ndjson"],
    { "log.ndjson": "time,price\n1,2\n" },
    "log.ndjson:1: not JSON; each line of a log is one JSON object",
  ],
  [
    "a time in seconds",
    ["trail.jsonl", "--settings", "settings.json"],
    { "settings.json": [{}, { fromMs: 1_704_067_260 }] },
    "settings.json:1:15: [1].fromMs: expected milliseconds since 1970, not seconds",
  ],
  [
    "settings whose times go back",
    ["trail.jsonl", "--settings", "settings.json"],
    { "settings.json": [{}, { fromMs: 1_704_067_260_000 }, { fromMs: 1_704_067_200_000 }] },
    "settings.json:1:40: [2].fromMs: expected a time that is not before that of an earlier setting",
  ],
  [
    "a setting of a run that the trail does not have",
    ["trail.jsonl", "--settings", "settings.json"],
    { "settings.json": [{}, { fromRunId: "2f6e-9" }] },
    "settings.json:1:18: no run of the trail has the id 2f6e-9; name the first run of the trail",
  ],
  [
    "settings in another order",
    ["trail.jsonl", "--settings", "settings.json"],
    { "settings.json": [{}, { fromRunId: "2f6e-2" }, { fromRunId: "2f6e-1" }] },
    "settings.json:1:41: the run 2f6e-1 is before 2f6e-2 in the trail; list the settings in the order",
  ],
])("%s exits with 2 and names the place", (_, args, changed, message) => {
  const { exitCode, stderr, stdout } = observe(args, changed);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain(message);
});
