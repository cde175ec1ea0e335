/** The files and the exit code that a campaign's report becomes. */
import writeFileAtomic from "write-file-atomic";
import type { CampaignReport } from "../harness/campaign/campaign-report.ts";
import { renderCampaignJson } from "../report/campaign-json.ts";
import { renderCampaignJunit } from "../report/campaign-junit.ts";
import type { ReportFile } from "./fuzz-settings.ts";
import { exitCodes } from "./terminal.ts";

export const verdictExitCodes = {
  holds: exitCodes.holds,
  falsified: exitCodes.fails,
  inconclusive: exitCodes.inconclusive,
} as const;

export function writeReports(
  reports: readonly ReportFile[],
  report: CampaignReport,
  lines: readonly string[],
): void {
  for (const { kind, path } of reports) {
    const renderers = {
      json: () => renderCampaignJson(report),
      junit: () => renderCampaignJunit(report),
      ndjson: () => lines.map((line) => `${line}\n`).join(""),
    };
    writeFileAtomic.sync(path, renderers[kind]());
  }
}
