import { expect, test } from "vitest";
import { shippedPipeline } from "../../simulation/target.ts";
import { drillsOf, readDrills } from "../../smoke/drill.ts";
import { runDrills } from "../../smoke/run-drills.ts";
import { wholeCampaign } from "../../test-fixtures/campaign-reports.ts";
import { inputs, nothing } from "../../test-fixtures/evidence.ts";
import { strengthToShow } from "../../test-fixtures/strength-reports.ts";
import { drillReport } from "../drill-report.ts";
import type { StrengthInput } from "../strength-report.ts";
import { buildEvidence } from "./build-evidence.ts";
import { evidenceSchema, type Evidence } from "./evidence.ts";
import { renderEvidenceHtml } from "./evidence-html.ts";

const drills = drillReport(
  { harness: "0.1.0", target: "t", identity: { options: [], profile: null, files: [] } },
  await runDrills(drillsOf(shippedPipeline, readDrills(undefined)).possible, shippedPipeline, () =>
    Promise.resolve(null),
  ),
  [{ name: "lost-stream", reason: "none" }],
);
const strength: StrengthInput = {
  ...strengthToShow(),
  seeds: [1, 2],
  bugs: [2, 1].map((detected) => ({
    name: `detected by ${detected}`,
    expectedFailure: "dry-run-makes-no-port-calls/port-call-in-dry-run",
    isSequence: false,
    detected,
    detections: [1, 2].map((seed) => ({ detectedAfter: seed > detected ? null : 1, elapsedMs: 1 })),
    detectedBy: {},
  })),
};

test("evidence fits its schema, with and without drills and strength", () => {
  const alone = buildEvidence(wholeCampaign(), inputs);
  expect(evidenceSchema.parse(JSON.parse(JSON.stringify(alone)))).toEqual(alone);
  expect(alone).toMatchObject({ drills: { kind: "not-run" }, strength: { kind: "not-measured" } });
  const attached = { ...nothing, drills, strength };
  const full = buildEvidence(wholeCampaign(), { ...inputs, attached });
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
  const [first, ...others] = drills.drills;
  const judged = first === undefined ? [] : [{ ...first, verdict: ofDrills }, ...others];
  const attached = { ...nothing, drills: { ...drills, drills: judged } };
  expect(buildEvidence(wholeCampaign({ verdict }), { ...inputs, attached }).verdict).toBe(expected);
});

test("the verdict of drills is that of their figures, and not that of the file", () => {
  const [first, ...others] = drills.drills;
  if (first === undefined) throw new Error("there is no drill");
  const failed = { ...drills, drills: [{ ...first, verdict: "fail" as const }, ...others] };
  expect(failed.verdict).toBe("pass");
  const attached = { ...nothing, drills: failed };
  expect(buildEvidence(wholeCampaign(), { ...inputs, attached }).drills).toMatchObject({
    verdict: "fail",
  });
});

test.each([
  [[0], ["restart-in-flatten", "venue-outage"]],
  [[0, 1], ["venue-outage"]],
  [[], ["kill-switch", "restart-in-flatten", "venue-outage"]],
])("of the drills %j alone the others did not run, so nothing passes", (places, notRun) => {
  const some = drills.drills.filter((_, at) => places.includes(at));
  const attached = { ...nothing, drills: { ...drills, drills: some, leftOut: [] } };
  const evidence = buildEvidence(wholeCampaign(), { ...inputs, attached });
  expect(evidence).toMatchObject({ verdict: "inconclusive" });
  expect(evidence.drills).toMatchObject({
    verdict: "inconclusive",
    notRun,
    leftOut: [{ name: "lost-stream" }],
  });
  for (const name of notRun) {
    expect(renderEvidenceHtml(evidence)).toMatch(
      new RegExp(`<code>${name}</code></td>\\s*<td>not run</td>`),
    );
  }
});

test("the drill of a user stream has to run on a bot that opens one", () => {
  const attached = { ...nothing, drills };
  const onWire = wholeCampaign({ campaign: { isOnWire: true, opensUserStream: true } });
  expect(buildEvidence(onWire, { ...inputs, attached }).drills).toMatchObject({
    verdict: "inconclusive",
    leftOut: [],
    notRun: ["lost-stream"],
  });
  expect(buildEvidence(wholeCampaign(), { ...inputs, attached }).drills).toMatchObject({
    verdict: "pass",
    notRun: [],
    maximumsOf: "the shipped pipeline",
  });
});

test("an article counts each of its rules once", () => {
  const { articles, rules } = buildEvidence(wholeCampaign(), inputs);
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
  const files = [{ path: "bot.mjs", sha256: "0".repeat(64) }];
  const identity = { options: ["--target", "node bot.mjs"], profile: null, files };
  const attached = { ...nothing, drills, strength };
  const failed = wholeCampaign({
    campaign: { identity },
    reasons: ["it failed"],
    result: { failureCounts: { "p/c": 1 } },
  });
  const evidence = buildEvidence(failed, { ...inputs, attached });
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
  const evidence = buildEvidence(wholeCampaign(), inputs);
  const page = renderEvidenceHtml(evidence);
  const headings = Array.from(page.matchAll(/<h[12]>([^<]*)</g), ([, text = ""]) => text.trim());
  expect(headings[0]).toBe("Evidence: t");
  expect(page.indexOf("PASS")).toBeLessThan(page.indexOf("What ran"));
  for (const { rule } of evidence.rules) expect(page).toContain(`<strong>${rule}</strong>`);
  expect(page.match(/Unverified/g)).toHaveLength(evidence.articles.length);
  expect(page).toContain("kill-switch: not run");
  const attached = { ...nothing, drills };
  const drilled = renderEvidenceHtml(buildEvidence(wholeCampaign(), { ...inputs, attached }));
  expect(drilled).toContain("kill-switch: PASS");
  expect(drilled).toContain("maximums of runs and port calls are what the shipped pipeline needs");
});
