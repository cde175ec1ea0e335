/**
 * Judges a trail by its own lines. It verifies:
 * - every line fits the schema and has canonical form;
 * - in a run, each attempt is followed by its result before the next attempt;
 * - the totals of a live run equal its attempts and results, and a dry run has no attempts;
 * - a run ends once, and its status, symbols and times agree with its events.
 *
 * It cannot detect a port call without an event in a run whose totals omit it too.
 */
import type {
  AuditEvent,
  ReconcileRunEvent,
  RemediateAttemptEvent,
  RemediateResultEvent,
} from "../domain/audit-event.ts";
import { printableShort } from "../domain/printable-text.ts";
import { readTrailLines } from "./trail-lines.ts";
import type { Verdict } from "../domain/verdict.ts";

/** Lines count from 1. */
type Finding = { readonly line: number; readonly message: string };

export type TrailVerdict = {
  readonly verdict: Verdict;
  readonly lines: number;
  readonly runs: number;
  readonly attempts: number;
  /** Violations of the contract of the trail. */
  readonly broken: readonly Finding[];
  /** Parts without an end, which cannot be judged: torn and partial lines, a run that did not end. */
  readonly unfinished: readonly Finding[];
};

type RunState = {
  lastLine: number;
  readonly attempts: RemediateAttemptEvent[];
  readonly results: RemediateResultEvent[];
  hasEnded: boolean;
};

export function verifyTrail(bytes: Uint8Array): TrailVerdict {
  const { lines, tailBytes } = readTrailLines(bytes);
  const runs = new Map<string, RunState>();
  const broken: Finding[] = [];
  const unfinished: Finding[] = [];
  for (const { line, ...read } of lines) {
    if (read.kind === "torn") unfinished.push({ line, message: read.message });
    else if (read.kind === "broken") broken.push({ line, message: read.message });
    else {
      const messages = follow(read.event, line, runs);
      broken.push(...messages.map((message) => ({ line, message })));
    }
  }
  unfinished.push(...[...runs].flatMap(([runId, run]) => describeUnfinished(runId, run)));
  if (tailBytes > 0) {
    const message = `partial line: ${tailBytes} bytes without a newline`;
    unfinished.push({ line: lines.length + 1, message });
  }
  if (runs.size === 0)
    unfinished.push({ line: 1, message: "no complete event: nothing to verify" });
  const attempts = [...runs.values()].reduce((sum, run) => sum + run.attempts.length, 0);
  const verdict = broken.length > 0 ? "fail" : unfinished.length > 0 ? "inconclusive" : "pass";
  return { verdict, lines: lines.length, runs: runs.size, attempts, broken, unfinished };
}

/** Adds an event to its run, and returns the violations. */
function follow(event: AuditEvent, line: number, runs: Map<string, RunState>): string[] {
  const run = runs.get(event.run_id) ?? { lastLine: 0, attempts: [], results: [], hasEnded: false };
  runs.set(event.run_id, run);
  run.lastLine = line;
  if (run.hasEnded) return [`run ${printableShort(event.run_id)} has already ended`];
  switch (event.event_type) {
    case "REMEDIATE_ATTEMPT":
      return followAttempt(event, run);
    case "REMEDIATE_RESULT":
      return followResult(event, run);
    case "RECONCILE_RUN":
      run.hasEnded = true;
      return compareTotals(event, run);
  }
}

function followAttempt(event: RemediateAttemptEvent, run: RunState): string[] {
  const open = openAttempt(run);
  const due = run.attempts.push(event);
  return [
    ...(open === undefined ? [] : [`attempt ${open.sequence} has no result before this attempt`]),
    ...(event.sequence === due ? [] : [`attempt ${event.sequence} where ${due} is due`]),
  ];
}

function followResult(event: RemediateResultEvent, run: RunState): string[] {
  const open = openAttempt(run);
  run.results.push(event);
  if (open === undefined) return [`result ${event.sequence} without an attempt before it`];
  const differs = (["sequence", "kind", "symbol", "client_order_id", "order_list"] as const).filter(
    (field) => open[field] !== event[field],
  );
  return differs.map((field) => `${field} of the result is not that of attempt ${open.sequence}`);
}

function openAttempt(run: RunState): RemediateAttemptEvent | undefined {
  return run.attempts[run.results.length];
}

function compareTotals(event: ReconcileRunEvent, run: RunState): string[] {
  const { details, mode } = event;
  const problems = [...compareCounts(event, run), ...compareStatus(event, run)];
  if (details.duration_ms !== details.ts_end - details.ts_start) {
    problems.push("duration_ms is not the span from ts_start to ts_end");
  }
  const sorted = [...new Set(event.symbols)].toSorted();
  if (sorted.join() !== event.symbols.join()) problems.push("symbols are not sorted and unique");
  if (mode === "dry_run" && run.attempts.length + run.results.length > 0) {
    problems.push("a dry run with attempts");
  }
  const open = openAttempt(run);
  if (open !== undefined) problems.push(`attempt ${open.sequence} has no result`);
  return problems;
}

function compareCounts(
  { details, mode, mismatch_counts }: ReconcileRunEvent,
  run: RunState,
): string[] {
  const attempted = (kind: string) => run.attempts.filter((event) => event.kind === kind).length;
  const executed = run.results.filter(({ status }) => status === "executed").length;
  const found = Object.values(mismatch_counts).reduce((sum, count) => sum + count, 0);
  const closes = details.flatten_count + details.blocked_count;
  // A close that is split has an outcome for each part, and the event has no count of them. A cancel has one.
  const mayBeSplit = mismatch_counts.POSITION_NONZERO_UNEXPECTED > 0;
  const remediable = details.cancel_count + (mayBeSplit ? 0 : closes);
  const totals: readonly (readonly [keyof ReconcileRunEvent["details"], number])[] =
    mode === "live"
      ? [
          ["cancel_count", attempted("cancel")],
          ["flatten_count", attempted("flatten")],
          ["executed_count", executed],
          ["planned_count", 0],
        ]
      : [
          ["executed_count", 0],
          ["planned_count", details.cancel_count + details.flatten_count],
        ];
  const problems = totals
    .filter(([name, total]) => details[name] !== total)
    .map(([name, total]) => `${name} is ${details[name]}, but the run has ${total}`);
  // Only a position is flattened, and only an order is cancelled or skipped as ended.
  const orders = found - mismatch_counts.POSITION_NONZERO_UNEXPECTED;
  if (remediable + details.skipped_terminal + details.skipped_no_action > found) {
    problems.push(`more outcomes than the ${found} counted mismatches`);
  } else if (details.cancel_count + details.skipped_terminal > orders) {
    problems.push(`more outcomes of orders than the ${orders} counted order mismatches`);
  } else if (details.flatten_count > 0 && !mayBeSplit) {
    problems.push("a flatten without a counted position mismatch");
  }
  return problems;
}

/** The status is the worst result of a live run; without results it is planned or a lesser one. */
function compareStatus({ details, status }: ReconcileRunEvent, run: RunState): string[] {
  const results = new Set(run.results.map((event) => event.status));
  const worst = (["unknown", "failed", "executed"] as const).find((name) => results.has(name));
  const due = worst ?? (details.planned_count > 0 ? "planned" : null);
  if (due !== null) return status === due ? [] : [`status is ${status}, but the run is ${due}`];
  const needsResult = ["unknown", "failed", "executed", "planned"];
  return needsResult.includes(status) ? [`status is ${status}, but nothing in the run is`] : [];
}

function describeUnfinished(runId: string, run: RunState): Finding[] {
  if (run.hasEnded) return [];
  const open = openAttempt(run);
  const message =
    open === undefined
      ? `run ${printableShort(runId)} was interrupted after this line`
      : `run ${printableShort(runId)} was interrupted in attempt ${open.sequence}: whether ` +
        `${open.kind} ${printableShort(`${open.symbol} ${open.client_order_id}`)} took effect is ` +
        "unknown; check the exchange";
  return [{ line: run.lastLine, message }];
}
