/** Whole campaigns that must have equal evidence. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocksOf, readDocument } from "../../scripts/docs/documents.ts";
import { packageRoot } from "../package-root.ts";
import { attach, evidenceIn, sizes, writeEvidence } from "../test-fixtures/evidence.ts";
import { folderWith, runCli, runScript } from "../test-fixtures/run-cli.ts";

const { cwd, drills, evidence } = writeEvidence();

test("the commands of the evidence give the same evidence in another folder", () => {
  const { commands } = evidence.repeat;
  expect(commands).toEqual([
    "npx reconcile-harness drill --json > drills.json",
    "npx reconcile-harness fuzz --seed 3 --runs 250 --sequences 0 --property limits-hold " +
      "--attach drills.json --report 'evidence=reports/evidence'",
  ]);
  const other = folderWith({ "drills.json": drills.stdout });
  const words = (commands[1] ?? "").replaceAll("'", "").split(" ").slice(2);
  runCli(words, { cwd: other });
  const again = evidenceIn(join(other, "reports", "evidence"));
  const { surroundings: _, ...left } = evidence;
  const { surroundings: __, ...right } = again;
  expect(right).toEqual(left);
});

test("the commands of docs/evidence.md name what differs, and nothing else", () => {
  const blocks = blocksOf(readDocument("docs/evidence.md"));
  const compare = blocks.find(({ text }) => text.includes("same.mjs"))?.text;
  const folder = folderWith({ "reports/evidence/evidence.json": evidence });
  const run = () =>
    spawnSync("bash", ["-c", compare ?? "false"], { cwd: folder, encoding: "utf8" });
  expect(run()).toMatchObject({ status: 0, stdout: "", stderr: "" });
  const other = { ...evidence, verdict: "fail", surroundings: {} };
  writeFileSync(join(folder, "other.json"), JSON.stringify(other));
  const args = ["reports/same.mjs", "reports/evidence/evidence.json", "other.json"];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  expect(stdout).toBe("verdict differs\n");
});

test("a merged campaign has the evidence of the whole one", () => {
  for (const shard of ["1", "2"]) {
    const report = ["--report", `json=shard-${shard}.json`];
    runCli(["fuzz", ...sizes, "--shard", `${shard}/2`, ...report], { cwd });
  }
  const shards = ["shard-1.json", "shard-2.json"];
  runCli(["merge", ...shards, ...attach, "--report", "evidence=merged"], { cwd });
  const merged = evidenceIn(join(cwd, "merged"));
  const { surroundings: _, repeat: __, ...left } = evidence;
  const { surroundings, repeat, ...right } = merged;
  expect(right).toEqual(left);
  expect(surroundings.attached.map(({ path }) => path)).toEqual([...shards, "drills.json"]);
  expect(repeat.commands.at(-1)).toBe(evidence.repeat.commands.at(-1));
  expect(repeat.remarks).toHaveLength(2);
});

test("a report of npm run strength is repeated, with the planted bugs of each rule", () => {
  const measured = ["--seeds", "1", "--seed", "1", "--bug", "live-by-default"];
  const report = ["--report", "json=strength.json"];
  runScript("scripts/strength/main.ts", [...measured, ...report], { cwd });
  const options = ["--attach", "strength.json", "--report", "evidence=strong"];
  runCli(["fuzz", ...sizes, ...options], { cwd });
  const { strength, rules, repeat } = evidenceIn(join(cwd, "strong"));
  expect(strength).toMatchObject({ kind: "measured", isComplete: false, plantedBugs: 1 });
  const ofRule = rules.find(({ rule }) => rule === "R3")?.plantedBugs;
  expect(ofRule).toEqual({ planted: 1, detected: 1 });
  expect(rules.find(({ rule }) => rule === "R42")?.plantedBugs?.planted).toBe(0);
  expect(repeat.commands[0]).toBe(
    "npm run strength -- --seeds 1 --seed 1 --bug live-by-default --report 'json=strength.json'",
  );
});

test("a bot is named by its command, with the hashes of its files and of its profile", () => {
  const profile = readFileSync(join(packageRoot, "examples", "profile.json"), "utf8");
  const bot = readFileSync(join(packageRoot, "examples", "bot.mjs"), "utf8");
  const folder = folderWith({ "bot.mjs": bot, "profile.json": profile });
  const target = ["--target", "node bot.mjs", "--bot-profile", "profile.json"];
  const search = ["--property", "orders-beat-positions", "--runs", "1", "--sequences", "0"];
  const fuzz = ["fuzz", "--seed", "1", ...search, ...target];
  runCli([...fuzz, "--report", "evidence=e"], { cwd: folder });
  const { hashes, repeat } = evidenceIn(join(folder, "e"));
  expect(hashes.target).toMatchObject({
    command: "--target node bot.mjs --bot-profile profile.json",
    files: [{ path: "bot.mjs" }],
  });
  expect(hashes.profile).toMatch(/^[0-9a-f]{64}$/);
  expect(repeat.commands[0]).toContain("--target 'node bot.mjs' --bot-profile profile.json");
  const shards = ["1", "2"].map((shard) => {
    const report = `${shard}.json`;
    runCli([...fuzz, "--shard", `${shard}/2`, "--report", `json=${report}`], { cwd: folder });
    return report;
  });
  runCli(["merge", ...shards, "--report", "evidence=merged"], { cwd: folder });
  const merged = evidenceIn(join(folder, "merged"));
  expect(merged.hashes.target).toEqual(hashes.target);
  expect(merged.repeat.commands).toEqual(repeat.commands);
  writeFileSync(join(folder, "bot.mjs"), `${bot}\n// changed\n`);
  runCli([...fuzz, "--shard", "2/2", "--report", "json=2.json"], { cwd: folder });
  const refused = runCli(["merge", ...shards], { cwd: folder });
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("campaign.identity differs");
});
