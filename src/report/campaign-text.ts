/** The text reports of a campaign: one line of totals, and the summary. */
import { dirname } from "node:path";
import { counted } from "../domain/counted.ts";
import { printable } from "../domain/printable-text.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { describeDifference, describeFrequency, splitKnown } from "../fuzz/campaign-verdict.ts";
import type { Counterexample } from "../fuzz/counterexample.ts";
import { reachable } from "../fuzz/support.ts";
import { isShareMet, requiredShares } from "../fuzz/coverage.ts";
import { safetyLeftOut } from "../../properties/rules/within-profile.ts";
import { checkNameOf, groupByCheck } from "../fuzz/fingerprint.ts";
import { countNotSelected, linesAboutProfile } from "../fuzz/not-covered.ts";
import { reachablePairs, unseenPairs } from "../fuzz/pair-minimums.ts";
import { requiredEntries } from "../fuzz/transition-coverage.ts";
import { describeShrinkCut } from "./counterexample-report.ts";
import { plain, type Style } from "./style.ts";

/** A counterexample, and where the reader finds it. */
export type SavedFailure = {
  readonly counterexample: Counterexample;
  readonly place:
    | { readonly kind: "file"; readonly path: string; readonly command: string }
    /** In the JSON report of its shard. */
    | { readonly kind: "report" }
    /** Only in the text above the summary. */
    | { readonly kind: "printed" };
};

/** A finding with its failures as the reader finds them. */
export type SavedFinding = {
  readonly head: SavedFailure;
  readonly others: readonly SavedFailure[];
};

/** Ids of further variants that a report names. */
const idsMax = 3;

/** A line for the other checks of a finding, and one for its further variants with some of their ids. */
function describeOthers({ head, others }: SavedFinding): string[] {
  const own = checkNameOf(head.counterexample);
  const names = new Set(others.map(({ counterexample }) => checkNameOf(counterexample)));
  names.delete(own);
  const variants = others.length - names.size;
  const further = others.filter(({ counterexample }) => checkNameOf(counterexample) === own);
  const ids = (further.length === 0 ? others : further)
    .slice(0, idsMax)
    .map(({ counterexample }) => counterexample.id)
    .join(", ");
  return [
    ...(names.size === 0 ? [] : [`also fails ${[...names].join(", ")}`]),
    ...(variants === 0 ? [] : [`and ${counted(variants, "more variant")}, such as ${ids}`]),
  ];
}

/** What its lines add to the name of a finding: a cut shrinking, other checks and variants. */
export function describeMore(finding: SavedFinding): string[] {
  const { provenance } = finding.head.counterexample;
  return [...describeShrinkCut(provenance), ...describeOthers(finding)];
}

export function describeCases(cases: CampaignReport["result"]["cases"]): string {
  const { regressions, enumeration, random, sequences } = cases;
  return (
    `${counted(regressions, "regression")}, ${counted(enumeration, "enumerated case")}, ` +
    `${counted(random, "random case")}, ${counted(sequences, "sequence")}`
  );
}

export function renderTotals({ campaign, result, shard, timing }: CampaignReport): string {
  const part = shard === null ? "" : ` in shard ${shard.index} of ${shard.total}`;
  const properties = counted(campaign.properties.length, "property", "properties");
  const seconds = (timing.elapsedMs / 1_000).toFixed(1);
  return `${describeCases(result.cases)}${part}; judged by ${properties} in ${seconds} s\n`;
}

/** The last lines of a campaign: the verdict, each failure with its file and command, and what was reached. */
export function renderSummary(
  report: CampaignReport,
  saved: readonly SavedFinding[],
  reportPaths: readonly string[],
  style: Style = plain,
): string {
  const { verdict, campaign, shard } = report;
  const colour = { pass: "green", fail: "red", inconclusive: "yellow" } as const;
  const word = style("bold", style(colour[verdict], verdict.toUpperCase()));
  const [first = "", ...rest] = {
    pass: [
      `no property failed${describeNotSelected(campaign)}` +
        (shard === null ? "" : "; `merge` judges the whole campaign"),
    ],
    fail: describeFailures(report, saved),
    inconclusive: [
      "",
      ...report.reasons.flatMap((reason) => reason.split("\n").map((line) => `  ${line}`)),
    ],
  }[verdict].map(printable);
  const lines = [
    ...describeReached(report),
    ...(reportPaths.length === 0 ? [] : [`report    ${reportPaths.join(", ")}`]),
    `seed      ${campaign.seed}`,
  ].map((line) => printable(`  ${line}`));
  return `${[`${word}  ${withUnjudged(first, campaign)}`.trimEnd(), ...rest, ...lines].join("\n")}\n`;
}

/** In the first line, because a pass proves less then. */
export function describeNotSelected(campaign: CampaignReport["campaign"]): string {
  const count = countNotSelected(campaign);
  return count === 0 ? "" : `; ${counted(count, "property", "properties")} not selected`;
}

/** The sentence of the verdict with the safety rules that the profile leaves out, by number and reason. */
export function withUnjudged(sentence: string, { profile }: CampaignReport["campaign"]): string {
  const safety = profile === null ? [] : safetyLeftOut(profile);
  if (safety.length === 0) return sentence;
  const named = safety.map(({ rule, reason }) => `R${rule.number} (${reason})`).join(", ");
  const unjudged = printable(`without ${counted(safety.length, "safety rule")}: ${named}`);
  return sentence === "" ? unjudged : `${sentence}; ${unjudged}`;
}

/** With more findings, each has one line, with its id. */
export const findingsInFull = 5;

/** For findings that only have an id. */
function describeReplay(saved: readonly SavedFinding[]): string[] {
  const [first] = saved;
  if (first === undefined || saved.length <= findingsInFull) return [];
  const { counterexample, place } = first.head;
  if (place.kind !== "file") return describePlace(place);
  const command = place.command.replace(place.path, counterexample.id);
  return [`    saved   ${dirname(place.path)}`, `    replay  ${command}`];
}

/** Each finding with its file. */
export function describeFailures(report: CampaignReport, saved: readonly SavedFinding[]): string[] {
  const { result } = report;
  const { fresh: failed, known } = splitKnown(report);
  const withFile = saved.flatMap(({ head, others }) => [head, ...others].map(fingerprintOfSaved));
  // A port call at the end of the target has no scenario.
  const unsaved = failed.filter((fingerprint) => !withFile.includes(fingerprint));
  const checks = groupByCheck(failed, String).length;
  const variants = checks === failed.length ? "" : `, in ${counted(failed.length, "variant")}`;
  const describe = (fingerprint: string) =>
    `  ${fingerprint} failed ${describeFrequency(result, fingerprint)}`;
  const describeFinding = (finding: SavedFinding): string[] => {
    const { counterexample, place } = finding.head;
    const others = describeMore(finding);
    const head = describe(counterexample.fingerprint);
    if (saved.length > findingsInFull) {
      return [`  ${[counterexample.id + head, ...others].join("; ")}`];
    }
    return [head, ...describePlace(place), ...others.map((line) => `    ${line}`)];
  };
  const first =
    known.length > 0 && failed.length === 0
      ? "only known failures"
      : `${counted(checks, "check")} failed${variants}`;
  const findings = saved.length === 0 ? "" : `${counted(saved.length, "finding")}: `;
  return [
    `${findings}${first}`,
    ...saved.flatMap(describeFinding),
    ...describeReplay(saved),
    ...unsaved.map(describe),
    ...describeDifference(result).map((difference) => `  ${difference}`),
  ];
}

function fingerprintOfSaved({ counterexample }: SavedFailure): string {
  return counterexample.fingerprint;
}

function describePlace(place: SavedFailure["place"]): string[] {
  // The command names the file.
  if (place.kind === "file") return [`    replay  ${place.command}`];
  return place.kind === "report"
    ? ["    saved   not yet; `merge` saves it from the report of this shard"]
    : ["    saved   no; its JSON is printed above"];
}

/** One line for the failures that `--known` explains. */
function describeKnown(report: CampaignReport): string[] {
  const { known, notSeen } = splitKnown(report);
  if (report.campaign.known.length === 0) return [];
  const checks = counted(groupByCheck(known, String).length, "check");
  const variants = counted(known.length, "variant");
  const absent =
    notSeen.length === 0 ? "" : `; ${counted(notSeen.length, "saved failure")} did not appear`;
  return [`known     ${checks} failed in ${variants}${absent}`];
}

export function describeReachedMost({
  stepsInSequence,
  portCallsInRun,
  ordersInBook,
}: CampaignReport["result"]["maximums"]): string {
  const steps =
    stepsInSequence === 0 ? "" : `${counted(stepsInSequence, "step")} in the longest sequence, `;
  return `${steps}at most ${counted(portCallsInRun, "port call")} in a run and ${counted(ordersInBook, "order")} in a book`;
}

function describeReached(report: CampaignReport) {
  const { campaign, result, shard, stopped, canaryCaught } = report;
  return [
    ...(stopped === null ? [] : [`stopped   ${stopped}, after ${describeCases(result.cases)}`]),
    `reached   ${describeReachedMost(result.maximums)}`,
    ...describeKnown(report),
    ...(shard === null ? [`covered   ${describeCoverage(campaign, result)}`] : []),
    `canary    ${canaryCaught ? "caught" : "NOT CAUGHT"}`,
    ...describeNotCovered(report),
  ];
}

const notCoveredMax = 5;

/** A profile narrows what is judged, so a reader of PASS needs each line about it. The others are limited. */
function describeNotCovered({ notCovered, campaign }: CampaignReport): string[] {
  const aboutProfile = linesAboutProfile(campaign);
  const others = notCovered.filter((line) => !aboutProfile.includes(line));
  const rest = others.length - notCoveredMax;
  const shown = others.slice(0, notCoveredMax);
  if (rest > 0) shown.push(`and ${rest} more; --verbose lists them`);
  return [...withHeading("profile", aboutProfile), ...withHeading("not seen", shown)];
}

function withHeading(heading: string, lines: readonly string[]): string[] {
  return lines.map((line, at) => `${(at === 0 ? heading : "").padEnd(10)}${line}`);
}

export function describeCoverage(
  campaign: CampaignReport["campaign"],
  { labels, transitions, pairs, cases: done }: CampaignReport["result"],
): string {
  const { cases, combinations } = campaign;
  const required = reachable(Object.keys(requiredShares), campaign);
  const met = required.filter((name) =>
    isShareMet(labels[name] ?? 0, done.random, requiredShares[name] ?? 0),
  );
  const isComplete = done.enumeration === cases.enumeration;
  const all = reachable([...requiredEntries.keys()], campaign);
  const entries = all.filter((name) => transitions[name] !== undefined);
  const reached = `, ${entries.length} of ${all.length} transitions of sequences`;
  const together = reachablePairs(campaign);
  const seen = together.length - unseenPairs(pairs, campaign).length;
  return (
    `${met.length} of ${required.length} labels, ` +
    `${seen} of ${together.length} pairs of theme and fault${done.sequences === 0 ? "" : reached}` +
    (combinations === 0
      ? ""
      : `, ${isComplete ? combinations : "not all"} of ${combinations} three-way combinations`)
  );
}
