/** The JSON report of a campaign, as a command reads it. */
import { printable } from "../../domain/printable-text.ts";
import { campaignReportSchema, type CampaignReport } from "../../fuzz/campaign-report.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import { parseWithSchema } from "../../input/parse-with-schema.ts";
import { readJsonFile } from "../../input/read-json-file.ts";

/** Throws `BadInputError`. */
export function readCampaignReport(path: string): CampaignReport {
  const document = readJsonFile(path);
  const { value } = document;
  if (typeof value === "object" && value !== null && Reflect.get(value, "schemaVersion") === 1) {
    throw new BadInputError(
      `${printable(path)}: a report of version 1; run the campaign again with this version`,
    );
  }
  return parseWithSchema(campaignReportSchema, document);
}
