import { expect, test } from "vitest";
import { reportWith } from "../test-fixtures/campaign-reports.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { judgeCampaign } from "./campaign-verdict.ts";
import { requiredShares } from "./coverage.ts";

const random = 2_000;

/** Each label has a third of its minimum. */
const labels = Object.fromEntries(
  Object.entries(requiredShares).map(([label, share]) => [label, Math.ceil((share * random) / 3)]),
);

function reasonsOf(campaign: Partial<CampaignReport["campaign"]>): readonly string[] {
  const cases = { regressions: 0, enumeration: 0, random, sequences: 0 };
  const report = reportWith({
    campaign: { runs: random, cases, ...campaign },
    result: { cases, labels },
  });
  return judgeCampaign(report).reasons.filter((reason) => reason.startsWith("coverage: "));
}

test("on the wire a quarter of each minimum is enough, because replies break", () => {
  expect(reasonsOf({})).not.toEqual([]);
  expect(reasonsOf({ isOnWire: true })).toEqual([]);
});
