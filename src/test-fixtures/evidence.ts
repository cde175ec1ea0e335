/** A whole campaign for evidence, and what evidence needs besides. */
import { allProperties } from "../../properties/all.ts";
import { emptyTally } from "../fuzz/batch-result.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { requiredShares } from "../fuzz/coverage.ts";
import type { AttachedReports } from "../report/evidence/attached-reports.ts";
import type { EvidenceInputs } from "../report/evidence/build-evidence.ts";
import { reportWith, type ReportParts } from "./campaign-reports.ts";

export const nothing: AttachedReports = { drills: null, strength: null, paths: {} };
export const inputs: EvidenceInputs = {
  attached: nothing,
  command: null,
  replayed: [],
  shards: [],
  repeat: { commands: ["fuzz --seed 1"], remarks: [] },
};

/** A campaign in which each property judged ten cases, and each label occurred. */
export function whole({ result, campaign, ...parts }: ReportParts = {}): CampaignReport {
  const tallies = Object.fromEntries(
    allProperties.map(({ name }) => [name, { ...emptyTally, pass: 10 }]),
  );
  const labels = Object.fromEntries(Object.keys(requiredShares).map((name) => [name, 1]));
  const properties = allProperties.map(({ name, statement, severity }) => {
    return { name, statement, severity };
  });
  return reportWith({
    ...parts,
    campaign: { properties, ...campaign },
    result: { tallies, labels, ...result },
  });
}
