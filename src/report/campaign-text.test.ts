import { expect, test } from "vitest";
import { judgeCampaign } from "../fuzz/campaign-verdict.ts";
import { reportWith } from "../test-fixtures/campaign-reports.ts";
import { counterexampleWith, failureWith } from "../test-fixtures/counterexamples.ts";
import { profileWith } from "../test-fixtures/profiles.ts";
import { renderCampaignQuietly } from "./campaign-quiet.ts";
import { renderSummary } from "./campaign-text.ts";
import { renderCounterexample } from "./counterexample-report.ts";
import { renderAnnotations, renderJobSummary } from "./github.ts";

const quiet = (verdict: "pass" | "fail" | "inconclusive", names: readonly string[]) => {
  const without = names.map((name) => ({ name, reason: "agreed with the desk" }));
  const report = reportWith({ verdict, campaign: { profile: profileWith({ without }) } });
  return renderCampaignQuietly(report, []).split("\n")[0];
};

const first = (verdict: "pass" | "fail" | "inconclusive", names: readonly string[]) => {
  const without = names.map((name) => ({ name, reason: "agreed with the desk" }));
  const report = reportWith({ verdict, campaign: { profile: profileWith({ without }) } });
  return renderSummary(report, [], []).split("\n")[0];
};

test.each(["pass", "fail", "inconclusive"] as const)(
  "the first line of %s names the safety rules that the profile leaves out",
  (verdict) => {
    expect(first(verdict, ["R25", "R42"])).toMatch(
      /without 1 safety rule: R25 \(agreed with the desk\)$/,
    );
    expect(first(verdict, ["R42"])).not.toContain("without");
    expect(quiet(verdict, ["R25"])).toMatch(/without 1 safety rule: R25 \(agreed with the desk\)$/);
  },
);

const notShrunk = "found while another failure was shrunk and not shrunk further";

test.each([
  ["time", "shrinking was cut by the time limit (--max-time)"],
  ["interrupted", "shrinking was cut by a signal"],
  ["not-shrunk", notShrunk],
] as const)("a failure of which %s cut the shrinking names it", (shrinkCut, sentence) => {
  const failure = failureWith({ shrinkCut, shrinks: 4 });
  const counterexample = counterexampleWith(failure);
  const text = renderCounterexample(counterexample, null);
  expect(text).toContain(`after 4 shrinks; ${sentence}.`);
  const heading = shrinkCut === "not-shrunk" ? "Its scenario" : "The smallest scenario until then";
  expect(text).toContain(`\n${heading}:\n`);
  // No field was varied.
  expect(text).not.toContain("is relevant");
  const failures = { [counterexample.fingerprint]: { ...failure, alsoFound: {} } };
  const report = reportWith({ verdict: "fail", result: { failures } });
  const saved = [{ head: { counterexample, place: { kind: "report" } as const }, others: [] }];
  expect(renderSummary(report, saved, [])).toContain(`\n    ${sentence}\n`);
  expect(renderAnnotations(report, saved)).toContain(`(${sentence})`);
  expect(renderJobSummary(report, saved, null)).toContain(`  - ${sentence}`);
  expect(renderCounterexample(counterexampleWith(), null)).not.toContain("cut");
});

test("the summary has each line about the profile, and five of the others", () => {
  const profile = profileWith({
    limits: ["maxOrdersPerAction"],
    actions: ["none", "cancel_all"],
    without: [{ name: "R20", reason: "it replaces them" }],
  });
  const campaign = { profile, skippedRegressions: { profile: 3, target: 1 } };
  const { notCovered: ofProfile } = judgeCampaign(reportWith({ campaign }));
  const aboutProfile = ofProfile.filter((line) => /^rules? R|outside the profile/.test(line));
  // Five limits, the action, `without`, and the regressions.
  expect(aboutProfile.length).toBeGreaterThanOrEqual(7);
  const others = ofProfile.filter((line) => !aboutProfile.includes(line));
  const lines = renderSummary(reportWith({ campaign, notCovered: ofProfile }), [], []).split("\n");
  const shown = lines.map((line) => line.slice(12));
  for (const line of aboutProfile) expect(shown).toContain(line);
  expect(shown.filter((line) => others.includes(line))).toEqual(others.slice(0, 5));
  expect(shown).toContain(`and ${others.length - 5} more; --verbose lists them`);
  const heading = lines.find((line) => line.includes(aboutProfile[0] ?? ""));
  expect(heading).toMatch(/^ {2}profile {3}/);
});
