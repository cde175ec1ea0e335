/** One run of a timeline: its results, port calls, queries and, for an audit property, audit events. */
import type { AuditEvent } from "../domain/audit-event.ts";
import { counted } from "../domain/counted.ts";
import {
  describePortReply,
  describePortRequest,
  type PortCall,
  type PortEffect,
} from "../domain/port-call.ts";
import type { MismatchResult, ObservedRun } from "../domain/run-report.ts";
import { namesOfLists, type SnapshotPart } from "../domain/snapshot.ts";
import { describeRecordedRequest, type RecordedRequest } from "../domain/wire-request.ts";
import type { Observation, RunContext } from "../simulation/observation.ts";
import type { TimelineCall, TimelineRun } from "./timeline-schema.ts";

/** What the timeline of a case shows of its runs. */
export type Shown = {
  readonly isAboutTrail: boolean;
  /** Each part of a close that is split has the same mismatch. */
  readonly showsQuantity: boolean;
  readonly startsAtMs: number;
};

/** `run` is an index from 0. */
export function timelineRun(run: number, observation: Observation, shown: Shown): TimelineRun {
  const { runs, runContexts, effects, orderQueries, requests, targetError } = observation;
  const [report, context] = [runs[run], runContexts[run]];
  const own = observation.portCalls.filter((call) => call.run === run);
  const calls = own.slice(0, linesMax).map((call) => timelineCall(call, shown));
  const none = { observed: null, results: [], queries: [], audit: [], error: [] };
  const afterMs = context === undefined ? null : context.atMs - shown.startsAtMs;
  const reached = {
    run: run + 1,
    afterMs,
    calls: context === undefined ? [] : calls,
    moreCalls: context === undefined ? 0 : own.length - calls.length,
    requests: firstOf(
      requests.filter((request) => request.run === run),
      describeRequest,
      "request",
    ),
    effects: firstOf(
      effects.filter((effect) => effect.run === run && effect.lateInStep === null),
      describeEffect,
      "effect",
    ),
  };
  if (context === undefined) {
    return { ...reached, ...none, mode: "not-started", title: "not started" };
  }
  if (report === undefined) {
    const error = (targetError?.message ?? "").split("\n");
    return { ...reached, ...none, mode: "no-report", title: "no report", error };
  }
  return {
    ...reached,
    ...none,
    mode: report.mode,
    title: `${describeMode(report)}${describePassed(context.atMs - shown.startsAtMs)}`,
    observed: describeSnapshot(context) + describeRejected(report),
    results: ("results" in report ? report.results : []).map((result) =>
      describeResult(result, shown.showsQuantity),
    ),
    queries: firstOf(
      orderQueries.filter((query) => query.run === run),
      ({ symbol, clientOrderId, status, isMisled }) =>
        `QUERY ${symbol} ${clientOrderId}: ${status}${isMisled ? ", by a fault" : ""}`,
      "query",
    ),
    audit: shown.isAboutTrail ? describeAudit(report, observation.auditEvents) : [],
  };
}

function timelineCall(call: PortCall, { startsAtMs }: Shown): TimelineCall {
  const { request, reply, atMs, repliedAtMs, fault } = call;
  return {
    request: describePortRequest(request),
    reply: describePortReply(call),
    status: reply.status,
    afterMs: atMs - startsAtMs,
    tookMs: repliedAtMs - atMs,
    ...(fault !== null && fault !== "accept" && { fault }),
  };
}

function describeRequest(request: RecordedRequest): string {
  const { status, reply } = request;
  const answer = status === 0 ? "no reply" : `${status}${reply === "broken" ? ", broken" : ""}`;
  return `${describeRecordedRequest(request)}: ${answer}`;
}

function describeEffect({ request, position }: PortEffect): string {
  if (position === null || request.method !== "placeMarketOrder") {
    return `${describePortRequest(request)}: applied`;
  }
  return `${request.side} ${request.quantity} ${request.symbol}: position ${position.before} to ${position.after}`;
}

/** By the clock of the bot, which a step may set back. */
function describePassed(ms: number): string {
  if (ms === 0) return "";
  return ms < 0 ? `, ${-ms} ms before the start` : `, after ${ms} ms`;
}

function describeMode(report: ObservedRun): string {
  if (report.mode === "crashed") return "the process crashed";
  if (report.mode !== "refused") return report.mode;
  return `refused, closed: ${report.gateFailures.map(({ source }) => source).join(", ")}`;
}

function describeSnapshot({ snapshot }: RunContext): string {
  const { orders, positions, conditionalOrders } = snapshot;
  const conditional =
    conditionalOrders === undefined
      ? ""
      : `, ${describePart(conditionalOrders, "conditional orders")}`;
  return `observed ${describePart(orders, "orders")}, ${describePart(positions, "positions")}${conditional}`;
}

function describeRejected(report: ObservedRun): string {
  const parts = "rejectedParts" in report ? report.rejectedParts : [];
  const texts = parts.map(({ part, reason }) => `${namesOfLists[part]} ${reason}`);
  return texts.length === 0 ? "" : `; rejected: ${texts.join(", ")}`;
}

function describePart(
  part: SnapshotPart<unknown>,
  name: "orders" | "positions" | "conditional orders",
): string {
  if (part.status === "failed") return `no ${name}: ${part.error}`;
  return counted(part.items.length, name.slice(0, -1));
}

function describeResult({ mismatch, outcome }: MismatchResult, showsQuantity: boolean): string {
  const name = "clientOrderId" in mismatch ? nameOfOrder(mismatch) : mismatch.positionSide;
  const reason = "reason" in outcome ? `, ${outcome.reason}` : "";
  const text = "text" in outcome && outcome.text !== undefined ? ` (${outcome.text})` : "";
  const request = "request" in outcome && showsQuantity ? outcome.request : null;
  const quantity = request?.method === "placeMarketOrder" ? ` ${request.quantity}` : "";
  return `${mismatch.type} ${mismatch.symbol} ${name}: ${outcome.status}${quantity}${reason}${text}`;
}

function nameOfOrder(
  mismatch: Extract<MismatchResult["mismatch"], { readonly clientOrderId: string }>,
): string {
  const { clientOrderId, orderList } = mismatch;
  return orderList === undefined ? clientOrderId : `${orderList} ${clientOrderId}`;
}

function describeAudit(report: ObservedRun, events: readonly AuditEvent[]): string[] {
  if (report.mode === "refused") return [];
  const own = events.filter(({ run_id }) => run_id === report.runId);
  return own.length === 0 ? ["AUDIT no event"] : firstOf(own, describeEvent, "audit event");
}

function describeEvent(event: AuditEvent): string {
  if (event.event_type === "RECONCILE_RUN") return `AUDIT ${event.event_type} ${event.status}`;
  const end = event.event_type === "REMEDIATE_RESULT" ? `: ${event.status}` : "";
  const kind = event.order_list === undefined ? event.kind : `${event.kind} ${event.order_list}`;
  return `AUDIT ${event.event_type} ${event.sequence} ${kind} ${event.symbol} ${event.client_order_id}${end}`;
}

/** A target in an endless loop makes a thousand of them. */
const linesMax = 20;

export function firstOf<Item>(
  items: readonly Item[],
  describe: (item: Item) => string,
  noun: string,
): string[] {
  const lines = items.slice(0, linesMax).map(describe);
  const others = items.length - lines.length;
  return others === 0 ? lines : [...lines, `and ${counted(others, `more ${noun}`)}`];
}
