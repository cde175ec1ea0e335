/** The tables of `--verbose`: verdicts by property, coverage, and pairs of theme and fault. */
import { counted } from "../domain/counted.ts";
import { percent } from "../domain/percent.ts";
import { printable } from "../domain/printable-text.ts";
import { verdictKinds } from "../fuzz/batch-result.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { describeFrequency, splitKnown } from "../fuzz/campaign-verdict.ts";
import { minimumOf, requiredShares } from "../fuzz/coverage.ts";
import { pairsByTheme } from "../fuzz/pair-minimums.ts";
import { describeSkipped } from "../fuzz/skipped-property.ts";
import { reachable } from "../fuzz/support.ts";
import { requiredEntries } from "../fuzz/transition-coverage.ts";
import { unmetTransitions } from "../fuzz/transition-minimums.ts";
import { describeSkippedCheck } from "../fuzz/where-checks-fail.ts";
import { describeCoverage } from "./campaign-text.ts";

/** What `--verbose` adds: every property, label and skipped property. */
export function renderTables(report: CampaignReport): string {
  const { campaign, result, shard } = report;
  const lines = [
    "",
    row("property", ...verdictKinds),
    ...campaign.properties.map(({ name }) =>
      row(name, ...verdictKinds.map((verdict) => result.tallies[name]?.[verdict] ?? 0)),
    ),
    ...campaign.skippedProperties.map(
      (skipped) => `  ${skipped.name} is skipped: ${describeSkipped(skipped)}`,
    ),
    ...campaign.skippedChecks.map((check) => `  ${describeSkippedCheck(check)}`),
    ...report.notCovered.map((line) => `  not seen: ${line}`),
    ...renderKnown(report),
    ...(shard === null ? renderLabels(report) : []),
    "",
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function renderKnown(report: CampaignReport): string[] {
  const { known, notSeen } = splitKnown(report);
  return [
    ...known.map((name) => `  known: ${name} failed ${describeFrequency(report.result, name)}`),
    ...notSeen.map((name) => `  known: ${name} did not appear`),
  ];
}

function renderLabels(report: CampaignReport): string[] {
  const { campaign, result, stopped, neverSeen } = report;
  const { random, sequences } = result.cases;
  const rows = reachable(Object.keys(requiredShares), campaign).map((label) => {
    const share = random === 0 ? 0 : (result.labels[label] ?? 0) / random;
    return row(label, `${(share * 100).toFixed(1)} %`, percent(minimumOf(label, campaign)));
  });
  const { transitions } = result;
  const unmet = unmetTransitions(transitions, sequences, stopped !== null, campaign).length;
  const below = counted(unmet, "transition or group", "transitions and groups");
  return [
    "",
    row("coverage of the random cases", "share", "minimum"),
    ...rows,
    "",
    ...renderPairs(report),
    "",
    `  ${describeCoverage(campaign, result)}`,
    ...(sequences === 0 ? [] : [`  ${below} below the minimum`]),
    ...describeNeverSeen(neverSeen).map((names) => `  never seen: ${names}`),
  ];
}

/** Of each theme, how many of the faults it met, and the one that it met in the fewest cases. */
function renderPairs({ campaign, result: { pairs } }: CampaignReport): string[] {
  const heading = row("theme", "faults met", "fewest");
  const lines = [...pairsByTheme(campaign)].map(([theme, names]) => {
    const [rarest = ""] = names.toSorted((one, other) => (pairs[one] ?? 0) - (pairs[other] ?? 0));
    const met = names.filter((name) => pairs[name] !== undefined).length;
    const figures = row(theme, `${met} of ${names.length}`, pairs[rarest] ?? 0);
    return `${figures}  ${rarest.slice(theme.length).trim()}`;
  });
  return [heading, ...lines];
}

/** One line for all transitions that differ only in their last step, because there can be hundreds. */
export function describeNeverSeen(names: readonly string[]): string[] {
  const lines = new Map<string, string>();
  for (const name of names) {
    const start = requiredEntries.has(name) ? name.slice(0, name.lastIndexOf(" ") + 1) : name;
    const line = lines.get(start);
    lines.set(start, line === undefined ? name : `${line}, ${name.slice(start.length)}`);
  }
  return [...lines.values()];
}

function row(name: string, ...figures: readonly (string | number)[]): string {
  return `  ${name.padEnd(42)}${figures.map((figure) => String(figure).padStart(10)).join("")}`;
}
