/** `report` and `--report html=FILE`, as shipped. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listCounterexamples } from "../fuzz/counterexample-files.ts";
import { packageRoot } from "../package-root.ts";
import { hostileReport } from "../test-fixtures/pages.ts";
import { counterexampleWith } from "../test-fixtures/counterexamples.ts";
import { strengthToShow } from "../test-fixtures/strength-reports.ts";
import { folderWith, runCli } from "../test-fixtures/run-cli.ts";

/** The data in a page of this folder. */
function pageIn(folder: string, name: string): unknown {
  const html = readFileSync(join(folder, name), "utf8");
  const [, json = "{}"] = /id="data">([^<]*)</.exec(html) ?? [];
  return JSON.parse(json);
}

test("report writes the page next to the JSON report, and prints its path", () => {
  const cwd = folderWith({ "fuzz.json": hostileReport(), "strength.json": strengthToShow() });
  expect(runCli(["report", "fuzz.json"], { cwd })).toEqual({
    exitCode: 0,
    stdout: "fuzz.html\n",
    stderr: "",
  });
  expect(pageIn(cwd, "fuzz.html")).toMatchObject({ kind: "campaign", verdict: "fail" });
  const { exitCode, stdout } = runCli(["report", "strength.json", "--out", "new/s.html"], { cwd });
  expect([exitCode, stdout]).toEqual([0, "new/s.html\n"]);
  expect(pageIn(cwd, "new/s.html")).toMatchObject({ kind: "strength", verdict: "fail" });
});

test.each([
  [["gone.json"], /^gone\.json: .*\n/],
  [["saved.json"], /^saved\.json: no JSON report of fuzz, merge or npm run strength; write one/],
  [["old.json"], /^old\.json: a report of version 1; run the campaign again/],
  [["fuzz.json", "--out", "fuzz.json"], /^--out: fuzz\.json: this is the file of an input too/],
  [["fuzz.json", "--out", "."], /^--out: \.: this is a directory/],
  [["fuzz.json", "--out", ""], /^--out: expected a file, got ''/],
  [["taken.json"], /^--out: taken\.html: this is a directory/],
])("report %j is bad input", (args, message) => {
  const cwd = folderWith({
    "fuzz.json": hostileReport(),
    "saved.json": counterexampleWith(),
    "taken.json": hostileReport(),
    "taken.html/file": "",
    "old.json": { ...hostileReport(), schemaVersion: 1 },
  });
  const { exitCode, stdout, stderr } = runCli(["report", ...args], { cwd });
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
  expect(existsSync(join(cwd, "saved.html"))).toBe(false);
});

test("--open without a browser is a warning with the address", () => {
  const cwd = folderWith({ "fuzz.json": hostileReport() });
  // No opener is in this PATH.
  const { exitCode, stderr } = runCli(["report", "fuzz.json", "--open"], {
    cwd,
    env: { PATH: "" },
  });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(
    /^warning: --open: \S+ cannot be started; open file:\/\/\S+fuzz\.html in a browser\n$/,
  );
});

test("smoke, replay and fuzz write a page with what they judged", () => {
  const cwd = folderWith({});
  runCli(["smoke", "--quiet", "--report", "html=smoke.html"], { cwd });
  expect(pageIn(cwd, "smoke.html")).toMatchObject({
    kind: "smoke",
    verdict: "pass",
    failures: [{ title: "order" }, { title: "position" }, { title: "mixed" }],
    command: "npx reconcile-harness smoke --scenario all",
  });
  const fuzz = ["fuzz", "--seed", "1", "--runs", "5", "--sequences", "0", "--quiet"];
  const named = ["--property", "dry-run-makes-no-port-calls"];
  runCli([...fuzz, ...named, "--report", "html=fuzz.html", "json=fuzz.json"], { cwd });
  const page = pageIn(cwd, "fuzz.html");
  expect(page).toMatchObject({ kind: "campaign", verdict: "inconclusive", failures: [] });
  runCli(["report", "fuzz.json", "--out", "again.html"], { cwd });
  expect(pageIn(cwd, "again.html")).toEqual(page);
});

test("the commands of a page have each option of the target and of the campaign, and the variables", () => {
  const [bot, profile] = ["bot.mjs", "profile.json"].map((name) =>
    readFileSync(join(packageRoot, "examples", name), "utf8"),
  );
  const cwd = folderWith({ "our bot.mjs": bot, "p.json": profile });
  const target = ["--target", "node 'our bot.mjs'", "--bot-profile", "p.json"];
  const written = String.raw`--target 'node '\''our bot.mjs'\''' --bot-profile p.json`;
  const sizes = ["--seed", "1", "--runs", "5", "--sequences", "0"];
  const others = ["--property", "orders-*", "--without", "orders-fit-the-filters", "--bail"];
  const fuzz = ["fuzz", ...sizes, ...others, ...target, "--max-time", "90s"];
  runCli([...fuzz, "--report", "html=fuzz.html"], { cwd });
  expect(pageIn(cwd, "fuzz.html")).toMatchObject({
    command:
      `npx reconcile-harness fuzz ${sizes.join(" ")} --property 'orders-*' ` +
      `--without orders-fit-the-filters --bail ${written} --max-time 90s`,
  });
  const [path = ""] = listCounterexamples([join(packageRoot, "scenarios", "regressions")]);
  runCli(["replay", path, ...target, "--report", "html=replay.html"], { cwd });
  expect(pageIn(cwd, "replay.html")).toMatchObject({
    failures: [{ command: `npx reconcile-harness replay ${path} ${written}` }],
  });
  const env = { RECONCILE_DRY_RUN: "0", GRINDER_AUDIT_ENABLED: "1" };
  runCli(["smoke", ...target, "--report", "html=smoke.html"], { cwd, env });
  expect(pageIn(cwd, "smoke.html")).toMatchObject({
    command:
      "RECONCILE_DRY_RUN=0 GRINDER_AUDIT_ENABLED=1 GRINDER_AUDIT_PATH=audit/reconcile.jsonl " +
      `npx reconcile-harness smoke --scenario all ${written}`,
  });
});
