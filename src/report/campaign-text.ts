/** The report of a campaign for a person: what was judged, what was reached, what it amounts to. */
import { describeMissing } from "../fuzz/skipped-property.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { requiredShares } from "../fuzz/coverage.ts";
import { requiredEntries, unmetTransitionEntries } from "../fuzz/transition-coverage.ts";
import { printable } from "../domain/printable-text.ts";

export function renderCampaignText(report: CampaignReport): string {
  const { campaign, result, shard, canaryCaught, verdict, reasons } = report;
  const { regressions, enumeration, random, sequences } = result.cases;
  const part = shard === null ? "" : `, shard ${shard.index} of ${shard.total}`;
  const lines = [
    "",
    `${regressions} regressions, ${enumeration} enumerated and ${random} random cases, ${sequences} histories${part}`,
    ...(report.stopped === null
      ? []
      : [
          `stopped (${report.stopped}) after ${random} of ${campaign.cases.random} random cases ` +
            `and ${sequences} of ${campaign.cases.sequences} sequences`,
        ]),
    `canary: ${canaryCaught ? "caught" : "NOT CAUGHT"}`,
    ...(campaign.supportsSequences
      ? []
      : ["the target does not support sequences, so it is judged on single runs"]),
    ...renderProperties(report),
    ...campaign.skippedProperties.map(
      ({ name, missing }) => `  ${name} is not judged: ${describeMissing(missing)}`,
    ),
    ...(shard === null ? renderCoverage(report) : []),
    "",
    verdict.toUpperCase(),
    ...reasons.flatMap((reason) => reason.split("\n").map((line) => `  ${line}`)),
    ...(verdict === "pass" && shard !== null ? ["  in this shard; `merge` judges the whole"] : []),
    ...(verdict === "pass" ? [] : [`  seed ${campaign.seed}`]),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function renderProperties({ campaign, result }: CampaignReport): string[] {
  const rows = campaign.properties.map(({ name }) => {
    const {
      pass = 0,
      fail = 0,
      discarded = 0,
      skipped = 0,
      errored = 0,
    } = result.tallies[name] ?? {};
    return row(name, pass, fail, discarded, skipped, errored);
  });
  return ["", row("property", "pass", "fail", "discarded", "skipped", "errored"), ...rows];
}

function row(name: string, ...figures: readonly (string | number)[]): string {
  return `  ${name.padEnd(42)}${figures.map((figure) => String(figure).padStart(10)).join("")}`;
}

function renderLedger({ transitions, cases }: CampaignReport["result"]): string[] {
  if (cases.sequences === 0) return [];
  const unmet = unmetTransitionEntries(transitions, cases.sequences).length;
  const seen = [...requiredEntries.keys()].filter((name) => transitions[name] !== undefined).length;
  return [
    `transitions of sequences: ${seen} of ${requiredEntries.size} entries seen, ${unmet} too seldom`,
  ];
}

function renderCoverage({ campaign, result }: CampaignReport): string[] {
  const { random, enumeration } = result.cases;
  const rows = Object.entries(requiredShares).map(([label, required]) => {
    const seen = result.labels[label] ?? 0;
    const share = random === 0 ? "no case" : `${((seen / random) * 100).toFixed(1)} %`;
    return row(label, share, `${required * 100} %`);
  });
  const complete = enumeration === campaign.cases.enumeration;
  return [
    "",
    row("coverage of the random cases", "share", "at least"),
    ...rows,
    "",
    ...renderLedger(result),
    `3-way combinations: ${complete ? campaign.combinations : "not all"} of ${campaign.combinations}`,
  ];
}
