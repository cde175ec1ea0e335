/** What evidence takes from a campaign, from the attached reports and from files, and what its page has of it. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { allRules } from "../../../properties/rules/all.ts";
import { sha256 } from "../../input/hashed-file.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { counterexamplesFolder } from "../../fuzz/counterexample-files.ts";
import { failureWith } from "../../test-fixtures/counterexamples.ts";
import { wholeCampaign } from "../../test-fixtures/campaign-reports.ts";
import { inputs, nothing } from "../../test-fixtures/evidence.ts";
import { strengthToShow } from "../../test-fixtures/strength-reports.ts";
import { profileNamed, profileWith } from "../../test-fixtures/profiles.ts";
import { folderWith } from "../../test-fixtures/run-cli.ts";
import { drillReport, type DrillReport } from "../drill-report.ts";
import type { StrengthInput } from "../strength-report.ts";
import { buildEvidence } from "./build-evidence.ts";
import { renderEvidenceHtml } from "./evidence-html.ts";
import { hashOfValue } from "./hashes.ts";
import { judgedRules } from "./judged-rules.ts";

const ruleOf = (report: CampaignReport, id: string) =>
  judgedRules(report).find(({ rule }) => rule === id);

const labels = wholeCampaign().result.labels;
const { scenario } = failureWith();

const verdictOfLimit = (result: Partial<CampaignReport["result"]>) =>
  ruleOf(wholeCampaign({ result }), "R35")?.verdict;

test("a limit with two reasons was met by one of them, also in a case that is no random one", () => {
  const one = { ...labels, no_grinder_prefix: 0 };
  const none = { ...one, order_status_not_actionable: 0 };
  const example = { case: "enumeration:1", batch: 0, size: 1, scenario };
  const examples = { order_status_not_actionable: example };
  expect(verdictOfLimit({ labels: one })).toBe("pass");
  expect(verdictOfLimit({ labels: none })).toBe("not-judged");
  expect(verdictOfLimit({ labels: none, examples })).toBe("pass");
});

test("a rule of which the profile leaves out a part is passed with that remark", () => {
  const left = { name: "live-needs-all-five-gates/wrong-mode", reason: "it has one mode" };
  const profile = profileWith({ without: [left] });
  const rule = ruleOf(wholeCampaign({ campaign: { profile } }), "R1");
  expect(rule?.verdict).toBe("pass");
  expect(rule?.remarks).toContain("the profile leaves out a part of it: it has one mode");
});

test("a rule has the words for a bot with gates of its own", () => {
  const profile = profileNamed("gates of its own");
  const own = allRules.find(({ textOfOwnGates }) => textOfOwnGates !== undefined);
  const id = `R${own?.number}`;
  expect(ruleOf(wholeCampaign(), id)?.text).toBe(own?.text);
  expect(ruleOf(wholeCampaign({ campaign: { profile } }), id)?.text).toBe(own?.textOfOwnGates);
});

const fingerprint = "dry-run-makes-no-port-calls/port-call-in-dry-run (cancel)";
const failed = wholeCampaign({
  verdict: "fail",
  reasons: ["it failed"],
  stopped: "time",
  canaryCaught: false,
  notCovered: ["the port of another venue"],
  campaign: {
    digest: "0123",
    known: ["limits-hold/notional"],
    skippedChecks: [{ name: "live-needs-all-five-gates/wrong-mode", missing: ["mode"] }],
    cases: { regressions: 0, enumeration: 0, random: 300, sequences: 0 },
    profile: profileNamed("two limits"),
  },
  result: {
    cases: { regressions: 0, enumeration: 0, random: 200, sequences: 0 },
    failureCounts: { [fingerprint]: 2 },
    askedTwice: { cases: 9, differing: 4, first: null },
  },
});

/** The evidence judges it again: what the attached report has as a reason does not count. */
const noStream = "the target is no bot on the wire with a user stream";
const drills: DrillReport = drillReport(
  { harness: "0.1.0", target: "t", identity: { options: [], profile: null, files: [] } },
  [
    {
      name: "kill-switch",
      statement: "It ends.",
      maxRuns: 1,
      maxPortCalls: 2,
      verdict: "fail",
      reasons: ["3 port calls; at most 2 are permitted"],
      runs: 1,
      portCalls: 3,
      safety: "halted",
    },
  ],
  [{ name: "lost-stream", reason: "it has no user stream" }],
);

const [bug] = strengthToShow().bugs;
if (bug === undefined) throw new Error("there is a bug");
const strength: StrengthInput = {
  ...strengthToShow(),
  harness: "0.1.0",
  seeds: [1, 2],
  bugs: [0, 1, 2].map((detected) => {
    return { ...bug, expectedFailure: fingerprint.split(" ")[0] ?? "", detected };
  }),
};

test("evidence repeats what the campaign and the attached reports have", () => {
  const folder = folderWith({ "bot.mjs": "a bot", "drills.json": "drills", "shard.json": "shard" });
  const [bot, ofDrills, shard] = ["bot.mjs", "drills.json", "shard.json"].map((name) =>
    join(folder, name),
  );
  if (bot === undefined || ofDrills === undefined || shard === undefined) throw new Error("three");
  const replayed = [{ path: `${counterexamplesFolder}/a.json`, sha256: sha256("a") }];
  const files = [{ path: bot, sha256: sha256("a bot") }];
  const identity = { options: ["--target", `node ${bot}`], profile: hashOfValue("p"), files };
  const report = { ...failed, campaign: { ...failed.campaign, identity } };
  const evidence = buildEvidence(report, {
    ...inputs,
    attached: { drills, strength, paths: { drills: ofDrills } },
    replayed,
    shards: [shard],
  });
  expect(evidence.campaign).toMatchObject({
    stopped: "time",
    canaryCaught: false,
    planned: { random: 300 },
    cases: { random: 200 },
    known: ["limits-hold/notional"],
    failures: [{ name: fingerprint, cases: 2 }],
    ranTwice: { cases: 9, differing: 4 },
    notCovered: ["the port of another venue"],
  });
  expect(evidence.rules.find(({ rule }) => rule === "R3")).toMatchObject({
    verdict: "fail",
    failures: [fingerprint],
    plantedBugs: { planted: 3, detected: 1 },
  });
  expect(evidence.drills).toEqual({
    kind: "run",
    verdict: "fail",
    drills: drills.drills,
    leftOut: [{ name: "lost-stream", reason: noStream }],
    notRun: ["restart-in-flatten", "venue-outage"],
    maximumsOf: "the shipped pipeline",
  });
  expect(evidence.strength).toMatchObject({
    verdict: "fail",
    isComplete: false,
    detectedByAll: 1,
    detectedBySome: 2,
  });
  expect(evidence.hashes).toMatchObject({
    profile: hashOfValue(failed.campaign.profile),
    target: { files },
    cases: "0123",
  });
  expect(evidence.hashes.scenarios.at(-1)).toEqual(replayed[0]);
  expect(evidence.surroundings.attached).toEqual([
    { path: shard, sha256: sha256("shard") },
    { path: ofDrills, sha256: sha256("drills") },
  ]);
  expect(evidence.repeat.remarks).toEqual([
    expect.stringContaining("the campaign ended early (time)"),
    expect.stringContaining("answered some cases differently"),
    expect.stringContaining(`replayed files of ${counterexamplesFolder}`),
  ]);
  expect(buildEvidence(wholeCampaign(), inputs).repeat.remarks).toEqual([]);
});

test("an article counts its rules by their verdict", () => {
  const { articles, rules } = buildEvidence(failed, inputs);
  const verdictOf = new Map(rules.map(({ rule, verdict }) => [rule, verdict]));
  for (const { mappings, verdicts } of articles) {
    const named = [...new Set(mappings.flatMap((mapping) => mapping.rules))];
    const count = (verdict: string) => named.filter((id) => verdictOf.get(id) === verdict).length;
    expect(verdicts).toEqual({
      pass: count("pass"),
      fail: count("fail"),
      notJudged: count("not-judged"),
    });
  }
  expect(articles.some(({ verdicts }) => verdicts.fail > 0)).toBe(true);
});

/** The text of a page, with single spaces. */
function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

test("the page has what failed, what was not judged, and why", () => {
  const evidence = buildEvidence(failed, { ...inputs, attached: { ...nothing, drills, strength } });
  const text = textOf(renderEvidenceHtml(evidence));
  const count = (verdict: string) =>
    evidence.rules.filter((rule) => rule.verdict === verdict).length;
  const open = count("not-judged");
  expect(open).toBeGreaterThan(7);
  expect(text).toContain(
    `${count("pass")} passed, ${count("fail")} failed, ${open} were not judged, of ${allRules.length}`,
  );
  for (const part of [
    "it failed",
    "ended early time",
    "canary detected no",
    "9 cases, of which 4 differed",
    "kill-switch FAIL It ends.",
    "3 port calls; at most 2 are permitted",
    `lost-stream left out ${noStream}`,
    "venue-outage not run no attached report has it",
    "R3 (safety) FAIL",
    `Failed: ${fingerprint}`,
    "R76 (safety) NOT JUDGED",
    "Not judged: the profile does not have the limit",
    "the target cannot fail live-needs-all-five-gates/wrong-mode",
    "3, a part of them",
    "1 of 3 planted bugs detected by every seed",
    "the port of another venue",
  ]) {
    expect(text).toContain(part);
  }
});
