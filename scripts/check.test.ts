import { expect, test } from "vitest";
import { folderWith, runScript } from "../src/test-fixtures/run-cli.ts";

const print = (text: string, exitCode = 0): string => `echo ${text}&& exit ${exitCode}`;

function check(lintExitCode: number) {
  const scripts = {
    "format:check": print("formatted"),
    lint: print("linted", lintExitCode),
    types: print("typed"),
    "dead-code": print("no dead code"),
  };
  return runScript("scripts/check.ts", [], { cwd: folderWith({ "package.json": { scripts } }) });
}

test("check runs each step, prints what each prints, and fails if one fails", () => {
  const failed = check(2);
  expect(failed.exitCode).toBe(1);
  for (const text of ["formatted", "linted", "typed", "no dead code", "\ncheck failed: lint\n"]) {
    expect(failed.stdout).toContain(text);
  }
  expect(check(0).exitCode).toBe(0);
});
