/** A page shows one campaign, however many machines ran it. */
import { expect, test } from "vitest";
import { campaignReportSchema, type CampaignReport } from "../../src/fuzz/campaign-report.ts";
import { mergeReports } from "../../src/fuzz/merge-reports.ts";
import { campaignPage } from "../../src/report/page/campaign-page.ts";
import type { PageData } from "../../src/report/page/page-data.ts";
import { reportOfBug } from "./page-of-bug.ts";

const sizes = {
  seed: 1,
  runs: 250,
  sequences: 50,
  propertyNames: ["orders-beat-positions", "input-order-does-not-matter"],
};

/** As if each campaign had started and ended at one time. */
function pageOf(report: CampaignReport): PageData {
  const timed = { ...report, timing: { startedAt: new Date(0).toISOString(), elapsedMs: 1 } };
  // As it is read from a file.
  const read = campaignReportSchema.parse(JSON.parse(JSON.stringify(timed)));
  return campaignPage(read, "npx reconcile-harness");
}

test("a merged and an unsharded campaign give the same page", async () => {
  const whole = await reportOfBug("positions-before-orders", sizes);
  const shards = [];
  for (const index of [1, 2]) {
    const shard = { index, total: 2 };
    const report = await reportOfBug("positions-before-orders", sizes, { shard });
    shards.push({ name: `shard ${index}`, report });
  }
  const page = pageOf(whole);
  expect(page.failures.length).toBeGreaterThan(0);
  expect(page.failures.every(({ timelines }) => timelines !== null)).toBe(true);
  expect(page.gates?.rows.map(({ scenario }) => scenario)).toContain("mixed");
  expect(pageOf(mergeReports(shards))).toEqual(page);
});
