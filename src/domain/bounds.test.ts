import { expect, test } from "vitest";
import type * as z from "zod";
import { expectedOrder, observedOrder, scenarioWith } from "../test-fixtures/scenarios.ts";
import { auditEventSchema } from "./audit-event.ts";
import { configSchema } from "./config.ts";
import { decimalSchema } from "./decimal.ts";
import { expectationSchema } from "../scenario/expectation.ts";
import { gateInputsSchema } from "./gate.ts";
import { expectedOrderSchema, observedOrderSchema } from "./order.ts";
import { scenarioSchema } from "../scenario/scenario.ts";
import { stepSchema } from "../scenario/step.ts";
import { sentenceSchema, textSchema } from "./printable-text.ts";
import { durationMsSchema, timestampMsSchema } from "./time.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

const scenario = { ...scenarioWith() };

const accepts = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

test.each<[string, z.ZodType, readonly unknown[], readonly unknown[]]>([
  [
    "a symbol",
    tradingSymbolSchema,
    ["BTCUSDT", "BTCUSDT_260327", "币安人生USDT", "我踏马来了USDT_260327", "ドージUSDT", "ÉUSDT"],
    [
      "btcusdt",
      "BTC USDT",
      "BTC/USDT:USDT",
      "BTC-USDT-SWAP",
      "_USDT",
      "BTC_USDT_260327",
      "",
      "ＢTCUSDT",
      "éUSDT",
      "BTC\u200BUSDT",
      "BTC\u001BUSDT",
      "🐶USDT",
      "A".repeat(21),
    ],
  ],
  ["a text", textSchema, ["x", "é ✓"], ["", "a\u0007b", "a\u202Eb", "a\u2028b"]],
  ["a sentence", sentenceSchema, ["x".repeat(1_000)], ["x".repeat(1_001)]],
  ["a point in time", timestampMsSchema, [0, 9_999_999_999_999], [-1, 0.5, 10_000_000_000_000]],
  ["a span of time", durationMsSchema, [0, 31 * 86_400_000], [-1, 31 * 86_400_000 + 1]],
  [
    "a decimal",
    decimalSchema,
    ["0", "-0", "0.10", "-12.5", `${"9".repeat(18)}.${"9".repeat(18)}`],
    ["", "00", "01", ".5", "5.", "+1", "1 ", " 1", "9".repeat(19), `0.${"9".repeat(19)}`],
  ],
  [
    "a configuration",
    configSchema,
    [
      {},
      { cooldownSeconds: 86_400, maxOrdersPerAction: 999, maxSymbolsPerAction: 1_000 },
      { cooldownSeconds: 0, maxOrdersPerAction: 0, maxSymbolsPerAction: 0, snapshotAgeMsMax: 0 },
      {
        snapshotAgeMsMax: 86_400_000,
        clientOrderIdPrefix: "a_b:/.-X",
        allowedStrategies: ["a-b.c", "A:/9"],
      },
    ],
    [
      { cooldownSeconds: 86_401 },
      { cooldownSeconds: -1 },
      { maxOrdersPerAction: 1_000 },
      { maxOrdersPerAction: -1 },
      { maxSymbolsPerAction: 1_001 },
      { maxSymbolsPerAction: -1 },
      { snapshotAgeMsMax: 86_400_001 },
      { snapshotAgeMsMax: -1 },
      { clientOrderIdPrefix: "123456789" },
      { allowedStrategies: ["1234567"] },
      { allowedStrategies: [] },
      { allowedStrategies: ["a b"] },
      { allowedStrategies: ["a!"] },
      { allowedStrategies: ["!a"] },
      { allowedStrategies: Array.from({ length: 1_001 }, () => "a") },
      { clientOrderIdPrefix: "!a" },
      { clientOrderIdPrefix: "a!" },
      { clientOrderIdPrefix: "" },
      { maxFlattenNotionalUsdt: "-1" },
      { unknownField: 1 },
    ],
  ],
  [
    "an observed order",
    observedOrderSchema,
    [observedOrder({ statusWord: "NEW_ADL" }), observedOrder({ statusWord: "x".repeat(100) })],
    [
      observedOrder({ statusWord: "x".repeat(101) }),
      observedOrder({ type: "xLIMIT" }),
      observedOrder({ type: "LIMITx" }),
      observedOrder({ type: "X".repeat(41) }),
      observedOrder({ orderId: "1".repeat(21) }),
    ],
  ],
  [
    "an action in an expectation",
    expectationSchema.unwrap().shape.action,
    ["none", "cancel", "flatten", "cancel_then_flatten"],
    ["", "cancel_all"],
  ],
  [
    "the gates",
    gateInputsSchema,
    [{}, { confirm: null }, { confirm: "x".repeat(200), env: { ARMED: "1" } }],
    [{ confirm: "x".repeat(201) }, { env: { ARMED: "x".repeat(201) } }, { env: { OTHER: "1" } }],
  ],
  [
    "a step",
    stepSchema,
    [
      { kind: "snapshot" },
      { kind: "snapshot", orders: { kind: "old", ageMs: 0 } },
      { kind: "set-port-faults", faults: [{ kind: "reject", code: -1, message: "m" }] },
      { kind: "set-port-faults", faults: [{ kind: "reject", code: -9_999, message: "m" }] },
      { kind: "set-audit-fault", writable: false },
      { kind: "set-audit-fault", writable: false, afterEvents: 1_000, rejectedEvents: 1 },
      { kind: "set-audit-fault", writable: false, rejectedEvents: 1_000 },
    ],
    [
      { kind: "sleep" },
      { kind: "snapshot", orders: { kind: "future", skewMs: 0 } },
      { kind: "set-port-faults", faults: [{ kind: "reject", code: 0, message: "m" }] },
      { kind: "set-port-faults", faults: [{ kind: "reject", code: -10_000, message: "m" }] },
      { kind: "set-port-faults", faults: [{ kind: "reject", code: -1 }] },
      { kind: "set-audit-fault", writable: false, afterEvents: -1 },
      { kind: "set-audit-fault", writable: false, afterEvents: 1_001 },
      { kind: "set-audit-fault", writable: false, rejectedEvents: 0 },
      { kind: "set-audit-fault", writable: false, rejectedEvents: 1_001 },
      { kind: "reconcile", mode: "live" },
    ],
  ],
  [
    "a scenario",
    scenarioSchema,
    [scenario, { ...scenario, name: "x".repeat(100) }, { ...scenario, startsAtMs: 0 }],
    [
      { ...scenario, name: "x".repeat(101) },
      { ...scenario, name: "" },
      { ...scenario, startsAtMs: 4_102_444_800_001 },
      { ...scenario, schemaVersion: 3 },
      { ...scenario, comment: "x" },
      { ...scenario, steps: Array.from({ length: 1_001 }, () => ({ kind: "reconcile" })) },
      {
        ...scenario,
        steps: [
          { kind: "set-audit-fault", writable: true, rejectedEvents: 1 },
          { kind: "reconcile" },
        ],
      },
    ],
  ],
])("%s accepts values within its bounds and refuses others", (_, schema, taken, refused) => {
  expect(taken.filter((value) => !accepts(schema, value))).toEqual([]);
  expect(refused.filter((value) => accepts(schema, value))).toEqual([]);
});

test("a minimal scenario has the defaults of the runbook", () => {
  const { schemaVersion, name, statement, startsAtMs } = scenario;
  const little = { schemaVersion, name, statement, startsAtMs, steps: [{ kind: "reconcile" }] };
  expect(scenarioSchema.parse(little)).toEqual({
    ...little,
    gates: { confirm: null, env: {} },
    config: {
      action: "none",
      cooldownSeconds: 60,
      maxOrdersPerAction: 10,
      maxSymbolsPerAction: 3,
      maxAttemptsPerIntent: 3,
      maxAttemptsPerWindow: 100,
      attemptWindowSeconds: 3_600,
      maxFlattenNotionalUsdt: "500",
      requireWhitelist: true,
      symbolWhitelist: [],
      orderGracePeriodMs: 5_000,
      snapshotAgeMsMax: 120_000,
      clientOrderIdPrefix: "grinder_",
      allowedStrategies: ["grid"],
      auditEnabled: false,
    },
    expected: { orders: [], positions: [] },
    exchange: { positionMode: "one_way", orders: [], positions: [], prices: {} },
  });
  expect(stepSchema.parse({ kind: "snapshot" })).toEqual({
    kind: "snapshot",
    orders: { kind: "ok" },
    positions: { kind: "ok" },
  });
  const placing = { kind: "place-order", order: expectedOrder() };
  expect(stepSchema.parse(placing)).toMatchObject({ lost: "nothing" });
  expect(expectedOrderSchema.parse(expectedOrder()).positionSide).toBe("BOTH");
  const order = observedOrderSchema.parse(observedOrder());
  expect(order).toMatchObject({ positionSide: "BOTH", type: "LIMIT", reduceOnly: false });
  expect(order.filledQuantity).toBe("0");
});

test("an audit event is refused with a missing, an additional or an unknown part", () => {
  const result = {
    schema_version: 1,
    ts_ms: 0,
    run_id: "r",
    event_type: "REMEDIATE_RESULT",
    mode: "live",
    sequence: 1,
    kind: "cancel",
    symbol: "BTCUSDT",
    client_order_id: "x",
    status: "failed",
    error_code: -1,
    error_message: "m",
  };
  expect(accepts(auditEventSchema, result)).toBe(true);
  for (const wrong of [
    { run_id: "" },
    { run_id: "x".repeat(101) },
    { sequence: 0 },
    { kind: "close" },
    { mode: "dry_run" },
    { status: "planned" },
    { symbol: "x".repeat(101) },
    { error_message: "x".repeat(501) },
    { error_code: 0.5 },
    { schema_version: 2 },
    { event_type: "REMEDIATE" },
    { more: 1 },
  ]) {
    expect({ wrong, taken: accepts(auditEventSchema, { ...result, ...wrong }) }).toEqual({
      wrong,
      taken: false,
    });
  }
});
