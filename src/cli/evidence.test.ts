import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { evidenceSchema, type Evidence } from "../report/evidence/evidence.ts";
import { runCli, temporaryFolder } from "../test-fixtures/run-cli.ts";

const cwd = temporaryFolder();
const sizes = ["--seed", "3", "--runs", "250", "--sequences", "0", "--property", "limits-hold"];

function evidenceIn(folder: string): Evidence {
  return evidenceSchema.parse(JSON.parse(readFileSync(join(folder, "evidence.json"), "utf8")));
}

const drills = runCli(["drill", "--json"], { cwd });
writeFileSync(join(cwd, "drills.json"), drills.stdout);
const attach = ["--attach", "drills.json"];
const ran = runCli(["fuzz", ...sizes, ...attach, "--report", "evidence=out/evidence"], { cwd });
const evidence = evidenceIn(join(cwd, "out", "evidence"));

test("fuzz writes both forms, and names the folder", () => {
  expect(ran.stderr).toBe("");
  expect(ran.stdout).toMatch(/^ {2}report +out\/evidence$/m);
  expect(evidence.campaign).toMatchObject({ seed: 3, target: "reconcile-harness" });
  expect(evidence.verdict).toBe(evidence.campaign.verdict);
  expect(evidence.drills).toMatchObject({ kind: "run", verdict: "pass" });
  expect(evidence.hashes.harness).toMatchObject({ of: "dist" });
  expect(existsSync(join(cwd, "out", "evidence", "evidence.html"))).toBe(true);
});

const verdictOf = (id: string) => evidence.rules.find(({ rule }) => rule === id);

test("rules of properties that were not selected are not judged", () => {
  expect(verdictOf("R42")).toMatchObject({ verdict: "pass" });
  expect(verdictOf("R42")?.cases).toBeGreaterThan(100);
  expect(verdictOf("R3")).toMatchObject({ verdict: "not-judged", cases: 0 });
});

const otherVersion = drills.stdout.replace(/"harness": "[^"]*"/, '"harness": "9.9.9"');
const otherTarget = drills.stdout.replace(/"target": "[^"]*"/, '"target": "another bot"');

test.each<[string, readonly string[], string]>([
  ["--attach without evidence", attach, "add --report evidence=FOLDER"],
  [
    "evidence of a shard",
    ["--shard", "1/2", "--report", "evidence=x"],
    "evidence is of a whole campaign",
  ],
  [
    "a report of another kind",
    ["--attach", "out/evidence/evidence.json", "--report", "evidence=x"],
    'expected "drills" or "strength"',
  ],
  [
    "two reports of one kind",
    [...attach, "drills.json", "--report", "evidence=x"],
    "a second report of drills",
  ],
  [
    "a report of another version",
    ["--attach", "version.json", "--report", "evidence=x"],
    "it is of version 9.9.9",
  ],
  [
    "drills of another target",
    ["--attach", "target.json", "--report", "evidence=x"],
    "the drills are of the target another bot",
  ],
  ["a folder that is a file", ["--report", "evidence=drills.json"], "drills.json is no folder"],
])("%s is refused before the campaign", (_, options, message) => {
  writeFileSync(join(cwd, "version.json"), otherVersion);
  writeFileSync(join(cwd, "target.json"), otherTarget);
  const { exitCode, stderr } = runCli(["fuzz", ...sizes, ...options], { cwd });
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(message) });
  expect(existsSync(join(cwd, "x"))).toBe(false);
});
