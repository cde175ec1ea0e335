/** Moves the times of a scenario to those of the machine, at which a bot on the wire lives, and back. */
import type { ExpectedState } from "../../domain/expected-state.ts";
import type { PortReply, PriorCall } from "../../domain/port-call.ts";
import { shiftDates } from "../../wire/shift-dates.ts";
import type { ReconcileRequest } from "../target-run.ts";

export function shiftReply<Reply extends PortReply>(reply: Reply, byMs: number): Reply {
  return "bannedUntilMs" in reply && reply.bannedUntilMs !== undefined
    ? { ...reply, bannedUntilMs: reply.bannedUntilMs + byMs }
    : reply;
}

/** The file that a bot on the wire reads: its own state, and the configuration of the run. */
export function inputFileOf(request: ReconcileRequest, byMs: number) {
  const { config, expected, filters, lastPortCallAtMs, priorCalls } = request;
  return {
    config,
    expected: shiftExpected(expected, byMs),
    ...(filters !== undefined && { filters }),
    lastPortCallAtMs: lastPortCallAtMs === null ? null : lastPortCallAtMs + byMs,
    priorCalls: priorCalls.map((call) => shiftCall(call, byMs)),
  };
}

function shiftExpected(expected: ExpectedState, byMs: number): ExpectedState {
  const { orders, positions, conditionalOrders } = expected;
  const shifted = { orders: shiftDates(orders, byMs), positions };
  return conditionalOrders === undefined
    ? shifted
    : { ...shifted, conditionalOrders: shiftDates(conditionalOrders, byMs) };
}

function shiftCall(call: PriorCall, byMs: number): PriorCall {
  const { bannedUntilMs, atMs } = call;
  return {
    ...call,
    atMs: atMs + byMs,
    ...(bannedUntilMs !== undefined && { bannedUntilMs: bannedUntilMs + byMs }),
  };
}
