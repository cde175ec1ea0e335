import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { runCli, temporaryFolder } from "../test-fixtures/run-cli.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;

type Adapter = {
  readonly file: string;
  readonly command: string;
  /** The planted bug of the file and its fix, as in the README. */
  readonly bug: readonly [string, string];
  readonly expectedFailure: string;
  readonly isInstalled: boolean;
};

const adapters: readonly Adapter[] = [
  {
    file: "bot.py",
    command: "python3 bot.py",
    bug: ["return positions  # the bug", "return [] if orders else positions  #"],
    expectedFailure: "orders-beat-positions / flatten-sent-before-orders",
    isInstalled: hasPython,
  },
  {
    file: "bot.mjs",
    command: "node bot.mjs",
    bug: ['Number(env.ARMED ?? "0") > 0', 'env.ARMED === "1"'],
    expectedFailure: "live-needs-all-five-gates / wrong-closed-gates",
    isInstalled: true,
  },
];

const textOf = (file: string): string => readFileSync(join(packageRoot, "examples", file), "utf8");

for (const { file, command, bug, expectedFailure, isInstalled } of adapters) {
  const [wrong, right] = bug;
  const missing = isInstalled ? "" : " (skipped: its interpreter is not installed)";

  describe.skipIf(!isInstalled)(`examples/${file}${missing}`, () => {
    test("its bug is found, and the fixed file passes replay and campaign", () => {
      const cwd = temporaryFolder();
      const path = join(cwd, file);
      writeFileSync(path, textOf(file));
      // The campaign of the fixed file shows that no other property fails.
      const [property = ""] = expectedFailure.split(" / ");
      // With a time limit, which is never reached, the random cases do not wait for the enumerated ones.
      const search = ["--seed", "1", "--bail", "--property", property, "--max-time", "1h"];
      const found = runCli(["fuzz", ...search, "--target", command], { cwd });
      expect(found.exitCode).toBe(1);
      expect(found.stdout).toContain(`FAIL  ${expectedFailure}`);
      const replay = ["replay", "reports/counterexamples", "--target", command];
      expect(runCli(replay, { cwd }).exitCode).toBe(1);
      expect(textOf(file).split(wrong)).toHaveLength(2);
      writeFileSync(path, textOf(file).replace(wrong, right));
      const fixed = runCli(replay, { cwd });
      expect(fixed.stdout).toMatch(/: fixed\n/);
      expect(fixed.exitCode).toBe(0);
      // The enumerated cases, and enough random ones for the coverage that is required.
      const held = runCli(["fuzz", "--seed", "2", "--runs", "500", "--target", command], { cwd });
      expect({ exitCode: held.exitCode, stderr: held.stderr }).toEqual({ exitCode: 0, stderr: "" });
    });
  });

  test(`examples/${file} is under 170 lines`, () => {
    expect(textOf(file).trimEnd().split("\n").length).toBeLessThan(170);
  });
}
