import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { runScript, temporaryFolder } from "../../src/test-fixtures/run-cli.ts";

const one = ["--seeds", "1", "--bug", "has-no-cooldown"];
const bugSchema = z.object({ name: z.string(), caught: z.int(), expectedFailure: z.string() });
const reportSchema = z.object({
  kind: z.literal("strength"),
  seeds: z.array(z.int()),
  complete: z.boolean(),
  bugs: z.array(bugSchema),
});

test("one bug is hunted, its line is printed, and its reports can be read", () => {
  const cwd = temporaryFolder();
  const run = runScript(
    "scripts/strength/main.ts",
    [...one, "--report", "json=s.json", "markdown=s.md"],
    { cwd },
  );
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(run.stdout).toMatch(
    /^has-no-cooldown +cooldown +1\/1 +\d+\/\d+ +\d+\/\d+ +\d+\/\d+ \d+$/m,
  );
  expect(run.stdout).toContain("not all planted bugs were hunted");
  expect(reportSchema.parse(JSON.parse(readFileSync(join(cwd, "s.json"), "utf8")))).toEqual({
    kind: "strength",
    seeds: [1],
    complete: false,
    bugs: [{ name: "has-no-cooldown", caught: 1, expectedFailure: "limits-hold/cooldown" }],
  });
  expect(readFileSync(join(cwd, "s.md"), "utf8")).toMatch(/^\| has-no-cooldown +\|/m);
});

test("the same seeds find the same, milliseconds aside", () => {
  const [first, second] = [0, 1].map(
    () => runScript("scripts/strength/main.ts", [...one, "--seeds", "2", "--seed", "40"]).stdout,
  );
  const milliseconds = /\d+\/\d+(?= +\d+\/\d+ \d+$)/m;
  expect(first).toMatch(milliseconds);
  expect(first?.replace(milliseconds, "")).toBe(second?.replace(milliseconds, ""));
});

test.each<[string, readonly string[], string]>([
  ["an unknown bug", ["--bug", "no-such"], "--bug: there is no planted bug 'no-such'; there are"],
  ["no seeds", ["--seeds", "0"], "--seeds: expected a whole number from 1"],
  ["a seed that is no number", ["--seed", "x"], "--seed: expected a whole number"],
  ["a kind of report that is another's", ["--report", "junit=x"], "with json, markdown for KIND"],
  ["a report in no folder", ["--report", "json=none/x"], "folder does not exist"],
])("usage of strength: %s is exit 2, and nothing runs", (_, args, expected) => {
  const run = runScript("scripts/strength/main.ts", args);
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain(expected);
});
