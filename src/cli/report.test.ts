/** `report` and `--report html=FILE`, as shipped. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
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
  [["fuzz.json", "--out", "fuzz.json"], /^--report: fuzz\.json: this is the file of an input too/],
  [["fuzz.json", "--out", "."], /^--report: \.: this is a directory/],
])("report %j is bad input", (args, message) => {
  const cwd = folderWith({
    "fuzz.json": hostileReport(),
    "saved.json": counterexampleWith(),
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
  });
  const fuzz = ["fuzz", "--seed", "1", "--runs", "5", "--sequences", "0", "--quiet"];
  const named = ["--property", "dry-run-makes-no-port-calls"];
  runCli([...fuzz, ...named, "--report", "html=fuzz.html", "json=fuzz.json"], { cwd });
  const page = pageIn(cwd, "fuzz.html");
  expect(page).toMatchObject({ kind: "campaign", verdict: "inconclusive", failures: [] });
  runCli(["report", "fuzz.json", "--out", "again.html"], { cwd });
  expect(pageIn(cwd, "again.html")).toEqual(page);
});
