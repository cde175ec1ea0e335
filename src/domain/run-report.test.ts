import { expect, test } from "vitest";
import { counted } from "./counted.ts";
import { outcomeSchema, rejectedPartSchema } from "./run-report.ts";

const request = {
  method: "cancelOrder",
  symbol: "BTCUSDT",
  clientOrderId: "grinder_grid_BTCUSDT_1_1704067100_1",
};
const sent = { kind: "cancel", request };
const failed = { ...sent, reason: "port_error", detail: "code -2011" };

test.each([
  [{ status: "planned", ...sent }],
  [{ status: "executed", ...sent }],
  [{ status: "failed", ...failed }],
  [{ status: "unknown", ...failed }],
  [{ status: "blocked", kind: "flatten", reason: "price_unavailable", detail: "no price" }],
  [{ status: "deferred", detail: "orders first" }],
  [{ status: "not_routed", detail: "" }],
  [{ status: "skipped_terminal", detail: "" }],
  [{ status: "skipped_no_action", detail: "" }],
  [{ status: "blocked", kind: "cancel", reason: "other", text: "x".repeat(200), detail: "" }],
])("%j is an outcome", (outcome) => {
  expect(outcomeSchema.parse(outcome)).toEqual(outcome);
});

test("a detail is empty where it is absent, and has at most 1,000 characters", () => {
  expect(outcomeSchema.parse({ status: "deferred" })).toEqual({ status: "deferred", detail: "" });
  const [longest, tooLong] = ["x".repeat(1_000), "x".repeat(1_001)];
  expect(outcomeSchema.safeParse({ status: "deferred", detail: longest }).success).toBe(true);
  expect(outcomeSchema.safeParse({ status: "deferred", detail: tooLong }).success).toBe(false);
});

test.each([
  [{ status: "done", detail: "" }],
  [{ status: "planned", ...failed }],
  [{ status: "deferred", detail: "", reason: "port_error" }],
  [{ status: "blocked", kind: "cancel", reason: "because", detail: "" }],
  [{ status: "blocked", kind: "cancel", reason: "other", detail: "" }],
  [{ status: "blocked", kind: "cancel", reason: "other", text: "x".repeat(201), detail: "" }],
  [{ status: "blocked", kind: "cancel", reason: "other", text: "two\nlines", detail: "" }],
  [{ status: "blocked", kind: "cancel", reason: "rate_limited", text: "soon", detail: "" }],
  [{ status: "failed", kind: "cancel", request, reason: "other", text: "x", detail: "" }],
])("%j is no outcome", (outcome) => {
  expect(outcomeSchema.safeParse(outcome).success).toBe(false);
});

test.each(["orders", "positions"])("the %s of a snapshot can be rejected", (part) => {
  for (const reason of ["snapshot_unreadable", "snapshot_stale"]) {
    const rejected = { part, reason, detail: "" };
    expect(rejectedPartSchema.parse(rejected)).toEqual(rejected);
    expect(rejectedPartSchema.safeParse({ ...rejected, ageMs: 1 }).success).toBe(false);
  }
  const other = { part, reason: "port_error", detail: "" };
  expect(rejectedPartSchema.safeParse(other).success).toBe(false);
});

test("a count of one is singular", () => {
  expect(counted(0, "port call")).toBe("0 port calls");
  expect(counted(1, "port call")).toBe("1 port call");
  expect(counted(2, "query", "queries")).toBe("2 queries");
});
