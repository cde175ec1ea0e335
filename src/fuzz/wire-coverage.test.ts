import { expect, test } from "vitest";
import { reportWith } from "../test-fixtures/campaign-reports.ts";
import { judgeCampaign } from "./campaign-verdict.ts";
import { profileNamed, profileNames } from "../test-fixtures/profiles.ts";
import { minimumOf, requiredShares } from "./coverage.ts";
import { minimumFactor } from "./profile-reach.ts";
import { timesInRuns } from "./times-in-runs.ts";

const onWire = { profile: null, isOnWire: true };

test("on the wire outcomes need a smaller share, and what a scenario is made of needs the same", () => {
  const whole = requiredShares["cooldown_not_elapsed"] ?? 0;
  expect(minimumOf("cooldown_not_elapsed", { profile: null })).toBe(whole);
  expect(minimumOf("cooldown_not_elapsed", onWire)).toBeCloseTo(0.4 * whole);
  const ofScenario = ["an order shown twice", "100 orders or more", ...Object.keys(timesInRuns)];
  for (const label of ofScenario) {
    expect(minimumOf(label, onWire)).toBe(minimumOf(label, { profile: null }));
    expect(minimumOf(label, onWire)).toBeGreaterThan(0);
  }
});

/** The missing coverage of 200,000 random cases, where outcomes have that share of their minimum, and all else the whole. */
function unmetWith(shareOfOutcomes: number, campaign: { readonly isOnWire?: true }): string[] {
  const random = 200_000;
  const cases = { regressions: 0, enumeration: 0, random, sequences: 0 };
  const labels = Object.fromEntries(
    Object.entries(requiredShares).map(([label, share]) => {
      const isOutcome = minimumOf(label, onWire) < share;
      return [label, Math.ceil(share * random * (isOutcome ? shareOfOutcomes : 1))];
    }),
  );
  const report = reportWith({
    campaign: { runs: random, cases, ...campaign },
    result: { cases, labels },
  });
  return judgeCampaign(report).reasons.filter((reason) => reason.startsWith("coverage: "));
}

test("a long campaign on the wire may have 0.47 of the outcomes, as measured, and no fewer than 0.4", () => {
  expect(unmetWith(0.47, { isOnWire: true })).toEqual([]);
  expect(unmetWith(0.35, { isOnWire: true }).join()).toContain("coverage: cooldown_not_elapsed: ");
  expect(unmetWith(0.47, {}).join()).toContain("coverage: cooldown_not_elapsed: ");
});

test("within a profile each share is smaller by the factor of the profile", () => {
  const factors = profileNames.map((name) => {
    const profile = profileNamed(name);
    const factor = minimumFactor(profile);
    for (const [label, share] of Object.entries(requiredShares)) {
      expect(minimumOf(label, { profile })).toBeCloseTo(share * factor, 10);
    }
    return factor;
  });
  expect(Math.min(...factors)).toBeLessThan(1);
});

test("what no case on the wire can have is not named as never seen", () => {
  const { neverSeen } = judgeCampaign(reportWith({ campaign: { isOnWire: true } }));
  expect(neverSeen).toContain("cooldown_not_elapsed");
  expect(neverSeen).not.toContain("audit_unavailable");
  expect(judgeCampaign(reportWith()).neverSeen).toContain("audit_unavailable");
});
