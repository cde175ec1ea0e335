import { expect, test } from "vitest";
import { drillReport } from "../../report/drill-report.ts";
import { sameWords } from "../../report/repeat-command.ts";
import type { AttachedReports } from "../../report/evidence/attached-reports.ts";
import { wholeCampaign } from "../../test-fixtures/campaign-reports.ts";
import { nothing } from "../../test-fixtures/evidence.ts";
import { strengthToShow } from "../../test-fixtures/strength-reports.ts";
import { repeatOf, repeatOptions } from "./evidence-commands.ts";
import { program } from "./save-failures.ts";

const identity = {
  options: ["--target", "node bot.mjs", "--bot-profile", "p.json"],
  profile: null,
  files: [],
};
const attached: AttachedReports = {
  drills: drillReport({ harness: "1", target: "t", identity }, [], []),
  strength: { ...strengthToShow(), seeds: [4, 5], complete: true },
  paths: { drills: "d.json", strength: "s.json" },
};
const sizes = "--seed 7 --runs 300 --sequences 20";
const end = "--report 'evidence=reports/evidence'";
const chosen = {
  property: ["a", "b"],
  without: ["c"],
  known: "known.txt",
  bail: true,
  botProfile: "p.json",
};

const reportWith = (repeat: ReturnType<typeof repeatOptions>, target: typeof identity) =>
  wholeCampaign({
    repeat,
    campaign: {
      seed: 7,
      runs: 300,
      cases: { regressions: 0, enumeration: 9, random: 300, sequences: 20 },
      identity: target,
    },
  });

test("the command of a campaign has each option that changes its figures, and no time limit", () => {
  const report = reportWith(repeatOptions(chosen, 60_000), identity);
  const target = "--target 'node bot.mjs' --bot-profile p.json";
  expect(repeatOf(report, attached)).toEqual({
    commands: [
      `${program} drill ${target} --json > d.json`,
      "npm run strength -- --seeds 2 --seed 4 --report 'json=s.json'",
      `${program} fuzz ${sizes} --property a b --without c --known known.txt --bail ${target} --attach d.json s.json ${end}`,
    ],
    remarks: [],
  });
  const [bug] = strengthToShow().bugs;
  const strength = { ...strengthToShow(), seeds: [1], bugs: bug === undefined ? [] : [bug] };
  const ofSome = repeatOf(report, { drills: null, strength, paths: { strength: "s.json" } });
  expect(ofSome.commands[0]).toBe(
    "npm run strength -- --seeds 1 --seed 1 --bug bug-0 --report 'json=s.json'",
  );
  expect(sameWords(report).slice(-2)).toEqual(["--max-time", "60s"]);
});

test("the command of a campaign on our own pipeline names no target", () => {
  const report = reportWith(repeatOptions({}, null), { ...identity, options: [] });
  expect(repeatOf(report, nothing).commands).toEqual([`${program} fuzz ${sizes} ${end}`]);
  expect(sameWords(report)).not.toContain("--max-time");
});
