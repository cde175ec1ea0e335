/** The options of a bot on the wire, from the command line to the verdict. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withWireFaults } from "../../properties/arbitraries/wire-faults.ts";
import { withOrderAndPosition } from "../../properties/enumeration/on-wire.ts";
import { plantWireBug, wireBugs } from "../../properties/planted-bugs/wire/bugs.ts";
import { streamBotText } from "../../properties/planted-bugs/wire/stream-bot.ts";
import { wireBotPath } from "../../properties/planted-bugs/wire/wire-bug.ts";
import { allGatesOpen } from "../domain/gate.ts";
import { packageRoot } from "../package-root.ts";
import { withoutMetamorphic } from "../test-fixtures/profiles.ts";
import { folderWith, runCli } from "../test-fixtures/run-cli.ts";

const bot = `node '${wireBotPath}' {confirm}`;
const profile = { schemaVersion: 1, kind: "bot-profile", limits: [], snapshotForm: "open-orders" };
const cwd = folderWith({ "profile.json": profile });

test("smoke prints the standard report of a bot on the wire, with the actions that it sent", () => {
  const env = { ...process.env, ...allGatesOpen.env };
  const run = runCli(["smoke", "--confirm", "LIVE_REMEDIATE", "--wire", bot], { cwd, env });
  expect(run).toMatchObject({ stderr: "", exitCode: 0 });
  expect(run.stdout).toContain("ALL SCENARIOS PASSED");
  const actions = Array.from(run.stdout.matchAll(/Actual action: +(\w+)/g), ([, action]) => action);
  expect(actions).toEqual(["cancel", "flatten", "cancel"]);
  expect(run.stdout.match(/Port calls: +1$/gm)).toHaveLength(3);
});

test("a dry run of a bot on the wire proves only that nothing was sent, so it is inconclusive", () => {
  const run = runCli(["smoke", "--scenario", "order", "--wire", bot], { cwd });
  expect(run.exitCode).toBe(3);
  expect(run.stdout).toContain("the target does not report its results");
});

test("target check --wire names the rules that a bot on the wire keeps", () => {
  // Kept alive, because it is asked about each rule.
  const wrapper = readFileSync(join(packageRoot, "src/test-fixtures/kept-wrapper.mjs"), "utf8");
  const folder = folderWith({ "kept.mjs": wrapper, "profile.json": profile });
  const command = `node kept.mjs '${wireBotPath}'`;
  const args = ["target", "check", command, "--wire", "--bot-profile", "profile.json"];
  const run = runCli(args, { cwd: folder });
  expect(run).toMatchObject({ stderr: "", exitCode: 0 });
  expect(run.stdout).toContain("starts and sends requests");
  expect(run.stdout).toContain("CONFORMS: `fuzz --wire` can judge it");
  expect(run.stdout).toMatch(/^kept +R3/m);
  expect(run.stdout).not.toContain("BREAKS");
});

const hasPython = spawnSync("python3", ["--version"]).status === 0;

test.skipIf(!hasPython)(
  "the bug of examples/wire-bot.py breaks a rule, and the fixed file none",
  () => {
    const written = readFileSync(join(packageRoot, "examples/wire-bot.py"), "utf8");
    const folder = folderWith({
      "bot.py": written,
      "fixed.py": written.replace(" else []  # the bug", " else None"),
      "case.json": withWireFaults(withOrderAndPosition, [
        { endpoint: "openOrders", call: 1, kind: "empty-object" },
      ]),
      "profile.json": withoutMetamorphic,
    });
    const replay = (file: string) => {
      const command = `python3 ${file} {confirm}`;
      const args = ["replay", "case.json", "--wire", command, "--bot-profile", "profile.json"];
      return runCli(args, { cwd: folder });
    };
    const broken = replay("bot.py");
    expect(broken.exitCode).toBe(1);
    expect(broken.stdout).toContain("broken-reply-takes-no-action / action-after-broken-reply");
    expect(replay("fixed.py").exitCode).toBe(0);
  },
);

test("a fault of the user stream is replayed, and its timeline shows it", () => {
  const bug = wireBugs.find(({ name }) => name === "repeated-event-booked-twice");
  if (bug === undefined) throw new Error("there is the bug");
  const folder = folderWith({
    "case.json": bug.scenario,
    "bug.mjs": plantWireBug(bug),
    "correct.mjs": streamBotText(),
  });
  const replay = (file: string) => {
    const command = `node ${file} {confirm}`;
    return runCli(["replay", "case.json", "--wire", command], { cwd: folder });
  };
  const broken = replay("bug.mjs");
  expect(broken.exitCode).toBe(1);
  expect(broken.stdout).toContain("no-mismatch-no-action / action-without-mismatch");
  expect(broken.stdout).toMatch(/STREAM ORDER_TRADE_UPDATE .* PARTIALLY_FILLED is sent twice$/m);
  expect(replay("correct.mjs").exitCode).toBe(0);
});

test.each([
  [["smoke", "--settle", "1s"], "--settle: add --wire"],
  [["smoke", "--sealed"], "--sealed: add --wire"],
  [["smoke", "--wire", bot, "--settle", "soon"], "--settle: expected"],
  [["smoke", "--wire", " "], "--wire: expected a command, got none"],
  [["smoke", "--wire", bot, "--target", bot], "cannot be used with option"],
  [["target", "check", bot, "--sealed"], "--sealed: add --wire"],
])("%j is bad usage", (args, message) => {
  const run = runCli(args, { cwd });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(message);
});

test("a bot that sends no request, or does not start, is exit 3", () => {
  const silent = runCli(["fuzz", "--wire", "echo nothing"], { cwd });
  expect(silent.exitCode).toBe(3);
  expect(silent.stderr).toContain("it sent no request to http://127.0.0.1:");
  const missing = runCli(["fuzz", "--wire", "no-such-program"], { cwd });
  expect(missing.exitCode).toBe(3);
  expect(missing.stderr).toContain("the shell cannot start it");
});
