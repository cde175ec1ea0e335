/** The report of a campaign for a person: what was judged, what was reached, what it amounts to. */
import { describeNeeds } from "../fuzz/skipped-property.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { requiredShares } from "../fuzz/coverage.ts";
import { requiredEntries, unmetEntries } from "../fuzz/transition-coverage.ts";
import { printable } from "../domain/printable-text.ts";

export function renderCampaignText(report: CampaignReport): string {
  const { campaign, result, shard, canaryCaught, verdict, reasons } = report;
  const { regressions, enumeration, random, histories } = result.cases;
  const part = shard === null ? "" : `, shard ${shard.index} of ${shard.total}`;
  const lines = [
    "",
    `${regressions} regressions, ${enumeration} enumerated and ${random} random cases, ${histories} histories${part}`,
    ...(report.stopped === null
      ? []
      : [
          `stopped (${report.stopped}) after ${random} of ${campaign.cases.random} random cases ` +
            `and ${histories} of ${campaign.cases.histories} histories`,
        ]),
    `canary: ${canaryCaught ? "caught" : "NOT CAUGHT"}`,
    ...(campaign.supportsHistories
      ? []
      : ["the target does not support histories, so it is judged on single runs"]),
    ...renderProperties(report),
    ...campaign.leftOut.map(
      ({ name, needs }) => `  ${name} is not judged: ${describeNeeds(needs)}`,
    ),
    ...(shard === null ? renderCoverage(report) : []),
    "",
    verdict.toUpperCase(),
    ...reasons.flatMap((reason) => reason.split("\n").map((line) => `  ${line}`)),
    ...(verdict === "holds" && shard !== null ? ["  in this shard; `merge` judges the whole"] : []),
    ...(verdict === "holds" ? [] : [`  seed ${campaign.seed}`]),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function renderProperties({ campaign, result }: CampaignReport): string[] {
  const rows = campaign.properties.map(({ name }) => {
    const {
      judged = 0,
      premiseUnmet = 0,
      notDrawn = 0,
      discarded = 0,
    } = result.tallies[name] ?? {};
    return row(name, judged, premiseUnmet, notDrawn, discarded);
  });
  return ["", row("property", "judged", "premise unmet", "not drawn", "discarded"), ...rows];
}

function row(name: string, ...figures: readonly (string | number)[]): string {
  return `  ${name.padEnd(40)}${figures.map((figure) => String(figure).padStart(14)).join("")}`;
}

function renderLedger({ ledger, cases }: CampaignReport["result"]): string[] {
  if (cases.histories === 0) return [];
  const unmet = unmetEntries(ledger, cases.histories).length;
  const seen = [...requiredEntries.keys()].filter((name) => ledger[name] !== undefined).length;
  return [
    `ledger of histories: ${seen} of ${requiredEntries.size} entries seen, ${unmet} too seldom`,
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
