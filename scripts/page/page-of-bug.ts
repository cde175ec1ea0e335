/** The report and the page of a campaign against a planted bug. */
import { plantedBugs } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import type { CampaignReport } from "../../src/fuzz/campaign-report.ts";
import type { CampaignSettings } from "../../src/fuzz/campaign.ts";
import { fuzzCampaign } from "../../src/fuzz/campaign.ts";
import { withTimelines } from "../../src/fuzz/failure-timelines.ts";

type Sizes = {
  readonly seed: number;
  readonly runs: number;
  readonly sequences: number;
  /** Absent: all. */
  readonly propertyNames?: readonly string[];
};

/** Throws `Error` for a name that no planted bug has. */
export async function reportOfBug(
  name: string,
  sizes: Sizes,
  settings: Partial<CampaignSettings> = {},
): Promise<CampaignReport> {
  const bug = plantedBugs.find((one) => one.name === name);
  if (bug === undefined) throw new Error(`there is no planted bug ${name}`);
  const target = targetOf(bug);
  const inputs = { regressions: [], propertyNames: [], linesEvery: 0, ...sizes };
  const { report } = await fuzzCampaign(inputs, target, settings);
  return withTimelines(report, target, () => true);
}
