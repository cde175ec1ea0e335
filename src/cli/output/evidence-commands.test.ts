import { expect, test } from "vitest";
import { whole } from "../../test-fixtures/evidence.ts";
import { drillReport } from "../../report/drill-report.ts";
import type { AttachedReports } from "../../report/evidence/attached-reports.ts";
import { repeatOfFuzz, repeatOfMerge } from "./evidence-commands.ts";
import { program } from "./save-failures.ts";

const nothing: AttachedReports = { drills: null, strength: null, paths: {} };
const attached: AttachedReports = {
  drills: drillReport("1", "t", [], []),
  strength: {
    schemaVersion: 2,
    kind: "strength",
    harness: "1",
    seeds: [4, 5],
    complete: true,
    verdict: "pass",
    bugs: [{ name: "b", expectedFailure: "p/c", detected: 2 }],
  },
  paths: { drills: "d.json", strength: "s.json" },
};
const report = whole({
  campaign: {
    seed: 7,
    runs: 300,
    cases: { regressions: 0, enumeration: 9, random: 300, sequences: 20 },
  },
});
const sizes = "fuzz --seed 7 --runs 300 --sequences 20";
const end = "--report 'evidence=reports/evidence'";
const start = program;

test("the command of a campaign has each option that changes its figures, and no time limit", () => {
  const options = {
    property: ["a", "b"],
    without: ["c"],
    known: "known.txt",
    bail: true,
    botProfile: "p.json",
    maxTime: "1m",
  };
  const command = { kind: "stdio", text: "node bot.mjs" } as const;
  const target = "--target 'node bot.mjs' --bot-profile p.json";
  expect(repeatOfFuzz(report, options, command, attached)).toEqual({
    commands: [
      `${start} drill ${target} --json > d.json`,
      "npm run strength -- --seeds 2 --seed 4 --report 'json=s.json'",
      `${start} ${sizes} --property a b --without c --known known.txt --bail ${target} --attach d.json s.json ${end}`,
    ],
    remarks: [],
  });
  expect(repeatOfFuzz(report, {}, null, nothing).commands).toEqual([`${start} ${sizes} ${end}`]);
});

test("the command of a merge names what the shards have, and what they have not", () => {
  const ours = { ...report, campaign: { ...report.campaign, target: "reconcile-harness" } };
  const { commands, remarks } = repeatOfMerge(ours, attached);
  expect(commands.at(-1)).toBe(`${start} ${sizes} --attach d.json s.json ${end}`);
  expect(remarks).toHaveLength(2);
  const [first] = report.campaign.properties;
  if (first === undefined) throw new Error("there is a property");
  const skippedProperties = [{ name: "reconciliation-converges", missing: [] }];
  const campaign = { ...report.campaign, properties: [first], skippedProperties };
  const named = `--property ${first.name} reconciliation-converges`;
  expect(repeatOfMerge({ ...report, campaign }, nothing).commands).toEqual([
    `${start} ${sizes} ${named} --target COMMAND ${end}`,
  ]);
  const onWire = { ...report, campaign: { ...campaign, isOnWire: true } };
  const repeat = repeatOfMerge(onWire, nothing);
  expect(repeat.commands).toEqual([`${start} ${sizes} ${named} --wire COMMAND ${end}`]);
  expect(repeat.remarks.at(-1)).toContain("in place of COMMAND");
});
