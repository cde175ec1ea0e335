import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import { expectedOrderSchema, observedOrderSchema } from "../domain/order.ts";
import { packageRoot } from "../package-root.ts";
import { parseJsonDocument } from "../input/json-document.ts";
import { parseWithSchema } from "../input/parse-with-schema.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { stepKinds } from "../scenario/step.ts";
import { temporaryFolder } from "../test-fixtures/run-cli.ts";
import { expectedOrder, observedOrder, openGates, ownId } from "../test-fixtures/scenarios.ts";
import { campaignReportSchema } from "./campaign-report.ts";
import { listCounterexamples, readCounterexample } from "./counterexample-files.ts";
import { upgradeCounterexample } from "./version-1.ts";
import renamed from "./version-1-names.json" with { type: "json" };

const originals = join(packageRoot, "src", "test-fixtures", "version-1");
const regressions = listCounterexamples([join(packageRoot, "scenarios", "regressions")]);
const originalNames = readdirSync(originals);

test("there is an original of each counterexample that was committed in version 1", () => {
  expect(originalNames).toHaveLength(4);
});

test.each(originalNames)("%s reads as its converted file", (name) => {
  const upgraded = readCounterexample(join(originals, name));
  const converted = regressions
    .map(readCounterexample)
    .find(({ property }) => property === upgraded.property);
  if (converted === undefined) throw new Error(`${name} has no converted file`);
  // Sentences are not converted: a committed file has today's statement and violation.
  const { statement, violation } = converted;
  expect(upgraded.violation.run).toBe(violation.run);
  const scenario = { ...upgraded.scenario, statement };
  expect({ ...upgraded, statement, violation, scenario }).toEqual(converted);
});

/** Writes a version 1 scenario, and reads it as the command line does. */
function readVersion1(scenario: object) {
  const path = join(temporaryFolder(), "scenario.json");
  const header = { schemaVersion: 1, name: "old", statement: "an old file", startsAtMs: 0 };
  writeFileSync(path, JSON.stringify({ ...header, ...scenario }, null, 2));
  return readScenarios(path)[0];
}

const run = { kind: "reconcile" } as const;
const order = observedOrderSchema.parse(observedOrder({ clientOrderId: ownId(1) }));
const placed = expectedOrderSchema.parse(expectedOrder({ clientOrderId: ownId(2) }));
const position = { symbol: "BTCUSDT", quantity: "1", positionSide: "BOTH" };
const update = { clientOrderId: ownId(1), status: "FILLED", updatedAtMs: 7 };
const rejected = { code: -2_011, message: "no such order" };

/** Each step of version 1 with its form in version 2. */
const steps: readonly (readonly [object, object])[] = [
  [run, run],
  [
    { kind: "advance-clock", ms: 5 },
    { kind: "advance-clock", ms: 5 },
  ],
  [{ kind: "snapshot" }, { kind: "snapshot", orders: { kind: "ok" }, positions: { kind: "ok" } }],
  [
    { kind: "snapshot", orders: { status: "ok" }, positions: { status: "failed" } },
    { kind: "snapshot", orders: { kind: "ok" }, positions: { kind: "failed" } },
  ],
  [
    {
      kind: "snapshot",
      orders: { status: "late", lateMs: 3 },
      positions: { status: "early", earlyMs: 4 },
    },
    {
      kind: "snapshot",
      orders: { kind: "old", ageMs: 3 },
      positions: { kind: "future", skewMs: 4 },
    },
  ],
  [
    {
      kind: "port-behaves",
      replies: [
        { mode: "accept" },
        { mode: "reject", ...rejected },
        { mode: "time_out", applied: true },
        { mode: "throw", applied: false },
        { mode: "apply_late", afterMs: 9 },
      ],
    },
    {
      kind: "set-port-faults",
      faults: [
        { kind: "accept" },
        { kind: "reject", ...rejected },
        { kind: "timeout", applied: true },
        { kind: "disconnect", applied: false },
        { kind: "delayed", afterMs: 9 },
      ],
    },
  ],
  [
    { kind: "audit-behaves", writable: false, afterLines: 2 },
    { kind: "set-audit-fault", writable: false, afterEvents: 2 },
  ],
  [
    { kind: "audit-behaves", writable: true },
    { kind: "set-audit-fault", writable: true, afterEvents: 0 },
  ],
  [
    { kind: "bot-places", order: placed, lost: "reply" },
    { kind: "place-order", order: placed, lost: "reply" },
  ],
  [
    { kind: "exchange-fills", clientOrderId: 2, quantity: "0.5" },
    { kind: "fill-order", clientOrderId: 2, quantity: "0.5" },
  ],
  [
    { kind: "exchange-cancels", clientOrderId: ownId(1) },
    { kind: "cancel-by-exchange", clientOrderId: ownId(1) },
  ],
  [
    { kind: "exchange-opens", order },
    { kind: "add-order", order },
  ],
  [
    { kind: "position-moves", position },
    { kind: "set-position", position },
  ],
  [
    { kind: "stream-event", ...update },
    { kind: "order-update", ...update, filledQuantity: "0" },
  ],
  [
    { kind: "stream-delivers", change: 3 },
    { kind: "deliver-update", update: 3 },
  ],
  [
    { kind: "kill", afterInteractions: 1, takesEffect: true },
    { kind: "crash", afterInteractions: 1, applied: true },
  ],
  [
    { kind: "restart", belief: "kept" },
    { kind: "restart", expectedState: "current" },
  ],
  [
    { kind: "restart", belief: "lost" },
    { kind: "restart", expectedState: "empty" },
  ],
  [
    { kind: "restart", belief: "old" },
    { kind: "restart", expectedState: "initial" },
  ],
  [
    { kind: "operator", gates: openGates },
    { kind: "set-gates", gates: openGates },
  ],
];

test("every step of version 1 reads as its form in version 2", () => {
  const { schemaVersion, steps: read } = readVersion1({ steps: steps.map(([old]) => old) });
  expect(schemaVersion).toBe(2);
  expect(read).toEqual(steps.map(([, current]) => current));
  const later = [
    "set-config",
    "set-price",
    "set-position-mode",
    "set-clock",
    "place-conditional-order",
    "trigger-order",
    "reconcile-overlapping",
  ];
  const kinds = stepKinds.filter((kind) => !later.includes(kind));
  expect(new Set(read.map(({ kind }) => kind))).toEqual(new Set(kinds));
});

test("the reason for no action in an expectation keeps its text", () => {
  const [{ expect: promise }] = readScenarios("order");
  const holdsStill = "the order is external";
  const read = readVersion1({ steps: [run], expect: { ...promise, holdsStill } });
  expect(read.expect).toEqual({ ...promise, expectsNoAction: holdsStill });
});

test.each<[string, object, string]>([
  ["an unknown step", { kind: "port-behave" }, ":8:15: steps[0].kind: expected one of"],
  [
    "an unknown port fault",
    { kind: "port-behaves", replies: [{ mode: "lost" }] },
    "steps[0].faults[0].kind: expected one of",
  ],
  [
    "a name of version 2",
    { kind: "kill", afterInteractions: 0, belief: 1 },
    "belief: unknown field",
  ],
])("%s in a version 1 scenario is refused with its place", (_, step, message) => {
  expect(() => readVersion1({ steps: [step, run] })).toThrow(message);
});

const [firstName = ""] = originalNames;
const original: object = JSON.parse(readFileSync(join(originals, firstName), "utf8"));

test("a version 1 counterexample without its witness is refused with its place", () => {
  const path = join(temporaryFolder(), "broken.json");
  writeFileSync(path, JSON.stringify({ ...original, witness: undefined }));
  expect(() => readCounterexample(path)).toThrow("broken.json:1:1: violation: expected object");
});

test("a campaign report of version 1 is refused with the needed version and the cure", () => {
  const document = parseJsonDocument('{"schemaVersion":1,"blocks":[]}', "report.json");
  expect(() => parseWithSchema(campaignReportSchema, document)).toThrow(
    /^report.json:1:18: schema version 1; .* reads 2: write the file again with this version$/,
  );
});

test("a document that is no version 1 counterexample stays as it is", () => {
  for (const document of [
    null,
    [],
    { ...original, schemaVersion: 2 },
    { ...original, kind: "x" },
  ]) {
    expect(upgradeCounterexample(document)).toBe(document);
  }
});

const rename = (property: string) =>
  upgradeCounterexample({ schemaVersion: 1, kind: "counterexample", property, claim: "ours" });

test("a renamed property of version 1 is one of today's", () => {
  const names = new Set(allProperties.map(({ name }) => name));
  expect(rename("the-trail-tells-the-history")).toMatchObject({
    property: "audit-accounts-for-every-effect",
    check: "external-cancel",
    fingerprint: "audit-accounts-for-every-effect/external-cancel",
  });
  expect(Object.values(renamed.properties).filter((name) => !names.has(name))).toEqual([]);
});
