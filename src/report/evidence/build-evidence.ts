/** Makes the evidence of a whole campaign. */
import { worstOf } from "../../domain/verdict.ts";
import { allRules } from "../../../properties/rules/all.ts";
import {
  counterexamplesFolder,
  listCounterexamples,
  replayedFolders,
} from "../../fuzz/counterexample-files.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { failedFingerprints } from "../../fuzz/campaign-verdict.ts";
import { hashFile, sha256 } from "../../input/hashed-file.ts";
import { packageRoot } from "../../package-root.ts";
import { drillsOf, readDrills } from "../../smoke/drill.ts";
import { verdictOfDrills } from "../../smoke/run-drills.ts";
import type { TargetIdentity } from "../../target/target-identity.ts";
import type { StrengthInput } from "../strength-report.ts";
import type { AttachedReports } from "./attached-reports.ts";
import type { Evidence, JudgedRule } from "./evidence.ts";
import { filesBelow, hashHarness, hashOfValue } from "./hashes.ts";
import { judgedRules } from "./judged-rules.ts";
import { articles } from "./regulations.ts";

export type EvidenceInputs = {
  readonly attached: AttachedReports;
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
  const drills = judgeDrills(attached, report.campaign);
  const verdicts = [report.verdict, ...(drills.kind === "run" ? [drills.verdict] : [])];
  return {
    schemaVersion: 1,
    kind: "evidence",
    verdict: worstOf(verdicts),
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

/** A drill that the target can have, and that did not run, leaves the others without a pass. */
function judgeDrills(
  { drills }: AttachedReports,
  campaign: CampaignReport["campaign"],
): Evidence["drills"] {
  if (drills === null) {
    return { kind: "not-run", reason: "no report of `drill --json` was attached" };
  }
  const { drills: results } = drills;
  const { possible, leftOut } = drillsOf(campaign, readDrills(undefined));
  const ran = new Set(results.map(({ name }) => name));
  const notRun = possible.map(({ name }) => name).filter((name) => !ran.has(name));
  const ofNone = notRun.map(() => "inconclusive" as const);
  return {
    kind: "run",
    verdict: worstOf([verdictOfDrills(results), ...ofNone]),
    drills: results,
    leftOut: leftOut.filter(({ name }) => !ran.has(name)),
    notRun,
    maximumsOf: "the shipped pipeline",
  };
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

function bugsDetectedByAll({ bugs, seeds }: StrengthInput) {
  return bugs.filter(({ detected }) => detected === seeds.length);
}

function summarizeStrength(strength: StrengthInput | null): Evidence["strength"] {
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

function plantedBugsOf(id: string, strength: StrengthInput | null): JudgedRule["plantedBugs"] {
  if (strength === null) return null;
  const rule = allRules.find(({ number }) => `R${number}` === id);
  const checks = Object.entries(rule?.checks ?? {}).flatMap(([property, some]) =>
    some.map((check) => `${property}/${check}`),
  );
  const ofRule = (bugs: StrengthInput["bugs"]) =>
    bugs.filter(({ expectedFailure }) => checks.includes(expectedFailure)).length;
  return { planted: ofRule(strength.bugs), detected: ofRule(bugsDetectedByAll(strength)) };
}

function hashesOf({ campaign }: CampaignReport, { replayed }: EvidenceInputs): Evidence["hashes"] {
  const own = filesBelow("scenarios", packageRoot).filter((path) => !path.includes("regressions"));
  return {
    harness: hashHarness(),
    rules: hashOfValue(allRules),
    articles: hashOfValue(articles),
    profile: campaign.profile === null ? null : hashOfValue(campaign.profile),
    target: describeTarget(campaign.identity),
    scenarios: [...own.map((path) => hashFile(path, packageRoot)), ...(replayed ?? [])],
    cases: campaign.digest,
  };
}

function describeTarget(identity: TargetIdentity | undefined): Evidence["hashes"]["target"] {
  const { options = [], files = [] } = identity ?? {};
  const command = options.join(" ");
  return options.length === 0 ? null : { command, sha256: sha256(command), files };
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
