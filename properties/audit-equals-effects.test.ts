import { expect, test } from "vitest";
import { runScenario } from "../src/simulation/run-scenario.ts";
import { shippedPipeline } from "../src/simulation/target.ts";
import { longPosition, manyOrders, type Parts } from "../src/test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { auditEqualsEffects } from "./audit-equals-effects.ts";
import type { Case } from "./property.ts";
import { firstVerdict } from "./property.ts";

async function observe(parts: Parts): Promise<Case> {
  const config = { action: "cancel_then_flatten", auditEnabled: true } as const;
  const scenario = scenarioWith({ gates: openGates, config, ...parts });
  return { scenario, observation: await runScenario(scenario, shippedPipeline) };
}

const cancelled = await observe({
  exchange: { orders: manyOrders.slice(0, 1) },
  steps: [
    { kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs: 60_000 }] },
    { kind: "snapshot" },
    { kind: "reconcile" },
  ],
});
const flattened = await observe({
  exchange: { positions: [longPosition], prices: { BTCUSDT: "50000" } },
});

/** The case with one field of the event at this place replaced. */
function withField({ scenario, observation }: Case, at: number, field: string, value: unknown) {
  const auditEvents = observation.auditEvents.map((event, place) =>
    place === at ? { ...event, [field]: value } : event,
  );
  return { scenario, observation: { ...observation, auditEvents } };
}

/** Another value of the same type; a longer text would be permitted, because a bot may add to a message. */
function other(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value)) return [...value, "ZZZUSDT"];
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, other(one)]));
  }
  return "other";
}

const noMismatches = {
  ORDER_EXISTS_UNEXPECTED: 0,
  ORDER_STATUS_DIVERGENCE: 0,
  ORDER_MISSING_ON_EXCHANGE: 0,
  POSITION_NONZERO_UNEXPECTED: 0,
};

/** Other rules judge these fields, or the schema permits one value. */
const notCompared = new Set(["schema_version", "run_id", "event_type"]);

const fields = [cancelled, flattened].flatMap((observed, of) =>
  observed.observation.auditEvents.flatMap((event, at) =>
    Object.entries(event).flatMap(([field, value]) =>
      notCompared.has(field) || (field === "mode" && event.event_type !== "RECONCILE_RUN")
        ? []
        : [[`${of} ${event.event_type}`, field, observed, at, value] as const],
    ),
  ),
);

test("both cases pass, and have every kind of event", () => {
  for (const observed of [cancelled, flattened]) {
    expect(firstVerdict((failures) => auditEqualsEffects.judge(observed, failures))).toEqual({
      kind: "pass",
    });
  }
  expect(fields.length).toBeGreaterThan(40);
  expect(fields.map(([, field]) => field)).toContain("banned_until_ms");
});

test.each(fields)("%s: another value of %s is a violation", (_, field, observed, at, value) => {
  expect(
    firstVerdict((failures) =>
      auditEqualsEffects.judge(withField(observed, at, field, other(value)), failures),
    ),
  ).toMatchObject({ kind: "fail" });
});

test("the variant names the type of the event and its first wrong field", () => {
  expect(
    firstVerdict((failures) =>
      auditEqualsEffects.judge(withField(flattened, 0, "side", "BUY"), failures),
    ),
  ).toMatchObject({ check: "wrong-attempt-or-result", variant: "REMEDIATE_ATTEMPT side/live" });
  expect(
    firstVerdict((failures) =>
      auditEqualsEffects.judge(withField(cancelled, 1, "banned_until_ms", 1), failures),
    ),
  ).toMatchObject({
    check: "wrong-attempt-or-result",
    variant: "REMEDIATE_RESULT banned_until_ms/live",
  });
  expect(
    firstVerdict((failures) =>
      auditEqualsEffects.judge(withField(cancelled, 2, "symbols", []), failures),
    ),
  ).toMatchObject({ check: "wrong-run-event", variant: "RECONCILE_RUN symbols/live" });
  expect(
    firstVerdict((failures) =>
      auditEqualsEffects.judge(withField(cancelled, 2, "mode", "dry_run"), failures),
    ),
  ).toMatchObject({ check: "wrong-attempt-or-result", variant: "RECONCILE_RUN mode/live" });
});

test.each<[string, unknown, string, string]>([
  [
    "mismatch_counts",
    { ...noMismatches, ORDER_EXISTS_UNEXPECTED: 2 },
    "mismatch_counts ORDER_EXISTS_UNEXPECTED 1",
    "mismatch_counts ORDER_EXISTS_UNEXPECTED 2",
  ],
  ["symbols", ["ZZZUSDT"], 'symbols ["BTCUSDT"]', 'symbols ["ZZZUSDT"]'],
  ["status", "clean", 'status "failed"', 'status "clean"'],
])("a wrong %s of the run event is shown alone", (field, value, expected, actual) => {
  const last = cancelled.observation.auditEvents.length - 1;
  const verdict = firstVerdict((failures) =>
    auditEqualsEffects.judge(withField(cancelled, last, field, value), failures),
  );
  expect(verdict).toMatchObject({ kind: "fail", violation: { run: 1, expected, actual } });
});
