import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { beforeAll, expect, test } from "vitest";
import { counterexampleSchema } from "../fuzz/counterexample.ts";
import { cliPath, folderWith, runCli, type CliResult } from "../test-fixtures/run-cli.ts";

/** It cancels where no gate variable is set, in a dry run too. So the first batch fails, in two ways. */
const bot = `
  import { createInterface } from "node:readline";
  const send = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
  const call = { symbol: "BTCUSDT", clientOrderId: "grinder_grid_BTCUSDT_1_1704067100_1" };
  let open = null;
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line);
    if (method === "initialize") {
      send({ id, result: { protocolVersion: 2, name: "bot", capabilities: { reports: [] } } });
    } else if (method === "reconcile" && Object.keys(params.gates.env).length > 0) {
      send({ id, result: {} });
    } else if (method === "reconcile") {
      open = id;
      send({ id: "call", method: "port/cancelOrder", params: { run: params.run, ...call } });
    } else send({ id: method === "start" ? id : open, result: {} });
  }
`;
const target = ["--target", "node bot.mjs"];
const campaign = ["fuzz", "--seed", "1", "--runs", "20", "--sequences", "0", "--bail"];
const one = ["--property", "dry-run-makes-no-port-calls", ...target];

function folderWithBot(): string {
  return folderWith({ "bot.mjs": bot });
}

/** Runs with files of at most `blocks` blocks of 512 or 1,024 bytes; the write that reaches the limit is short. */
function runWithSmallFiles(blocks: number, args: readonly string[], cwd: string): CliResult {
  const command = `ulimit -f ${blocks}; exec "$0" "$@"`;
  const shell = ["-c", command, process.execPath, cliPath, ...args];
  const { status, stdout, stderr } = spawnSync("sh", shell, {
    cwd,
    env: { PATH: process.env["PATH"] ?? "" },
    encoding: "utf8",
  });
  return { exitCode: status, stdout, stderr };
}

/** One campaign without room for its files. */
const fullFolder = folderWithBot();
let unsaved: CliResult;
beforeAll(() => {
  const args = [...campaign, ...one, "--report", "json=r.json"];
  unsaved = runWithSmallFiles(1, args, fullFolder);
});

test("a short write leaves no file, and the verdict, the counterexample and a warning are printed", () => {
  const [run, cwd] = [unsaved, fullFolder];
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain("\nFAIL  ");
  expect(run.stdout).toContain("    saved   no; its JSON is printed above\n");
  expect(run.stdout).not.toMatch(/^ {4}replay /m);
  expect(run.stderr).toMatch(
    /^warning: [0-9a-f]{8} was not saved in reports\/counterexamples: file too large \(EFBIG\)$/m,
  );
  expect(run.stderr).toMatch(
    /^warning: the report r\.json was not written: file too large \(EFBIG\)$/m,
  );
  expect(readdirSync(cwd).toSorted()).toEqual(["bot.mjs", "reports"]);
  expect(readdirSync(join(cwd, "reports/counterexamples"))).toEqual([]);
  expect(run.stdout).not.toContain("  report    ");
});

test("the printed JSON of a counterexample can be saved and replayed", () => {
  const cwd = folderWithBot();
  const json = /^\{"schemaVersion":2,"kind":"counterexample".*$/m.exec(unsaved.stdout)?.[0] ?? "";
  const { id } = counterexampleSchema.parse(JSON.parse(json));
  expect(unsaved.stdout).toContain(`Save the next line as ${id}.json, then: replay ${id}.json`);
  writeFileSync(join(cwd, `${id}.json`), json);
  const args = ["replay", `${id}.json`, ...target];
  const replayed = runCli(args, { cwd });
  expect(replayed.exitCode).toBe(1);
  expect(replayed.stdout).toContain("still-fails");
});

test("a shard without a JSON report prints its counterexamples, and no command that cannot work", () => {
  const cwd = folderWithBot();
  const args = [...campaign, ...one, "--shard", "1/1"];
  const run = runCli(args, { cwd });
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain("saved   no; its JSON is printed above");
  const reported = runCli([...args, "--report", "json=r.json"], { cwd });
  expect(reported.stdout).toContain("`merge` saves it from the report of this shard");
  expect(`${run.stdout}${reported.stdout}`).not.toMatch(/^ {4}replay /m);
});

test.each(["/none/summary.md", "folder"])(
  "a job summary that cannot be written (%s) is a warning",
  (path) => {
    const cwd = folderWithBot();
    mkdirSync(join(cwd, "folder"));
    const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: path };
    const run = runCli([...campaign, ...one], { cwd, env });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain(`warning: the job summary ${path} was not written: `);
    expect(readdirSync(join(cwd, "reports/counterexamples"))).not.toEqual([]);
  },
);

test("a reader that has gone and a full standard output change neither exit code nor files", () => {
  const command = `"$0" "$@"; echo "exit code $?" >&2`;
  for (const output of ["| true", "> /dev/full"]) {
    const cwd = folderWithBot();
    const args = [...campaign, ...one, "--report", "json=r.json"];
    const shell = ["-c", `( ${command} ) ${output}`, process.execPath, cliPath, ...args];
    const env = { PATH: process.env["PATH"] ?? "" };
    const { stderr } = spawnSync("sh", shell, { cwd, env, encoding: "utf8" });
    expect(stderr).toContain("exit code 1\n");
    expect(stderr.match(/^warning: standard output: /gm)).toHaveLength(1);
    expect(readFileSync(join(cwd, "r.json"), "utf8")).toContain('"verdict": "fail"');
  }
});

test.each<[string, readonly string[], string]>([
  [
    "two reports to one file",
    ["--report", "json=r.json", "junit=./folder/../r.json"],
    "--report: ./folder/../r.json: this is the file of the report json too; name another file",
  ],
  [
    "a report to a file of the evidence",
    ["--report", "evidence=ev", "json=ev/evidence.json"],
    "--report: ev/evidence.json: this is the file of the report evidence too; name another file",
  ],
  [
    "the evidence in the folder of another report",
    ["--report", "html=ev/evidence.html", "evidence=ev"],
    "--report: ev: this is the file of the report html too; name another file",
  ],
  [
    "a report to the profile",
    ["--bot-profile", "profile.json", "--report", "json=profile.json"],
    "--report: profile.json: this is the file of an input too; name another file",
  ],
  ["a pipe as a report", ["--report", "json=pipe"], "--report: pipe: this is no ordinary file"],
  ["a report below a file", ["--report", "json=file/r.json"], "file is no folder"],
])("%s: exit 2, and nothing runs", (_, args, expected) => {
  const cwd = folderWithBot();
  writeFileSync(join(cwd, "file"), "");
  mkdirSync(join(cwd, "folder"));
  spawnSync("mkfifo", [join(cwd, "pipe")]);
  const run = runCli([...campaign, ...one, ...args], { cwd });
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain(expected);
});

test.each(["reports", "reports/counterexamples", "scenarios", "scenarios/regressions"])(
  "a file with the name of the folder %s: exit 2, and nothing runs",
  (path) => {
    const cwd = folderWithBot();
    mkdirSync(join(cwd, path, ".."), { recursive: true });
    writeFileSync(join(cwd, path), "");
    const run = runCli([...campaign, ...one], { cwd });
    expect(run).toMatchObject({ exitCode: 2, stdout: "" });
    expect(run.stderr).toContain(
      "not a directory (ENOTDIR); a file has the name of the folder: move the file",
    );
  },
);
