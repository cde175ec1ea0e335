import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { packageRoot } from "../../src/package-root.ts";
import { runNode, temporaryFolder, type CliResult } from "../../src/test-fixtures/run-cli.ts";

// The script is bundled once: tsx takes seconds to load it in each process. The tests of the documents start it with tsx.
const bundle = join(packageRoot, "reports", "strength-of-tests.mjs");
const runStrength = (args: readonly string[], cwd = temporaryFolder()) =>
  runNode([bundle, ...args], { cwd });

// A bug that is sought in sequences is measured with fewer cases at least.
const one = ["--seeds", "2", "--seed", "40", "--bug", "older-update-applied"];
const folder = temporaryFolder();
let run: CliResult;
beforeAll(async () => {
  await build({
    entryPoints: [join(packageRoot, "scripts/strength/main.ts")],
    outfile: bundle,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
  });
  run = runStrength([...one, "--report", "json=s.json", "markdown=s.md"], folder);
});

const bugSchema = z.object({ name: z.string(), detected: z.int(), expectedFailure: z.string() });
const reportSchema = z.object({
  kind: z.literal("strength"),
  seeds: z.array(z.int()),
  complete: z.boolean(),
  bugs: z.array(bugSchema),
});

test("one bug is measured, its line is printed, and its reports can be parsed", () => {
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(run.stdout).toMatch(
    /^older-update-applied +wrong-expected-status +2\/2 +\d+\/\d+ +\d+\/\d+ +\d+\/\d+ \d+$/m,
  );
  expect(run.stdout).toContain("not all planted bugs were measured");
  expect(reportSchema.parse(JSON.parse(readFileSync(join(folder, "s.json"), "utf8")))).toEqual({
    kind: "strength",
    seeds: [40, 41],
    complete: false,
    bugs: [
      {
        name: "older-update-applied",
        detected: 2,
        expectedFailure: "snapshots-never-override-newer-updates/wrong-expected-status",
      },
    ],
  });
  expect(readFileSync(join(folder, "s.md"), "utf8")).toMatch(/^\| older-update-applied +\|/m);
});

test("the same seeds give the same figures, except milliseconds", () => {
  const again = runStrength(one);
  const milliseconds = / +\d+\/\d+(?= +\d+\/\d+ \d+$)/m;
  expect(run.stdout).toMatch(milliseconds);
  expect(again.stdout.replace(milliseconds, "")).toBe(run.stdout.replace(milliseconds, ""));
});

test.each<[string, readonly string[], string]>([
  ["an unknown bug", ["--bug", "no-such"], "--bug: there is no planted bug 'no-such'; there are"],
  ["no seeds", ["--seeds", "0"], "--seeds: expected a whole number from 1"],
  ["a seed that is no number", ["--seed", "x"], "--seed: expected a whole number"],
  [
    "a report kind of another command",
    ["--report", "junit=x"],
    "with html, json, markdown for KIND",
  ],
  ["a report that is a folder", ["--report", "json=."], "this is a directory"],
])("%s exits 2, and nothing runs", (_, args, expected) => {
  const refused = runStrength(args);
  expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
  expect(refused.stderr).toContain(expected);
});
