/** The JSON report of a campaign. Its keys are sorted, so that equal campaigns have equal bytes. */
import { canonicalJson } from "../audit/canonical-json.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";

export function renderCampaignJson(report: CampaignReport): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(report)), null, 2)}\n`;
}
