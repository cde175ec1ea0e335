import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { attach, evidenceIn, sizes, writeEvidence } from "../test-fixtures/evidence.ts";
import { folderWith, runCli } from "../test-fixtures/run-cli.ts";

const small = [
  "--seed",
  "3",
  "--runs",
  "1",
  "--sequences",
  "0",
  "--property",
  "orders-beat-positions",
];

const { cwd, drills, ran, evidence } = writeEvidence();

test("fuzz names the verdict of the evidence where drills make it another one", () => {
  const one = runCli(["drill", "kill-switch", "--json"]);
  const folder = folderWith({ "drills.json": one.stdout });
  const args = ["fuzz", ...sizes, ...attach, "--report", "evidence=evidence"];
  const { exitCode, stdout } = runCli(args, { cwd: folder });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ {2}report +evidence \(INCONCLUSIVE\)$/m);
});

test("fuzz writes both forms, and names the folder and the verdict", () => {
  expect(ran.stderr).toBe("");
  expect(ran.stdout).toMatch(/^ {2}report +out\/evidence \(PASS\)$/m);
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
    "the drills are of another target than the campaign: of another bot (the shipped pipeline), " +
      "and not of reconcile-harness (the shipped pipeline)",
  ],
  [
    "a report in the place of an attached one",
    [...attach, "--report", "evidence=x", "json=drills.json"],
    "drills.json: this is the file of an input too",
  ],
  ["a folder that is a file", ["--report", "evidence=drills.json"], "drills.json is no folder"],
])("%s is refused before the campaign", (_, options, message) => {
  writeFileSync(join(cwd, "version.json"), otherVersion);
  writeFileSync(join(cwd, "target.json"), otherTarget);
  const { exitCode, stderr } = runCli(["fuzz", ...sizes, ...options], { cwd });
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(message) });
  expect(existsSync(join(cwd, "x"))).toBe(false);
});

const botText = readFileSync(join(packageRoot, "examples", "bot.mjs"), "utf8");
const profileText = readFileSync(join(packageRoot, "examples", "profile.json"), "utf8");

/** A campaign on `bot.mjs`, with the drills of a target. */
function attachDrillsOf(target: readonly string[]) {
  const files = { "bot.mjs": botText, "other.mjs": botText, "profile.json": profileText };
  const folder = folderWith(files);
  const { stdout } = runCli(["drill", "--json", ...target], { cwd: folder });
  writeFileSync(join(folder, "drills.json"), stdout);
  const report = [...attach, "--report", "evidence=x"];
  const fuzz = ["fuzz", ...small, ...report, "--target", "node bot.mjs"];
  return { folder, fuzz: () => runCli(fuzz, { cwd: folder }) };
}

test.each<[string, readonly string[], string]>([
  ["another bot", ["--target", "node other.mjs"], "of example (--target 'node other.mjs')"],
  [
    "the bot with a profile",
    ["--target", "node bot.mjs", "--bot-profile", "profile.json"],
    "of example (--target 'node bot.mjs' --bot-profile profile.json)",
  ],
  ["no bot", [], "of reconcile-harness (the shipped pipeline)"],
])("drills of %s are refused, although the name may be the same", (_, target, message) => {
  const { folder, fuzz } = attachDrillsOf(target);
  const { exitCode, stdout, stderr } = fuzz();
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(`${message}, and not of example (--target 'node bot.mjs'); run`);
  expect(existsSync(join(folder, "x"))).toBe(false);
});

test("drills of the same command are taken until a file of the bot changes", () => {
  const { folder, fuzz } = attachDrillsOf(["--target", "node bot.mjs"]);
  expect(fuzz().stderr).toBe("");
  expect(evidenceIn(join(folder, "x")).drills).toMatchObject({ kind: "run", notRun: [] });
  writeFileSync(join(folder, "bot.mjs"), `${botText}\n// changed\n`);
  const { exitCode, stderr } = fuzz();
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /the file bot\.mjs differs: [0-9a-f]{8}…, and not [0-9a-f]{8}…; run the drills again/,
  );
});

test("of one drill alone the evidence is inconclusive, and names the others", () => {
  const one = runCli(["drill", "kill-switch", "--json"], { cwd });
  writeFileSync(join(cwd, "one.json"), one.stdout);
  runCli(["fuzz", ...sizes, "--attach", "one.json", "--report", "evidence=one"], { cwd });
  expect(evidenceIn(join(cwd, "one")).drills).toMatchObject({
    verdict: "inconclusive",
    notRun: ["restart-in-flatten", "venue-outage"],
  });
});
