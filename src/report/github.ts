/**
 * The annotations and the job summary of a campaign under GitHub Actions. Format: "Workflow commands for GitHub
 * Actions".
 */
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import type { Counterexample } from "../fuzz/counterexample.ts";
import { describeCases } from "./campaign-text.ts";

export function renderAnnotations(
  { verdict, reasons }: CampaignReport,
  counterexamples: readonly Counterexample[],
): string {
  const failures = counterexamples.map(({ fingerprint, statement, violation }) =>
    annotation(
      `FAIL ${fingerprint}`,
      `${statement} Expected: ${violation.expected}. Actual: ${violation.actual}`,
    ),
  );
  const open =
    verdict === "inconclusive" ? reasons.map((why) => annotation("INCONCLUSIVE", why)) : [];
  return [...failures, ...open].map((line) => `${line}\n`).join("");
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
  const lines = [
    `## Campaign: ${verdict.toUpperCase()}`,
    "",
    `Seed ${campaign.seed}; ${describeCases(result.cases)}.`,
    "",
    ...reasons.map((reason) => `- ${reason}`),
    ...counterexamples.map(({ id, fingerprint }) => `- \`replay ${id}\`: ${fingerprint}`),
    "",
  ];
  return lines.join("\n");
}
