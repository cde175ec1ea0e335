/** The timeline of a scenario: one line for each step, and under each run its results and port calls. */
import type { AuditEvent } from "../domain/audit-event.ts";
import { counted } from "../domain/counted.ts";
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import { signOf } from "../domain/decimal.ts";
import { isLive } from "../domain/order.ts";
import { describePortCall, describePortRequest } from "../domain/port-call.ts";
import type { Position } from "../domain/position.ts";
import type { MismatchResult, ObservedRun } from "../domain/run-report.ts";
import type { SnapshotPart } from "../domain/snapshot.ts";
import type { ShownCase } from "../fuzz/failure-view.ts";
import { describeStep, runsOf, type Step } from "../scenario/step.ts";
import { describeInnerSteps } from "./inner-steps.ts";
import { describeOnWire } from "./wire-lines.ts";
import type { ExecutedStep, Observation, StateSnapshot } from "../simulation/observation.ts";

/** Marks `failedRun`, the run that failed the check; it counts from 1, and null marks none. */
export function renderTimeline(
  { scenario, observation, isAboutTrail }: ShownCase,
  failedRun: number | null,
): string[] {
  const { steps, startsAtMs, exchange } = scenario;
  // Each part of a close that is split has the same mismatch.
  const showsQuantity = exchange.filters !== undefined;
  const { trace, states } = observation;
  const executed = new Map(
    trace.flatMap((entry) => (entry.inner === undefined ? [[entry.place, entry] as const] : [])),
  );
  let run = -1;
  let lastState = "";
  return steps.flatMap((written, place) => {
    const runs = Array.from({ length: runsOf(written) }, (_, at) => run + 1 + at);
    run += runs.length;
    const shown = { isAboutTrail, showsQuantity };
    const lines = runs.flatMap((one) => describeRun(one, observation, startsAtMs, shown));
    if (runs.length === 0)
      lines.push(...describeSimulated(executed.get(place), written, startsAtMs));
    if (runs.length > 1) {
      lines.unshift(describeStep(written, startsAtMs), ...describeTurns(runs, observation));
    }
    const inner = describeInnerSteps(written, place, observation, startsAtMs);
    const onWire = runs.flatMap((one) => describeOnWire(written, one, observation));
    const late = [...onWire, ...inner, ...describeLateEffects(place, observation)];
    const mark = runs.some((one) => one + 1 === failedRun) ? "▶ " : "  ";
    const state = describeState(states[place]);
    const isChange = state !== "" && state !== lastState;
    if (isChange) lastState = state;
    const [first = "", ...details] = [...lines, ...late, ...(isChange ? [state] : [])];
    return [`${mark}${first}`, ...details.map((line) => `      ${line}`)];
  });
}

/** Orders that have ended at the exchange are left out. */
function describeState(state: StateSnapshot | undefined): string {
  if (state === undefined) return "";
  const { expected, exchange } = state;
  const inExpectedState = [
    ...expected.orders.map(({ clientOrderId, status }) => `${clientOrderId} ${status}`),
    ...expected.positions.map(describePosition),
    ...(expected.conditionalOrders ?? []).map(describeConditional),
  ];
  const atExchange = [
    ...exchange.orders
      .filter(({ status }) => isLive(status))
      .map((o) => `${o.clientOrderId} ${o.status} ${o.filledQuantity}/${o.quantity}`),
    ...exchange.positions.filter(({ quantity }) => signOf(quantity) !== 0).map(describePosition),
    ...exchange.conditionalOrders.filter(({ status }) => isLive(status)).map(describeConditional),
  ];
  return `expected: ${list(inExpectedState)} | exchange: ${list(atExchange)}`;
}

function describeConditional({
  clientOrderId,
  status,
}: Pick<ObservedConditionalOrder, "clientOrderId" | "status">): string {
  return `conditional ${clientOrderId} ${status}`;
}

const list = (items: readonly string[]): string => items.join(", ") || "nothing";

export function describePosition({ symbol, positionSide, quantity }: Position): string {
  return `${symbol} ${positionSide} ${quantity}`;
}

function describeSimulated(
  executed: ExecutedStep | undefined,
  written: Step,
  startsAtMs: number,
): string[] {
  if (executed === undefined) return [`${describeStep(written, startsAtMs)}: nothing to act on`];
  return [describeStep(executed.step, startsAtMs)];
}

const wordsOf = {
  start: "starts",
  lease: "takes the lease",
  "no-lease": "does not get the lease",
  "lease-end": "ends the lease",
  snapshot: "reads a snapshot",
  "audit-event": "writes an event",
  request: "sends a request",
  reply: "gets a reply",
} as const;

/** What two runs did in turn, a line for each turn. */
function describeTurns(runs: readonly number[], { interactions }: Observation): string[] {
  const lines: { readonly run: number; text: string }[] = [];
  for (const { run, kind } of interactions) {
    if (!runs.includes(run)) continue;
    const last = lines.at(-1);
    if (last?.run === run) last.text += `, ${wordsOf[kind]}`;
    else lines.push({ run, text: `run ${run + 1} ${wordsOf[kind]}` });
  }
  const texts = lines.map(({ text }) => text);
  return firstOf(texts, (text) => text, "turn");
}

/** The delayed requests that took effect while the clock moved in a step or in a run. */
function describeLateEffects(place: number, { effects }: Observation): string[] {
  return effects
    .filter(({ lateInStep }) => lateInStep === place)
    .map(
      ({ run, request }) =>
        `the request of run ${run + 1} takes effect: ${describePortRequest(request)}`,
    );
}

type Shown = { readonly isAboutTrail: boolean; readonly showsQuantity: boolean };

/** `run` is an index from 0. The head of the run, then its results, port calls and, for an audit property, audit events. */
function describeRun(
  run: number,
  observation: Observation,
  startsAtMs: number,
  { isAboutTrail, showsQuantity }: Shown,
): string[] {
  const { runs, runContexts, portCalls, auditEvents, targetError } = observation;
  const [report, context] = [runs[run], runContexts[run]];
  const calls = firstOf(
    portCalls.filter((call) => call.run === run),
    (call) => `PORT ${describePortCall(call)}`,
    "port call",
  );
  const asked = firstOf(
    observation.orderQueries.filter((query) => query.run === run),
    ({ symbol, clientOrderId, status, isMisled }) =>
      `QUERY ${symbol} ${clientOrderId}: ${status}${isMisled ? ", by a fault" : ""}`,
    "query",
  );
  if (context === undefined) return [`run ${run + 1}: not started`];
  if (report === undefined)
    return [`run ${run + 1}: no report`, ...calls, ...(targetError?.message ?? "").split("\n")];
  const { orders, positions, conditionalOrders } = context.snapshot;
  const conditional =
    conditionalOrders === undefined
      ? ""
      : `, ${describePart(conditionalOrders, "conditional orders")}`;
  const passedMs = context.atMs - startsAtMs;
  return [
    `run ${run + 1}: ${describeMode(report)}${describePassed(passedMs)}`,
    `observed ${describePart(orders, "orders")}, ${describePart(positions, "positions")}${conditional}`,
    ...("results" in report
      ? report.results.map((result) => describeResult(result, showsQuantity))
      : []),
    ...calls,
    ...asked,
    ...(isAboutTrail ? describeAudit(report, auditEvents) : []),
  ];
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

/** A target in an endless loop makes a thousand of them. */
const linesMax = 20;

function firstOf<Item>(
  items: readonly Item[],
  describe: (item: Item) => string,
  noun: string,
): string[] {
  const lines = items.slice(0, linesMax).map(describe);
  const others = items.length - lines.length;
  return others === 0 ? lines : [...lines, `and ${counted(others, `more ${noun}`)}`];
}

function describeEvent(event: AuditEvent): string {
  if (event.event_type === "RECONCILE_RUN") return `AUDIT ${event.event_type} ${event.status}`;
  const end = event.event_type === "REMEDIATE_RESULT" ? `: ${event.status}` : "";
  const kind = event.order_list === undefined ? event.kind : `${event.kind} ${event.order_list}`;
  return `AUDIT ${event.event_type} ${event.sequence} ${kind} ${event.symbol} ${event.client_order_id}${end}`;
}
