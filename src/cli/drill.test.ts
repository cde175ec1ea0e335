import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { folderWith, runCli } from "../test-fixtures/run-cli.ts";

test("drill runs the drills of the package in any folder, and exits with 0", () => {
  const { exitCode, stdout } = runCli(["drill"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^PASS {2}3 of 3 drills passed$/m);
  expect(runCli(["drill", "kill-switch", "--quiet"])).toEqual({
    exitCode: 0,
    stdout: "PASS  1 of 1 drill passed\n",
    stderr: "",
  });
});

test("a name without a drill exits with 2, and prints no document", () => {
  const { exitCode, stdout, stderr } = runCli(["drill", "lost-steam", "--json"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain("there is no drill 'lost-steam'");
});

test("a drill that the target cannot have is named, and proves nothing", () => {
  const { exitCode, stdout } = runCli(["drill", "lost-stream"]);
  expect(exitCode).toBe(3);
  expect(stdout).toContain("lost-stream  left out: the target is no bot on the wire");
  expect(stdout).toContain("INCONCLUSIVE  0 of 0 drills passed");
});

test("a bot that no drill can judge exits with 3", () => {
  const bot = join(packageRoot, "examples", "bot.mjs");
  expect(runCli(["drill", "--target", `node ${bot}`, "--quiet"]).exitCode).toBe(3);
});

const hasPython = spawnSync("python3", ["--version"]).status === 0;
const missing = hasPython ? "" : " (skipped: its interpreter is not installed)";

test.skipIf(!hasPython)(`a bot on the wire that ignores one gate fails its drill${missing}`, () => {
  const right = readFileSync(join(packageRoot, "examples", "wire-bot.py"), "utf8");
  const wrong = right.replace('("ARMED", "1"), ', "");
  expect(wrong).not.toBe(right);
  const cwd = folderWith({ "right.py": right, "wrong.py": wrong });
  const drill = (file: string) => {
    const wire = ["--wire", `python3 ${file} {confirm}`];
    return runCli(["drill", "kill-switch", ...wire, "--quiet"], { cwd });
  };
  expect(drill("right.py").exitCode).toBe(0);
  expect(drill("wrong.py")).toMatchObject({
    exitCode: 1,
    stdout: "FAIL  0 of 1 drill passed\n  kill-switch: FAIL\n",
  });
});
