import { join } from "node:path";
import { expect, test } from "vitest";
import { readPackageVersion } from "../../package-root.ts";
import { shippedPipeline } from "../../simulation/target.ts";
import { drillsOf, readDrills } from "../../smoke/drill.ts";
import { runDrills } from "../../smoke/run-drills.ts";
import type { TargetIdentity } from "../../target/target-identity.ts";
import { reportWith } from "../../test-fixtures/campaign-reports.ts";
import { strengthToShow } from "../../test-fixtures/strength-reports.ts";
import { folderWith } from "../../test-fixtures/run-cli.ts";
import { drillReport, type DrillReport } from "../drill-report.ts";
import { readAttached, refuseOldShards, refuseOtherTarget } from "./attached-reports.ts";

const harness = readPackageVersion();
const hash = (digit: string) => digit.repeat(64);
const bot: TargetIdentity = {
  options: ["--target", "node bot.mjs"],
  profile: hash("a"),
  files: [{ path: "bot.mjs", sha256: hash("b") }],
};

const { possible, leftOut } = drillsOf(shippedPipeline, readDrills(undefined));
const results = await runDrills(possible, shippedPipeline, () => Promise.resolve(null));
const right = drillReport({ harness, target: "bot", identity: bot }, results, leftOut);

/** The first drill has other fields. */
function withFirst(change: Partial<DrillReport["drills"][number]>): DrillReport {
  const [first, ...others] = right.drills;
  return { ...right, drills: first === undefined ? [] : [{ ...first, ...change }, ...others] };
}

function read(report: unknown) {
  return readAttached([join(folderWith({ "drills.json": report }), "drills.json")]);
}

test("a report as `drill --json` prints it is read", () => {
  expect(read(right).drills).toEqual(right);
});

test.each<[string, unknown, string]>([
  ["of another name", withFirst({ name: "kill" }), "there is no drill kill"],
  [
    "that is there twice",
    { ...right, drills: [...results, ...results] },
    "kill-switch is there twi",
  ],
  ["with more runs", withFirst({ maxRuns: 9 }), "the maximums of kill-switch are not those of"],
  ["with more port calls", withFirst({ maxPortCalls: 9 }), "the maximums of kill-switch are not"],
  ["that passed after too many runs", withFirst({ runs: 9 }), "verdict of kill-switch contradicts"],
  ["that passed and was not judged", withFirst({ runs: null }), "of kill-switch contradicts"],
  ["that passed with calls", withFirst({ portCalls: 9 }), "verdict of kill-switch contradicts"],
  ["that passed unsafe", withFirst({ safety: null }), "verdict of kill-switch contradicts"],
  ["that passed with a reason", withFirst({ reasons: ["x"] }), "of kill-switch contradicts"],
  [
    "that is inconclusive after too many runs",
    withFirst({ verdict: "inconclusive", runs: 9 }),
    "verdict of kill-switch contradicts",
  ],
  ["without its target", { ...right, identity: undefined }, "identity"],
])("a drill %s is refused", (_, report, message) => {
  expect(() => read(report)).toThrow(message);
});

const measured = { ...strengthToShow(), harness };
const [missed, ...detected] = measured.bugs;

test("a report of npm run strength is read, and no verdict contradicts its figures", () => {
  expect(read(measured).strength).toEqual(measured);
  const passed = { ...measured, verdict: "pass", bugs: detected };
  expect(read(passed).strength).toMatchObject({ verdict: "pass" });
  for (const bugs of [
    [missed],
    [{ ...missed, detected: 10 }],
    [{ ...missed, detected: 10, detections: [] }],
    detected.map((bug) => ({ ...bug, detections: bug.detections.slice(1) })),
  ]) {
    expect(() => read({ ...passed, bugs })).toThrow(/the figures of bug-[01] contradict/);
  }
});

test.each<[string, Partial<TargetIdentity> | undefined, string]>([
  [
    "another command",
    { options: ["--wire", "node 'a.mjs'"] },
    String.raw`of bot (--target 'node bot.mjs'), and not of bot (--wire 'node '\''a.mjs'\''')`,
  ],
  ["no command", { options: [] }, "and not of bot (the shipped pipeline)"],
  ["no identity", undefined, "and not of bot (the shipped pipeline)"],
  ["another profile", { profile: null }, "the profile differs; run the drills again"],
  [
    "another file",
    { files: [{ path: "bot.mjs", sha256: hash("c") }] },
    "the file bot.mjs differs: bbbbbbbb…, and not cccccccc…; run the drills again",
  ],
  ["no file", { files: [] }, "the file bot.mjs differs: bbbbbbbb…, and not none"],
  [
    "one more file",
    { files: [...bot.files, { path: "more.mjs", sha256: hash("d") }] },
    "the file more.mjs differs: none, and not dddddddd…",
  ],
])("drills are refused for a campaign of the same name with %s", (_, change, message) => {
  const identity = change === undefined ? {} : { identity: { ...bot, ...change } };
  const attached = read(right);
  expect(() => refuseOtherTarget(attached, { target: "bot", ...identity })).toThrow(message);
  expect(() => refuseOtherTarget(attached, { target: "bot", identity: bot })).not.toThrow();
  expect(() => refuseOtherTarget(attached, { target: "other", identity: bot })).toThrow("of other");
});

test("shards of another version or without the command of their target have no evidence", () => {
  const { campaign } = reportWith({ campaign: { harness, identity: bot } });
  const { identity: _, ...unnamed } = campaign;
  expect(() => refuseOldShards(campaign)).not.toThrow();
  expect(() => refuseOldShards(unnamed)).toThrow("do not name the command of their target");
  expect(() => refuseOldShards({ ...campaign, harness: "9.9.9" })).toThrow("are of version 9.9.9");
});
