import { expect, test } from "vitest";
import { knownProperties } from "../../../properties/wire/all.ts";
import { botProfileSchema } from "../../profile/bot-profile.ts";
import { emptyTally, type BatchResult } from "../../fuzz/batch-result.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { shippedPipeline } from "../../simulation/target.ts";
import { drillsOf, readDrills } from "../../smoke/drill.ts";
import { runDrills } from "../../smoke/run-drills.ts";
import type { ReportParts } from "../../test-fixtures/campaign-reports.ts";
import { inputs, nothing, whole } from "../../test-fixtures/evidence.ts";
import { drillReport } from "../drill-report.ts";
import { buildEvidence } from "./build-evidence.ts";
import { evidenceSchema, type Evidence } from "./evidence.ts";
import { renderEvidenceHtml } from "./evidence-html.ts";
import { judgedRules } from "./judged-rules.ts";

function ruleOf(report: CampaignReport, id: string) {
  const found = judgedRules(report).find(({ rule }) => rule === id);
  if (found === undefined) throw new Error(`there is no rule ${id}`);
  return found;
}

const tallyOf = (name: string, tally: Partial<BatchResult["tallies"][string]>) => ({
  ...whole().result.tallies,
  [name]: { ...emptyTally, ...tally },
});

test("each rule that a property judged is passed, and rules of the wire are not judged", () => {
  const rules = judgedRules(whole());
  const open = rules.filter(({ verdict }) => verdict !== "pass").map(({ rule }) => rule);
  expect(open).toEqual(["R76", "R77", "R78", "R79", "R80", "R81", "R82"]);
  expect(ruleOf(whole(), "R76").reason).toContain("it judges only bots on the wire");
  expect(ruleOf(whole(), "R3")).toMatchObject({ cases: 10, reason: null });
});

test("of a campaign without a judged case no rule is passed", () => {
  const tallies = Object.fromEntries(
    knownProperties.map(({ name }) => [name, { ...emptyTally, discarded: 10, errored: 3 }]),
  );
  const rules = judgedRules(whole({ result: { tallies } }));
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
    { result: { labels: { ...whole().result.labels, max_orders_reached: 0 } } },
    "no case had max_orders_reached",
  ],
  [
    "whose mismatch no case had",
    "R19",
    { result: { labels: { ...whole().result.labels, ORDER_STATUS_DIVERGENCE: 0 } } },
    "no case had ORDER_STATUS_DIVERGENCE",
  ],
])("a rule %s is not judged", (_, id, parts, reason) => {
  const rule = ruleOf(whole(parts), id);
  expect(rule).toMatchObject({ verdict: "not-judged", cases: 0 });
  expect(rule.reason).toContain(reason);
  expect(ruleOf(whole(), id).verdict).toBe("pass");
});

test("a rule with two properties is judged by the one that judged a case", () => {
  const report = whole({ result: { tallies: tallyOf("cooldown-holds", {}) } });
  const rule = ruleOf(report, "R31");
  expect(rule).toMatchObject({ verdict: "pass", cases: 10 });
  expect(rule.judgedBy.map(({ property, cases }) => [property, cases])).toEqual([
    ["cooldown-holds", 0],
    ["limits-hold", 10],
  ]);
});

test("a judged rule names those of its checks that the target cannot fail", () => {
  const name = "live-needs-all-five-gates/wrong-mode";
  const report = whole({ campaign: { skippedChecks: [{ name, missing: ["mode"] }] } });
  expect(ruleOf(report, "R1")).toMatchObject({
    verdict: "pass",
    remarks: [`the target cannot fail ${name}`],
  });
  expect(ruleOf(report, "R2")).toMatchObject({ verdict: "not-judged", remarks: [] });
});

test("a failed check fails its rules, also where it was only counted, and names those that share it", () => {
  const report = whole({
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

const drills = drillReport(
  "0.1.0",
  "t",
  await runDrills(drillsOf(shippedPipeline, readDrills(undefined)).possible, shippedPipeline, () =>
    Promise.resolve(null),
  ),
  [{ name: "lost-stream", reason: "none" }],
);
const strength = {
  schemaVersion: 2 as const,
  kind: "strength" as const,
  harness: "0.1.0",
  seeds: [1, 2],
  complete: true,
  verdict: "pass" as const,
  bugs: [
    {
      name: "one",
      expectedFailure: "dry-run-makes-no-port-calls/port-call-in-dry-run",
      detected: 2,
    },
    {
      name: "two",
      expectedFailure: "dry-run-makes-no-port-calls/port-call-in-dry-run",
      detected: 1,
    },
  ],
};

test("evidence fits its schema, with and without drills and strength", () => {
  const alone = buildEvidence(whole(), inputs);
  expect(evidenceSchema.parse(JSON.parse(JSON.stringify(alone)))).toEqual(alone);
  expect(alone).toMatchObject({ drills: { kind: "not-run" }, strength: { kind: "not-measured" } });
  const attached = { ...nothing, drills, strength };
  const full = buildEvidence(whole(), { ...inputs, attached });
  expect(evidenceSchema.parse(JSON.parse(JSON.stringify(full)))).toEqual(full);
  expect(full.strength).toMatchObject({ plantedBugs: 2, detectedByAll: 1, detectedBySome: 2 });
  const rule = full.rules.find((one) => one.rule === "R3");
  expect(rule?.plantedBugs).toEqual({ planted: 2, detected: 1 });
});

test.each([
  ["pass", "pass", "pass"],
  ["pass", "fail", "fail"],
  ["fail", "pass", "fail"],
  ["pass", "inconclusive", "inconclusive"],
  ["inconclusive", "fail", "fail"],
] as const)("campaign %s and drills %s give %s", (verdict, ofDrills, expected) => {
  const attached = { ...nothing, drills: { ...drills, verdict: ofDrills } };
  expect(buildEvidence(whole({ verdict }), { ...inputs, attached }).verdict).toBe(expected);
});

test("an article counts each of its rules once", () => {
  const { articles, rules } = buildEvidence(whole(), inputs);
  for (const { mappings, verdicts } of articles) {
    const named = new Set(mappings.flatMap((mapping) => mapping.rules));
    expect(verdicts.pass + verdicts.fail + verdicts.notJudged).toBe(named.size);
    expect([...named].filter((id) => rules.every(({ rule }) => rule !== id))).toEqual([]);
  }
});

const hostile = `<script>alert(1)</script>"'&\u202Eevil\u001B[31m`;

/** Each text of the evidence, replaced. */
function withHostileTexts(evidence: Evidence): Evidence {
  const kept = new Set(["kind", "verdict", "of", "stopped", "safety"]);
  const change = (name: string, value: unknown): unknown => {
    if (typeof value === "string") return kept.has(name) ? value : hostile;
    if (Array.isArray(value)) return value.map((item) => change(name, item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(key, item)]));
  };
  return change("", evidence) as Evidence;
}

test("the page escapes every text, has no script and sends no request", () => {
  const command = { kind: "stdio", text: "node bot.mjs" } as const;
  const attached = { ...nothing, drills, strength };
  const failed = whole({ reasons: ["it failed"], result: { failureCounts: { "p/c": 1 } } });
  const evidence = buildEvidence(failed, { ...inputs, attached, command });
  const page = renderEvidenceHtml(withHostileTexts(evidence));
  expect(page).not.toContain("<script");
  for (const sign of ["\u202E", "\u001B"]) expect(page).not.toContain(sign);
  expect(
    page.split("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\u{202e}evil").length,
  ).toBeGreaterThan(300);
  expect(page).not.toMatch(/\b(?:src|href|action)=|url\(|@import|https?:/);
  expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'");
  const tags = new Set(Array.from(page.matchAll(/<([a-z0-9]+)/g), ([, tag]) => tag));
  const plain = new Set(
    Array.from(renderEvidenceHtml(evidence).matchAll(/<([a-z0-9]+)/g), ([, tag]) => tag),
  );
  expect(tags).toEqual(plain);
});

test("the verdict comes first on the page, and each rule and article is on it", () => {
  const evidence = buildEvidence(whole(), inputs);
  const page = renderEvidenceHtml(evidence);
  const headings = Array.from(page.matchAll(/<h[12]>([^<]*)</g), ([, text = ""]) => text.trim());
  expect(headings[0]).toBe("Evidence: t");
  expect(page.indexOf("PASS")).toBeLessThan(page.indexOf("What ran"));
  for (const { rule } of evidence.rules) expect(page).toContain(`<strong>${rule}</strong>`);
  expect(page.match(/Unverified/g)).toHaveLength(evidence.articles.length);
  expect(page).toContain("kill-switch: not run");
  const attached = { ...nothing, drills };
  const drilled = renderEvidenceHtml(buildEvidence(whole(), { ...inputs, attached }));
  expect(drilled).toContain("kill-switch: PASS");
});
