/** The events of a trail as runs with their port calls. */
import { PriorCalls } from "../audit/prior-calls.ts";
import type {
  AuditEvent,
  ReconcileRunEvent,
  RemediateAttemptEvent,
  RemediateResultEvent,
} from "../domain/audit-event.ts";
import type { PortCall, PortReply, PriorCall } from "../domain/port-call.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import { readRequest } from "../exchange/read-request.ts";
import type { Setting } from "./records.ts";

export type RecordedRun = {
  readonly runId: string;
  /** The place of its first event in the trail. */
  readonly place: number;
  /** By the clock of the bot. Of a run without its own event that of its first event. */
  readonly startedAtMs: number;
  /** Null: the run has no event of its own, because it crashed or its event was rejected. */
  readonly end: ReconcileRunEvent | null;
  /** What the operator had set; an empty object where nothing is known. */
  readonly setting: Setting;
  /** Those of runs before it. */
  readonly priorCalls: readonly PriorCall[];
  /** Whether no other run called the port while it ran, as far as times show. */
  readonly ranAlone: boolean;
};

export type RecordedRuns = {
  readonly runs: readonly RecordedRun[];
  /** Of the attempts in the trail. */
  readonly calls: readonly PortCall[];
};

type Group = {
  readonly runId: string;
  readonly events: AuditEvent[];
  /** The places of its first and last event in the trail. */
  readonly first: number;
  last: number;
};

/** A run id that is used again after the end of its run names another run. */
function groupsOf(events: readonly AuditEvent[]): Group[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const [at, event] of events.entries()) {
    const { run_id: runId, event_type } = event;
    const group = open.get(runId) ?? { runId, events: [], first: at, last: at };
    if (!open.has(runId)) groups.push(group);
    open.set(runId, group);
    group.events.push(event);
    group.last = at;
    if (event_type === "RECONCILE_RUN") open.delete(runId);
  }
  return groups;
}

export function recordedRuns(
  events: readonly AuditEvent[],
  settings: readonly Setting[],
): RecordedRuns {
  const places = new Map(events.map((event, at) => [event, at]));
  const isJoined = attemptSearch(events, places);
  const settingOf = settingReader(settings);
  const prior = new PriorCalls();
  const before: AuditEvent[] = [];
  const runs: RecordedRun[] = [];
  const calls: PortCall[] = [];
  for (const { runId, events: own, first, last } of groupsOf(events)) {
    const end = own.find((event) => event.event_type === "RECONCILE_RUN") ?? null;
    const startedAtMs = end?.details.ts_start ?? own[0]?.ts_ms ?? 0;
    for (const attempt of own) {
      if (attempt.event_type !== "REMEDIATE_ATTEMPT") continue;
      const place = places.get(attempt) ?? 0;
      calls.push(callOf(attempt, resultOf(attempt, own), runs.length, place));
    }
    while (before.length < first) before.push(...events.slice(before.length, before.length + 1));
    runs.push({
      runId,
      place: first,
      startedAtMs,
      end,
      setting: settingOf(runId, startedAtMs),
      priorCalls: prior.readOn(before),
      ranAlone: !isJoined(own, startedAtMs, last),
    });
  }
  const inOrder = calls.toSorted((one, other) => one.auditEventsBefore - other.auditEventsBefore);
  return { runs, calls: inOrder };
}

/** Whether an attempt of another run comes before the place `last`, and not before the time of the start. */
function attemptSearch(events: readonly AuditEvent[], places: ReadonlyMap<AuditEvent, number>) {
  // With the latest time up to each one: a clock that is set back does not end the search too early.
  const attempts: { event: AuditEvent; place: number; latestMs: number }[] = [];
  for (const event of events) {
    if (event.event_type !== "REMEDIATE_ATTEMPT") continue;
    const latestMs = Math.max(event.ts_ms, attempts.at(-1)?.latestMs ?? 0);
    attempts.push({ event, place: places.get(event) ?? 0, latestMs });
  }
  return (own: readonly AuditEvent[], startedAtMs: number, last: number): boolean => {
    for (let at = countBefore(attempts, last) - 1; at >= 0; at -= 1) {
      const attempt = attempts[at];
      if (attempt === undefined || attempt.latestMs < startedAtMs) return false;
      if (attempt.event.ts_ms >= startedAtMs && !own.includes(attempt.event)) return true;
    }
    return false;
  };
}

/** By halving: they are in the order of their places. */
function countBefore(items: readonly { readonly place: number }[], place: number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.place ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A setting holds until the next one starts, also where the clock of the bot is set back. */
function settingReader(settings: readonly Setting[]) {
  let at = 0;
  return (runId: string, startedAtMs: number): Setting => {
    const next = settings.findIndex(({ fromRunId }) => fromRunId === runId);
    if (next > at) at = next;
    for (let later = settings[at + 1]; later !== undefined; later = settings[at + 1]) {
      const { fromRunId, fromMs } = later;
      if (fromRunId !== undefined || fromMs === undefined || fromMs > startedAtMs) break;
      at += 1;
    }
    return settings[at] ?? {};
  };
}

function resultOf(attempt: RemediateAttemptEvent, own: readonly AuditEvent[]) {
  return own.find(
    (event): event is RemediateResultEvent =>
      event.event_type === "REMEDIATE_RESULT" && event.sequence === attempt.sequence,
  );
}

const methodOf = {
  cancel: "cancelOrder",
  conditional: "cancelConditionalOrder",
  flatten: "placeMarketOrder",
} as const;

/** The request as the trail has it, also where its form is wrong. */
function callOf(
  attempt: RemediateAttemptEvent,
  result: RemediateResultEvent | undefined,
  run: number,
  place: number,
): PortCall {
  const { symbol, client_order_id: clientOrderId, side, quantity } = attempt;
  const { position_side: positionSide, reduce_only: reduceOnly } = attempt;
  const isFlatten = attempt.kind === "flatten";
  const method = methodOf[attempt.order_list ?? attempt.kind];
  const shared = { symbol, clientOrderId };
  const params = isFlatten ? { ...shared, side, quantity, positionSide, reduceOnly } : shared;
  const { request, malformed } = readRequest(method, params, hasSymbolForm);
  return {
    request,
    atMs: attempt.ts_ms,
    repliedAtMs: result?.ts_ms ?? attempt.ts_ms,
    run,
    auditEventsBefore: place + 1,
    reply: replyOf(result),
    fault: null,
    malformed,
  };
}

export function hasSymbolForm(symbol: string): boolean {
  return tradingSymbolSchema.safeParse(symbol).success;
}

function replyOf(result: RemediateResultEvent | undefined): PortReply {
  if (result === undefined) return { status: "unknown", code: null, message: "" };
  const { status, error_code: code, error_message, banned_until_ms: bannedUntilMs } = result;
  const message = error_message ?? "";
  if (status === "executed") return { status: "accepted" };
  if (status === "unknown") return { status, code, message };
  const rejected = { status: "rejected", code: code ?? 0, message } as const;
  return bannedUntilMs === undefined ? rejected : { ...rejected, bannedUntilMs };
}
