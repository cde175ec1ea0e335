/** Annotations and job summary for GitHub Actions, as its "Workflow commands" define them. */
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { counted } from "../domain/counted.ts";
import { splitKnown } from "../fuzz/campaign-verdict.ts";
import { describeHidden, groupByCheck } from "../fuzz/fingerprint.ts";
import { describeCases, describeMore, type SavedFinding } from "./campaign-text.ts";

/** One for each finding. */
export function renderAnnotations(report: CampaignReport, saved: readonly SavedFinding[]): string {
  const { verdict, reasons } = report;
  const { known } = splitKnown(report);
  const failures = saved.map((finding) => {
    const { fingerprint, statement, violation, flaky } = finding.head.counterexample;
    const { expected, actual } = violation;
    const title = `${flaky === undefined ? "FAIL" : "FAIL (flaky)"} ${fingerprint}`;
    const others = describeMore(finding).map((line) => ` (${line})`);
    const message = `${statement} Expected: ${expected}. Actual: ${actual}`;
    return annotation(`${title}${others.join("")}`, message);
  });
  const open = verdict === "inconclusive" ? reasons : [];
  const [first] = known;
  const explained =
    first === undefined
      ? []
      : [annotation(`FAIL ${counted(known.length, "known failure")}`, `such as ${first}`)];
  return [...failures, ...explained, ...open.map((why) => annotation("INCONCLUSIVE", why))].join(
    "",
  );
}

function annotation(title: string, message: string): string {
  return `::error title=${escapeProperty(title)}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

export function renderJobSummary(
  { verdict, reasons, campaign, result }: CampaignReport,
  saved: readonly SavedFinding[],
  /** Of the first finding, as `renderMermaid` draws it; null: none could be drawn. */
  picture: string | null,
): string {
  const lines = [
    `## Campaign: ${verdict.toUpperCase()}`,
    "",
    `Seed ${campaign.seed}; ${describeCases(result.cases)}.`,
    "",
    ...groupByCheck(reasons, String).flatMap((group) => [
      ...group.shown.map((reason) => `- ${reason}`),
      ...describeHidden(group).map((line) => `- ${line}`),
    ]),
    ...saved.flatMap((finding) => {
      const { counterexample, place } = finding.head;
      const { id, fingerprint } = counterexample;
      return [
        place.kind === "file" ? `- \`replay ${id}\`: ${fingerprint}` : `- ${fingerprint}`,
        ...describeMore(finding).map((line) => `  - ${line}`),
      ];
    }),
    "",
    ...(picture === null ? [] : [picture, ""]),
  ];
  return lines.join("\n");
}
