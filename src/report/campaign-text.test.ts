import { expect, test } from "vitest";
import { reportWith } from "../test-fixtures/campaign-reports.ts";
import { profileWith } from "../test-fixtures/profiles.ts";
import { renderCampaignQuietly } from "./campaign-quiet.ts";
import { renderSummary } from "./campaign-text.ts";

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
