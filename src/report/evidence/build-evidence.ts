/** Makes the evidence of a whole campaign. */
import { allRules } from "../../../properties/rules/all.ts";
import {
  counterexamplesFolder,
  listCounterexamples,
  replayedFolders,
} from "../../fuzz/counterexample-files.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { failedFingerprints } from "../../fuzz/campaign-verdict.ts";
import { filesOfCommand } from "../../input/command-files.ts";
import { packageRoot } from "../../package-root.ts";
import { optionsOf, type TargetCommand } from "../../target/open-target.ts";
import type { AttachedReports, MeasuredStrength } from "./attached-reports.ts";
import type { Evidence, JudgedRule } from "./evidence.ts";
import { filesBelow, hashFile, hashHarness, hashOfValue, sha256 } from "./hashes.ts";
import { judgedRules } from "./judged-rules.ts";
import { articles } from "./regulations.ts";

export type EvidenceInputs = {
  readonly attached: AttachedReports;
  readonly command: TargetCommand | null;
  /** The files that the campaign replayed, as they were before it; null: not known. */
  readonly replayed: Evidence["hashes"]["scenarios"] | null;
  /** The reports of shards, as written. */
  readonly shards: readonly string[];
  readonly repeat: Evidence["repeat"];
};

/** The counterexamples that a campaign replays. Call it before the campaign, which saves others. */
export function hashReplayed(): Evidence["hashes"]["scenarios"] {
  return listCounterexamples(replayedFolders).map((path) => hashFile(path));
}

export function buildEvidence(report: CampaignReport, inputs: EvidenceInputs): Evidence {
  const { attached, shards } = inputs;
  const rules = judgedRules(report).map((rule) => ({
    ...rule,
    plantedBugs: plantedBugsOf(rule.rule, attached.strength),
  }));
  const drills = drillsOf(attached);
  const verdicts = [report.verdict, ...(drills.kind === "run" ? [drills.verdict] : [])];
  return {
    schemaVersion: 1,
    kind: "evidence",
    verdict: (["fail", "inconclusive"] as const).find((one) => verdicts.includes(one)) ?? "pass",
    campaign: describeCampaign(report),
    drills,
    rules,
    articles: articles.map((article) => describeArticle(article, rules)),
    strength: summarizeStrength(attached.strength),
    hashes: hashesOf(report, inputs),
    repeat: withRemarks(inputs.repeat, report, inputs),
    surroundings: {
      ...report.timing,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      attached: [...shards, ...Object.values(attached.paths)].map((path) => hashFile(path)),
    },
  };
}

function describeCampaign(report: CampaignReport): Evidence["campaign"] {
  const { campaign, result, verdict, reasons, stopped, canaryCaught, notCovered } = report;
  const { cases, differing } = result.askedTwice;
  return {
    verdict,
    reasons,
    target: campaign.target,
    seed: campaign.seed,
    shard: null,
    planned: campaign.cases,
    cases: result.cases,
    stopped,
    canaryCaught,
    properties: campaign.properties.length,
    failures: failedFingerprints(result).map((name) => ({
      name,
      cases: result.failureCounts[name] ?? 0,
    })),
    known: campaign.known,
    ranTwice: { cases, differing },
    notCovered,
  };
}

function drillsOf({ drills }: AttachedReports): Evidence["drills"] {
  if (drills === null) {
    return { kind: "not-run", reason: "no report of `drill --json` was attached" };
  }
  const { verdict, drills: results, leftOut } = drills;
  return { kind: "run", verdict, drills: results, leftOut };
}

function describeArticle(
  { mappings, ...article }: (typeof articles)[number],
  rules: readonly JudgedRule[],
): Evidence["articles"][number] {
  const named = new Set(mappings.flatMap((mapping) => mapping.rules.map((number) => `R${number}`)));
  const count = (verdict: JudgedRule["verdict"]) =>
    rules.filter((rule) => named.has(rule.rule) && rule.verdict === verdict).length;
  return {
    ...article,
    mappings: mappings.map(({ rules: numbers, drills = [], why }) => ({
      rules: numbers.map((number) => `R${number}`),
      drills,
      why,
    })),
    verdicts: { pass: count("pass"), fail: count("fail"), notJudged: count("not-judged") },
  };
}

function bugsDetectedByAll({ bugs, seeds }: MeasuredStrength) {
  return bugs.filter(({ detected }) => detected === seeds.length);
}

function summarizeStrength(strength: MeasuredStrength | null): Evidence["strength"] {
  if (strength === null) return { kind: "not-measured" };
  const { verdict, seeds, complete, bugs } = strength;
  return {
    kind: "measured",
    verdict,
    seeds,
    isComplete: complete,
    plantedBugs: bugs.length,
    detectedByAll: bugsDetectedByAll(strength).length,
    detectedBySome: bugs.filter(({ detected }) => detected > 0).length,
  };
}

function plantedBugsOf(id: string, strength: MeasuredStrength | null): JudgedRule["plantedBugs"] {
  if (strength === null) return null;
  const rule = allRules.find(({ number }) => `R${number}` === id);
  const checks = Object.entries(rule?.checks ?? {}).flatMap(([property, some]) =>
    some.map((check) => `${property}/${check}`),
  );
  const ofRule = (bugs: MeasuredStrength["bugs"]) =>
    bugs.filter(({ expectedFailure }) => checks.includes(expectedFailure)).length;
  return { planted: ofRule(strength.bugs), detected: ofRule(bugsDetectedByAll(strength)) };
}

function hashesOf(
  { campaign }: CampaignReport,
  { command, replayed }: EvidenceInputs,
): Evidence["hashes"] {
  const own = filesBelow("scenarios", packageRoot).filter((path) => !path.includes("regressions"));
  return {
    harness: hashHarness(),
    rules: hashOfValue(allRules),
    articles: hashOfValue(articles),
    profile: campaign.profile === null ? null : hashOfValue(campaign.profile),
    target: command === null ? null : hashTarget(command),
    scenarios: [...own.map((path) => hashFile(path, packageRoot)), ...(replayed ?? [])],
    cases: campaign.digest,
  };
}

function hashTarget(command: TargetCommand): NonNullable<Evidence["hashes"]["target"]> {
  const written = optionsOf(command).join(" ");
  const files = filesOfCommand(command.text).map((path) => hashFile(path));
  return { command: written, sha256: sha256(written), files };
}

/** What keeps a second campaign from being the same one. */
function withRemarks(
  { commands, remarks }: Evidence["repeat"],
  { stopped, result }: CampaignReport,
  { replayed }: EvidenceInputs,
): Evidence["repeat"] {
  const isPersonal = (replayed ?? []).some(({ path }) => path.startsWith(counterexamplesFolder));
  return {
    commands,
    remarks: [
      ...remarks,
      ...(stopped === null
        ? []
        : [`the campaign ended early (${stopped}), so another one may have other figures`]),
      ...(result.askedTwice.differing === 0
        ? []
        : ["the target answered some cases differently, so figures may differ"]),
      ...(isPersonal
        ? [
            `the campaign replayed files of ${counterexamplesFolder}; copy them, or empty the folder`,
          ]
        : []),
    ],
  };
}
