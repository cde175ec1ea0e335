import type { CampaignInputs } from "../fuzz/campaign-context.ts";

/** A campaign of all properties without regressions; a test states the sizes that it is about. */
export function inputsWith(parts: Partial<CampaignInputs>): CampaignInputs {
  return {
    seed: 1,
    runs: 250,
    sequences: 0,
    regressions: [],
    propertyNames: [],
    linesEvery: 0,
    ...parts,
  };
}
