/**
 * What GitHub Actions shows of a campaign: annotations, and a summary of the job. Formats: "Workflow
 * commands for GitHub Actions".
 */
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import type { Counterexample } from "../fuzz/counterexample.ts";

export function renderAnnotations(
  { verdict, reasons }: CampaignReport,
  counterexamples: readonly Counterexample[],
): string {
  const errors = counterexamples.map(({ fingerprint, statement, violation }) =>
    annotation(`${fingerprint} is falsified`, `${statement} Happened: ${violation.actual}`),
  );
  const open =
    verdict === "inconclusive" ? reasons.map((why) => annotation("inconclusive", why)) : [];
  return [...errors, ...open].map((line) => `${line}\n`).join("");
}

function annotation(title: string, message: string): string {
  return `::error title=${escapeProperty(title)}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

export function renderJobSummary(
  { verdict, reasons, campaign, result }: CampaignReport,
  counterexamples: readonly Counterexample[],
): string {
  const { regressions, enumeration, random } = result.cases;
  const lines = [
    `## Campaign: ${verdict}`,
    "",
    `Seed ${campaign.seed}; ${regressions} regressions, ${enumeration} enumerated, ${random} random cases.`,
    "",
    ...reasons.map((reason) => `- ${reason}`),
    ...counterexamples.map(({ id, fingerprint }) => `- \`replay ${id}\`: ${fingerprint}`),
    "",
  ];
  return lines.join("\n");
}
