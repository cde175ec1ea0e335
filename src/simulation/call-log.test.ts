import { expect, test } from "vitest";
import type { AuditEvent } from "../domain/audit-event.ts";
import { cancelOrderSchema, type PortCall, type PortReply } from "../domain/port-call.ts";
import { attemptEvent } from "../test-fixtures/audit-events.ts";
import { ownId } from "../test-fixtures/scenarios.ts";
import { CallLog } from "./call-log.ts";

const request = cancelOrderSchema.parse({
  method: "cancelOrder",
  symbol: "BTCUSDT",
  clientOrderId: ownId(),
});
const call = (atMs: number, status: PortReply["status"] | "refused"): PortCall => ({
  request,
  atMs,
  repliedAtMs: atMs,
  run: 0,
  auditEventsBefore: 0,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the status is read
  reply: { status } as PortCall["reply"],
  fault: null,
  malformed: null,
});

test("without a trail the port calls are the prior calls, but those that were refused", () => {
  const calls = [call(1, "accepted"), call(2, "refused"), call(3, "unknown")];
  const log = new CallLog(calls, null);
  const first = log.priorCalls();
  expect(first).toEqual([
    { request, atMs: 1, status: "accepted" },
    { request, atMs: 3, status: "unknown" },
  ]);
  expect(log.priorCalls()).toBe(first);
  calls.push(call(4, "rejected"));
  expect(log.priorCalls()).toEqual([...first, { request, atMs: 4, status: "rejected" }]);
});

test("without a trail the end of a ban is kept", () => {
  const reply = { status: "rejected", code: -1_003, message: "", bannedUntilMs: 9 } as const;
  expect(new CallLog([{ ...call(1, "rejected"), reply }], null).priorCalls()).toEqual([
    { request, atMs: 1, status: "rejected", bannedUntilMs: 9 },
  ]);
});

test("with a trail its events are the prior calls", () => {
  const events: AuditEvent[] = [];
  const log = new CallLog([call(1, "accepted")], events);
  expect(log.priorCalls()).toEqual([]);
  events.push(attemptEvent({ ts_ms: 7 }));
  expect(log.priorCalls()).toMatchObject([{ atMs: 7, status: "unknown" }]);
});

test("the last call is the later one of port and trail, and 0 without any", () => {
  expect(new CallLog([], null).lastCallAtMs()).toBe(0);
  expect(new CallLog([], []).lastCallAtMs()).toBe(0);
  expect(new CallLog([call(1, "accepted"), call(5, "refused")], null).lastCallAtMs()).toBe(5);
  expect(new CallLog([call(5, "accepted")], [attemptEvent({ ts_ms: 7 })]).lastCallAtMs()).toBe(7);
  expect(new CallLog([call(9, "accepted")], [attemptEvent({ ts_ms: 7 })]).lastCallAtMs()).toBe(9);
});
