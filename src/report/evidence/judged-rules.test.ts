import { expect, test } from "vitest";
import { knownProperties } from "../../../properties/wire/all.ts";
import { botProfileSchema } from "../../profile/bot-profile.ts";
import { emptyTally, type BatchResult } from "../../fuzz/batch-result.ts";
import { wholeCampaign, type ReportParts } from "../../test-fixtures/campaign-reports.ts";
import { judgedRules } from "./judged-rules.ts";

type Report = ReturnType<typeof wholeCampaign>;

function ruleOf(report: Report, id: string) {
  const found = judgedRules(report).find(({ rule }) => rule === id);
  if (found === undefined) throw new Error(`there is no rule ${id}`);
  return found;
}

const tallyOf = (name: string, tally: Partial<BatchResult["tallies"][string]>) => ({
  ...wholeCampaign().result.tallies,
  [name]: { ...emptyTally, ...tally },
});

test("each rule that a property judged is passed, and rules of the wire are not judged", () => {
  const rules = judgedRules(wholeCampaign());
  const open = rules.filter(({ verdict }) => verdict !== "pass").map(({ rule }) => rule);
  expect(open).toEqual(["R76", "R77", "R78", "R79", "R80", "R81", "R82"]);
  expect(ruleOf(wholeCampaign(), "R76").reason).toContain("it judges only bots on the wire");
  expect(ruleOf(wholeCampaign(), "R3")).toMatchObject({ cases: 10, reason: null });
});

test("of a campaign without a judged case no rule is passed", () => {
  const tallies = Object.fromEntries(
    knownProperties.map(({ name }) => [name, { ...emptyTally, discarded: 10, errored: 3 }]),
  );
  const rules = judgedRules(wholeCampaign({ result: { tallies } }));
  expect(new Set(rules.map(({ verdict }) => verdict))).toEqual(new Set(["not-judged"]));
  expect(new Set(rules.map(({ cases }) => cases))).toEqual(new Set([0]));
  expect(rules.every(({ reason }) => reason !== null)).toBe(true);
});

test.each<[string, string, ReportParts, string]>([
  [
    "without a case",
    "R32",
    { result: { tallies: tallyOf("no-call-during-a-ban", {}) } },
    "no case met its precondition",
  ],
  ["not selected", "R32", { campaign: { properties: [] } }, "the campaign did not select it"],
  [
    "that misses a requirement",
    "R61",
    {
      campaign: {
        skippedProperties: [{ name: "reconciliation-converges", missing: ["sequences"] }],
      },
    },
    "there are no sequences",
  ],
  [
    "whose checks cannot fail",
    "R57",
    {
      campaign: {
        skippedChecks: [{ name: "no-call-during-a-ban/call-after-rate-limit", missing: [] }],
      },
    },
    "the target cannot fail its checks",
  ],
  [
    "that the profile leaves out",
    "R31",
    {
      campaign: {
        profile: botProfileSchema.parse({
          schemaVersion: 1,
          kind: "bot-profile",
          limits: ["maxOrdersPerAction"],
        }),
      },
    },
    "the profile does not have the limit cooldownSeconds",
  ],
  [
    "whose limit no case met",
    "R42",
    { result: { labels: { ...wholeCampaign().result.labels, max_orders_reached: 0 } } },
    "no case had max_orders_reached",
  ],
  [
    "whose mismatch no case had",
    "R19",
    { result: { labels: { ...wholeCampaign().result.labels, ORDER_STATUS_DIVERGENCE: 0 } } },
    "no case had ORDER_STATUS_DIVERGENCE",
  ],
])("a rule %s is not judged", (_, id, parts, reason) => {
  const rule = ruleOf(wholeCampaign(parts), id);
  expect(rule).toMatchObject({ verdict: "not-judged", cases: 0 });
  expect(rule.reason).toContain(reason);
  expect(ruleOf(wholeCampaign(), id).verdict).toBe("pass");
});

test("a rule with two properties is judged by the one that judged a case", () => {
  const report = wholeCampaign({ result: { tallies: tallyOf("cooldown-holds", {}) } });
  const rule = ruleOf(report, "R31");
  expect(rule).toMatchObject({ verdict: "pass", cases: 10 });
  expect(rule.judgedBy.map(({ property, cases }) => [property, cases])).toEqual([
    ["cooldown-holds", 0],
    ["limits-hold", 10],
  ]);
});

test("a judged rule names those of its checks that the target cannot fail", () => {
  const name = "live-needs-all-five-gates/wrong-mode";
  const report = wholeCampaign({ campaign: { skippedChecks: [{ name, missing: ["mode"] }] } });
  expect(ruleOf(report, "R1")).toMatchObject({
    verdict: "pass",
    remarks: [`the target cannot fail ${name}`],
  });
  expect(ruleOf(report, "R2")).toMatchObject({ verdict: "not-judged", remarks: [] });
});

test("a failed check fails its rules, also where it was only counted, and names those that share it", () => {
  const report = wholeCampaign({
    verdict: "fail",
    result: {
      failureCounts: {
        "dry-run-makes-no-port-calls/port-call-in-dry-run (cancel)": 2,
        "limits-hold/notional": 1,
      },
    },
  });
  expect(ruleOf(report, "R3")).toMatchObject({ verdict: "fail", reason: null, remarks: [] });
  expect(ruleOf(report, "R4").verdict).toBe("pass");
  for (const [id, other] of [
    ["R36", "R37"],
    ["R37", "R36"],
  ] as const) {
    const { verdict, remarks } = ruleOf(report, id);
    expect({ verdict, remarks }).toEqual({
      verdict: "fail",
      remarks: [`a failed check is shared with ${other}: one of them is broken at least`],
    });
  }
});
