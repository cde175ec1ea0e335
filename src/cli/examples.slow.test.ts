import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fuzzTarget } from "../fuzz/fuzz-target.ts";
import { packageRoot } from "../package-root.ts";
import { openStdioTarget } from "../target/stdio/stdio-target.ts";
import { folderWith, runCli } from "../test-fixtures/run-cli.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;

type Adapter = {
  readonly file: string;
  readonly command: string;
  /** The planted bug of the file and its fix, as in the README. */
  readonly bug: readonly [string, string];
  readonly isInstalled: boolean;
};

const python: Adapter = {
  file: "bot.py",
  command: "python3 bot.py",
  bug: ["return positions  # the bug", "return [] if orders else positions  #"],
  isInstalled: hasPython,
};

const node: Adapter = {
  file: "bot.mjs",
  command: "node bot.mjs",
  bug: ['Number(env.ARMED ?? "0") > 0', 'env.ARMED === "1"'],
  isInstalled: true,
};

const textOf = (file: string): string => readFileSync(join(packageRoot, "examples", file), "utf8");

function fixedTextOf({ file, bug: [wrong, right] }: Adapter): string {
  expect(textOf(file).split(wrong)).toHaveLength(2);
  return textOf(file).replace(wrong, right);
}

for (const adapter of [python, node]) {
  const { file, command, isInstalled } = adapter;
  const missing = isInstalled ? "" : " (skipped: its interpreter is not installed)";

  test.skipIf(!isInstalled)(`the fixed examples/${file} passes a campaign${missing}`, async () => {
    const folder = folderWith({ [file]: fixedTextOf(adapter) });
    const [interpreter = ""] = command.split(" ");
    const { target, close } = await openStdioTarget(`${interpreter} ${join(folder, file)}`);
    // The enumerated cases, and enough random ones for the coverage that is required.
    const { verdict, reasons } = await fuzzTarget(target, { seed: 2, runs: 500 });
    expect({ verdict, reasons, closed: await close() }).toEqual({
      verdict: "pass",
      reasons: [],
      closed: null,
    });
  });

  test(`examples/${file} is under 170 lines`, () => {
    expect(textOf(file).trimEnd().split("\n").length).toBeLessThan(170);
  });
}

// The README does the same with `bot.py`, and the test of the documents runs its commands.
test("the bug of examples/bot.mjs is found, and the fixed file passes replay", () => {
  const { file, command } = node;
  const cwd = folderWith({ [file]: textOf(file) });
  // With a time limit, which is never reached, the random cases do not wait for the enumerated ones.
  const search = [
    "--seed",
    "1",
    "--bail",
    "--property",
    "live-needs-all-five-gates",
    "--max-time",
    "1h",
  ];
  const found = runCli(["fuzz", ...search, "--report", "sarif=s.sarif", "--target", command], {
    cwd,
  });
  expect(found.exitCode).toBe(1);
  // Which check is the worst depends on how far the phases came.
  expect(found.stdout).toContain("FAIL  live-needs-all-five-gates / ");
  // The place of a result is a file that is there.
  const written = readFileSync(join(cwd, "s.sarif"), "utf8");
  const [, uri = ""] = /"uri": "([^"]+)"/.exec(written) ?? [];
  expect(existsSync(join(cwd, uri))).toBe(true);
  const replay = ["replay", "reports/counterexamples", "--target", command];
  expect(runCli(replay, { cwd }).exitCode).toBe(1);
  writeFileSync(join(cwd, file), fixedTextOf(node));
  const fixed = runCli(replay, { cwd });
  expect(fixed.stdout).toMatch(/: fixed\n/);
  expect(fixed.exitCode).toBe(0);
});
