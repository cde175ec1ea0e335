import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { packageRoot } from "../package-root.ts";
import { auditFile } from "../test-fixtures/profiles.ts";
import { folderWith, runCli } from "../test-fixtures/run-cli.ts";

const example = readFileSync(join(packageRoot, "examples/bot.mjs"), "utf8");
const profile = (parts: object) => ({ schemaVersion: 1, kind: "bot-profile", ...parts });
const cancels = profile({ actions: ["none", "cancel_all"] });

const campaign = ["fuzz", "--seed", "1", "--runs", "300", "--target", "node bot.mjs"];

/** One batch. */
const shard = ["fuzz", "--seed", "1", "--shard", "1/40", "--target", "node bot.mjs"];

/** The JSON report of a batch. */
function reportOf(files: Readonly<Record<string, unknown>>, ...options: string[]): unknown {
  const cwd = folderWith(files);
  const run = runCli([...shard, ...options, "--report", "json=r.json"], { cwd });
  expect(run.stderr).toBe("");
  return JSON.parse(readFileSync(join(cwd, "r.json"), "utf8"));
}

test("the profile next to the bot decides what is generated, and the report names it", () => {
  const report = reportOf({ "bot.mjs": example, "reconcile-harness.json": cancels });
  expect(report).toMatchObject({ campaign: { profile: cancels } });
  const { notCovered } = z.object({ notCovered: z.array(z.string()) }).parse(report);
  expect(notCovered.find((line) => line.includes("R25"))).toMatch(
    /^rules .*: the profile does not have an action that flattens$/,
  );
});

test("the file of --bot-profile comes first, with workers too", () => {
  const other = profile({ positionModes: ["one_way"] });
  const files = { "bot.mjs": example, "reconcile-harness.json": cancels, "other.json": other };
  const report = reportOf(files, "--bot-profile", "other.json", "--workers", "2");
  expect(report).toMatchObject({ campaign: { profile: other } });
});

/** The bot of the example, with a profile in its answer to `initialize`. */
function answering(own: object): string {
  const text = `protocolVersion: 2, profile: ${JSON.stringify(own)},`;
  const bot = example.replace("protocolVersion: 2,", text);
  expect(bot).not.toBe(example);
  return bot;
}

test("the answer to initialize comes before the file next to the bot", () => {
  const own = profile({ positionModes: ["hedge"] });
  const bot = answering(own);
  const report = reportOf({ "bot.mjs": bot, "reconcile-harness.json": cancels });
  expect(report).toMatchObject({ campaign: { profile: own } });
});

test.each([
  ["a wrong field", { actions: ["buy"] }, "actions[0]"],
  ["a rule that is none", { without: [{ name: "R500", reason: "none" }] }, "'R500'"],
])("a profile with %s is refused with its place", (_, parts, message) => {
  const cwd = folderWith({ "bot.mjs": example, "p.json": profile(parts) });
  const run = runCli([...campaign, "--bot-profile", "p.json"], { cwd });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(message);
});

/** Live with `--live yes` and `MM_ARMED=1`; it sends nothing. */
const ownGatesBot = (ignoresArmed: boolean) => `
import { createInterface } from "node:readline";
const send = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === "initialize") {
    return send({ id, result: { protocolVersion: 2, name: "own gates", capabilities: { reports: ["mode"] } } });
  }
  if (method !== "reconcile") return send({ id, error: { code: -32601, message: "none" } });
  const { gates } = params;
  const isDry = gates.arguments["--live"] !== "yes";
  if (isDry) return send({ id, result: { mode: "dry_run" } });
  if (!${ignoresArmed} && gates.env.MM_ARMED !== "1") {
    return send({ id, result: { mode: "refused", closedGates: [{ gate: "armed", actual: gates.env.MM_ARMED ?? "" }] } });
  }
  send({ id, result: { mode: "live" } });
});
`;
test("workers are refused for bots that would write one audit file", () => {
  const cwd = folderWith({ "bot.mjs": example, "p.json": profile({ audit: auditFile }) });
  const run = runCli([...shard, "--bot-profile", "p.json", "--workers", "2"], { cwd });
  expect(run.stderr).toContain("--workers: the profile has `audit`, and the events of several");
  expect(run.exitCode).toBe(2);
});

const gates = [
  { name: "live", source: "--live", accepts: ["yes"], whenClosed: "dry_run" },
  { name: "armed", source: "MM_ARMED", accepts: ["1"], whenClosed: "refused" },
];

test.each([
  [false, 3],
  [true, 1],
])("a bot with gates of its own, of which it ignores one: %s", (ignoresArmed, exitCode) => {
  const cwd = folderWith({ "bot.mjs": ownGatesBot(ignoresArmed), "p.json": profile({ gates }) });
  const only = ["--property", "live-needs-all-five-gates", "--sequences", "0"];
  const run = runCli([...campaign, "--bot-profile", "p.json", ...only], { cwd });
  expect(run.stdout + run.stderr).toMatch(
    ignoresArmed ? /gates .*--live 'yes' MM_ARMED/ : /PASS|INCONCLUSIVE/,
  );
  expect(run.stdout).not.toContain("judged no case");
  expect(run.exitCode).toBe(exitCode);
});

test("target check suggests a profile without a limit that the bot does not have, and writes it", () => {
  const withoutCooldown = example.replace("config.cooldownSeconds * 1_000", "0");
  expect(withoutCooldown).not.toBe(example);
  const cwd = folderWith({ "bot.mjs": withoutCooldown });
  const run = runCli(["target", "check", "node bot.mjs", "--write-profile"], { cwd });
  expect(run.stdout).toContain("limits that it does not have: cooldownSeconds\n");
  expect(run.stdout).toContain("wrote reconcile-harness.json\n");
  const written: unknown = JSON.parse(readFileSync(join(cwd, "reconcile-harness.json"), "utf8"));
  expect(written).not.toHaveProperty("without");
  const again = runCli(["target", "check", "node bot.mjs"], { cwd });
  expect(again.stdout).toContain("No scenario showed a broken rule.");
  expect(again.exitCode).toBe(0);
});

test.each([
  ["without a file", {}],
  ["with another file", { "reconcile-harness.json": cancels }],
])("--write-profile %s is refused where the answer to initialize has the profile", (_, files) => {
  const bot = answering(profile({ positionModes: ["hedge"] }));
  const cwd = folderWith({ "bot.mjs": bot, ...files });
  const run = runCli(["target", "check", "node bot.mjs", "--write-profile"], { cwd });
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toBe(
    "--write-profile: the answer to `initialize` has a profile, which comes before a file next to the bot; " +
      "change the profile in the answer, or take it out of the answer\n",
  );
  expect(existsSync(join(cwd, "reconcile-harness.json"))).toBe(Object.keys(files).length > 0);
});
