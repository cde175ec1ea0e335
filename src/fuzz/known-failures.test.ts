import { expect, test } from "vitest";
import { renderCampaignJunit } from "../report/campaign-junit.ts";
import { renderTables } from "../report/campaign-tables.ts";
import { renderSummary } from "../report/campaign-text.ts";
import { renderAnnotations } from "../report/github.ts";
import { faultyPipeline } from "../test-fixtures/faulty-pipeline.ts";
import { counterexampleWith } from "../test-fixtures/counterexamples.ts";
import { temporaryFolder } from "../test-fixtures/run-cli.ts";
import { reportedFailures } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { failedFingerprints } from "./campaign-verdict.ts";
import { fuzzCampaign } from "./campaign.ts";
import { readCounterexample, writeCounterexample } from "./counterexample-files.ts";
import { fuzzTarget } from "./fuzz-target.ts";
import { knownFailures, knownNameOf } from "./fingerprint.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";

const inputs = inputsWith({ runs: 5_000, propertyNames: ["limits-hold"] });

/** A quarter of a campaign: four enumerated batches and five random ones. */
async function campaignWith(known: readonly string[], bail = false): Promise<CampaignReport> {
  const shard = { index: 2, total: 4 };
  return (await fuzzCampaign({ ...inputs, known }, faultyPipeline, { shard, bail })).report;
}

const whole = await campaignWith([]);
const all = failuresOfCases(whole);

/** Without those that only shrinking met, which the seed decides. */
function failuresOfCases({ result }: CampaignReport): string[] {
  const names = [...reportedFailures(result).keys()];
  return names.filter((name) => result.failureCounts[name] !== undefined);
}

test("known failures are counted, and only the others are shrunk and reported", async () => {
  const known = all.filter((_, at) => at % 2 === 0);
  expect(known.length).toBeGreaterThan(2);
  const report = await campaignWith(known);
  expect(report.campaign.known).toEqual(known);
  expect(report.result.failureCounts).toEqual(whole.result.failureCounts);
  const reported = failuresOfCases(report).filter((name) => !known.includes(name));
  expect(reported.toSorted()).toEqual(all.filter((name) => !known.includes(name)).toSorted());
  expect(known.some((name) => reportedFailures(report.result).has(name))).toBe(false);
  expect(report.verdict).toBe("fail");
});

test("known failures fail a campaign too, and each report is the same", async () => {
  const report = await campaignWith([...all, "limits-hold/no-such-check"]);
  expect(report.verdict).toBe("fail");
  expect(reportedFailures(report.result).size).toBe(0);
  expect(failedFingerprints(report.result)).toEqual(all.toSorted());
  expect(report.reasons.every((reason) => reason.endsWith("; known"))).toBe(true);
  const text = renderSummary(report, [], []);
  expect(text).toMatch(/^FAIL {2}only known failures$/m);
  expect(text).toMatch(
    /^ {2}known {5}\d checks failed in \d+ variants; 1 saved failure did not appear$/m,
  );
  expect(renderTables(report)).toContain("known: limits-hold/no-such-check did not appear");
  expect(renderCampaignJunit(report)).toMatch(/<failure [^>]*known/s);
  expect(renderAnnotations(report, [])).toContain("known failures");
});

test("the library reads known failures from a folder", async () => {
  const folder = temporaryFolder();
  const [failure] = reportedFailures(whole.result).values();
  const path = writeCounterexample(counterexampleWith(failure), folder);
  const options = { known: folder, regressions: folder, properties: ["limits-hold"], bail: true };
  const report = await fuzzTarget(faultyPipeline, { ...options, runs: 1, sequences: 0 });
  expect(report.campaign.known).toEqual([readCounterexample(path).fingerprint]);
  expect(Object.keys(report.result.failures)).not.toContain(report.campaign.known[0]);
  expect(report.result.cases.enumeration).toBeGreaterThan(0);
});

test("with bail a campaign ends at the first failure that is not known", async () => {
  expect((await campaignWith(all, true)).stopped).toBeNull();
  const some = await campaignWith(all.slice(1), true);
  expect(some.stopped).toBe("bail");
  expect(failuresOfCases(some)).toEqual(all.slice(0, 1));
});

test("a saved failure without a variant explains every variant of its check, and no other check", () => {
  const saved = { property: "limits-hold", check: "max-orders", variant: null };
  const isKnown = knownFailures([knownNameOf(saved)]);
  expect(isKnown("limits-hold/max-orders (cancel/live)")).toBe(true);
  expect(isKnown("limits-hold/max-orders")).toBe(true);
  expect(isKnown("limits-hold/max-symbols (cancel/live)")).toBe(false);
  const one = knownFailures([knownNameOf({ ...saved, variant: "cancel/live" })]);
  expect(one("limits-hold/max-orders (cancel/live)")).toBe(true);
  expect(one("limits-hold/max-orders (flatten/live)")).toBe(false);
});
