import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import { notSimulated } from "../simulation/not-simulated.ts";
import { conditionalLabels } from "./conditional-orders.ts";
import { requiredShares } from "./coverage.ts";
import { listNotCovered } from "./not-covered.ts";
import { queryLabels } from "./order-queries.ts";
import { reachablePairs } from "./pair-minimums.ts";
import { wholeSupport } from "./support.ts";
import { requiredEntries } from "./transition-coverage.ts";

type Campaign = Parameters<typeof listNotCovered>[0];
type Parts = {
  readonly campaign?: Partial<Campaign["campaign"]>;
  readonly result?: Partial<Campaign["result"]>;
};

const cases = { regressions: 0, enumeration: 0, random: 10, sequences: 10 };
const support = { ...wholeSupport, supportsSequences: true, cases };
const pairs = reachablePairs(support);
const whole = {
  campaign: {
    properties: allProperties,
    skippedProperties: [],
    skippedChecks: [],
    skippedRegressions: { profile: 0, target: 0 },
    ...support,
    hasReplyTimeout: true,
  },
  result: {
    cases,
    pairs: Object.fromEntries(pairs.map((name) => [name, 1])),
    labels: Object.fromEntries(Object.keys(requiredShares).map((name) => [name, 1])),
    transitions: Object.fromEntries([...requiredEntries.keys()].map((name) => [name, 1])),
  },
};

/** Without what no campaign sees. */
function linesOf({ campaign, result }: Parts): string[] {
  const parts = {
    campaign: { ...whole.campaign, ...campaign },
    result: { ...whole.result, ...result },
  };
  // The parts that the function reads.
  const lines = listNotCovered(parts as never);
  const always = notSimulated.map((part) => `not simulated: ${part}`);
  expect(lines.slice(-always.length)).toEqual(always);
  return lines.slice(0, -always.length);
}

const others = allProperties.slice(2);
const names = allProperties.map(({ name }) => name);
const named = (...skipped: readonly string[]) =>
  skipped.map((name) => ({ name, missing: ["audit"] as const }));
const withoutLabels = (...left: readonly string[]) => ({
  labels: Object.fromEntries(
    Object.entries(whole.result.labels).filter(([name]) => !left.includes(name)),
  ),
});
const labels = Object.keys(requiredShares).slice(0, 4);

test.each<[string, Parts, string[]]>([
  ["reached everything", {}, []],
  [
    "a target without a time-out",
    { campaign: { hasReplyTimeout: false } },
    ["replies that never come: the target has no time-out of its own"],
  ],
  [
    "no conditional orders",
    {
      campaign: { supportsConditionalOrders: false },
      result: withoutLabels(...Object.keys(conditionalLabels)),
    },
    ["conditional orders: the target does not declare them"],
  ],
  [
    "no queries",
    { campaign: { usesQueries: false }, result: withoutLabels(...Object.keys(queryLabels)) },
    ["queries for one order: the target does not declare them"],
  ],
  [
    "skipped properties",
    { campaign: { properties: others, skippedProperties: named(...names.slice(0, 2)) } },
    ["2 properties: the target does not report audit"],
  ],
  [
    "judged one property only",
    { campaign: { properties: allProperties.slice(0, 1) } },
    [`${allProperties.length - 1} properties: the campaign did not select them`],
  ],
  [
    "judged single runs only",
    { campaign: { supportsSequences: false }, result: { cases: { ...cases, sequences: 0 } } },
    ["sequences: the target is judged on single runs"],
  ],
  [
    "ran no sequences",
    { result: { cases: { ...cases, sequences: 0 }, transitions: {} } },
    ["sequences: none ran"],
  ],
  [
    "judged a check that cannot fail",
    { campaign: { skippedChecks: [{ name: "a/b", missing: [] }] } },
    ["1 check: the target cannot fail them"],
  ],
  ["missed a label", { result: withoutLabels(labels[1] ?? "") }, [`1 label: ${labels[1]}`]],
  [
    "missed four labels",
    { result: withoutLabels(...labels) },
    [`4 labels: ${labels.slice(0, 3).join("; ")}; and 1 more`],
  ],
  [
    "missed all pairs",
    { result: { pairs: {} } },
    [`256 pairs of theme and fault: ${pairs.slice(0, 3).join("; ")}; and 253 more`],
  ],
  [
    "missed a transition",
    { result: { transitions: { ...whole.result.transitions, crash: undefined as never } } },
    [`1 of ${requiredEntries.size} transitions of sequences`],
  ],
])("a campaign that %s names what it did not cover", (_, parts, lines) => {
  expect(linesOf(parts)).toEqual(lines);
});

test("what concerns money comes first", () => {
  const money = allProperties.find(({ severity }) => severity === "money")?.name ?? "";
  const report = allProperties.find(({ severity }) => severity === "report")?.name ?? "";
  const skippedProperties = [
    { name: report, missing: ["audit"] as const },
    { name: money, missing: ["order-updates"] as const },
  ];
  const skipped = new Set([report, money]);
  const properties = allProperties.filter(({ name }) => !skipped.has(name));
  expect(linesOf({ campaign: { properties, skippedProperties } })).toEqual([
    "1 property: the target applies no order updates",
    "1 property: the target does not report audit",
  ]);
});
