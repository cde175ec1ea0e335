/** The trail has each call's attempt before it and its result after it, then the run with its totals, and nothing else. */
import type { AuditEvent } from "../src/domain/audit-event.ts";
import type { PortCall } from "../src/domain/port-call.ts";
import type { Scenario } from "../src/domain/scenario.ts";
import { fails, holds, notApplicable, worstOf } from "../src/harness/property.ts";
import type { Case, RunProperty, Verdict } from "../src/harness/property.ts";
import { differences } from "./oracle/differences.ts";
import { runsOf } from "./run-view.ts";
import type { RunView } from "./run-view.ts";

export const auditEqualsEffects: RunProperty = {
  kind: "run",
  name: "audit-equals-effects",
  statement:
    "The trail has each call's attempt before it and its result after it, then the run with its totals, and nothing else.",
  movesMoney: false,
  judge: (observed) => {
    const { scenario, observation } = observed;
    if (!scenario.config.auditEnabled) {
      return judgeSilence(observed);
    }
    const unwritable = isUnwritable(scenario);
    const early = observation.portCalls.find((call) => !isAnnounced(call, observation.audit));
    if (early !== undefined) {
      const expected = `the attempt of ${early.request.clientOrderId} in the trail`;
      return fails("attempt-before-call", {
        run: early.run,
        expected,
        happened: "a call without it",
      });
    }
    if (unwritable) return notApplicable("the trail takes no line");
    for (const view of runsOf(observed)) {
      const verdict = worstOf(
        [judgeRun(view), judgeAttempts(view), judgeTotals(view, scenario)],
        "",
      );
      if (verdict.verdict === "fails") return verdict;
    }
    return observation.runs.some(({ mode }) => mode !== "refused")
      ? holds
      : notApplicable("every run was refused");
  },
};

function judgeSilence({ observation }: Case): Verdict {
  const [event] = observation.audit;
  if (event === undefined) return notApplicable("audit is off");
  return fails("nothing-when-off", { run: null, expected: "no event", happened: event.event_type });
}

function isUnwritable({ steps }: Scenario): boolean {
  return steps.some((step) => step.kind === "audit-behaves" && !step.writable);
}

/** The last line before the call has to be its own attempt. */
function isAnnounced(
  { request, auditEventsBefore }: PortCall,
  audit: readonly AuditEvent[],
): boolean {
  const last = audit[auditEventsBefore - 1];
  return (
    last?.event_type === "REMEDIATE_ATTEMPT" &&
    last.client_order_id === request.clientOrderId &&
    last.symbol === request.symbol &&
    (last.kind === "cancel") === (request.method === "cancelOrder")
  );
}

const statusOfReply = { accepted: "executed", rejected: "failed", unknown: "unknown", refused: "" };

function judgeRun({ run, report, calls, audit }: RunView): Verdict {
  const due = calls.flatMap(({ request, reply }) => [
    `REMEDIATE_ATTEMPT ${request.clientOrderId}`,
    `REMEDIATE_RESULT ${request.clientOrderId} ${statusOfReply[reply.status]}`,
  ]);
  const told = audit.map(describeEvent);
  const wanted = [...due, `RECONCILE_RUN ${report.mode}`];
  if (told.join() !== wanted.join()) {
    return fails("events-equal-calls", {
      run,
      expected: wanted.join("; "),
      happened: told.join("; "),
    });
  }
  const totals = audit.at(-1);
  if (totals?.event_type !== "RECONCILE_RUN") return holds;
  const { details } = totals;
  const remediated = (method: string) =>
    calls.filter(({ request }) => request.method === method).length;
  const planned = report.mode === "dry_run" ? report.counts.planned : 0;
  const figures = [
    [
      "executed_count",
      details.executed_count,
      calls.filter(({ reply }) => reply.status === "accepted").length,
    ],
    ["planned_count", details.planned_count, planned],
    ["blocked_count", details.blocked_count, report.counts.blocked],
    ["skipped_terminal", details.skipped_terminal, report.counts.skippedTerminal],
    ["skipped_no_action", details.skipped_no_action, report.counts.skippedNoAction],
    ...(report.mode === "live"
      ? ([
          ["cancel_count", details.cancel_count, remediated("cancelOrder")],
          ["flatten_count", details.flatten_count, remediated("placeMarketOrder")],
        ] as const)
      : []),
  ] as const;
  const wrong = figures.find(([, said, seen]) => said !== seen);
  if (wrong === undefined) return holds;
  const [name, said, seen] = wrong;
  return fails(`${name}-equals-effects`, { run, expected: `${seen}`, happened: `${said}` });
}

function describeEvent(event: AuditEvent): string {
  switch (event.event_type) {
    case "RECONCILE_RUN":
      return `RECONCILE_RUN ${event.mode}`;
    case "REMEDIATE_ATTEMPT":
      return `REMEDIATE_ATTEMPT ${event.client_order_id}`;
    case "REMEDIATE_RESULT":
      return `REMEDIATE_RESULT ${event.client_order_id} ${event.status}`;
  }
}

/** Each attempt says what was sent, and each result what was answered. */
function judgeAttempts({ run, calls, audit }: RunView): Verdict {
  const attempts = audit.filter((event) => event.event_type === "REMEDIATE_ATTEMPT");
  const results = audit.filter((event) => event.event_type === "REMEDIATE_RESULT");
  for (const [index, { request, reply }] of calls.entries()) {
    const [attempt, result] = [attempts[index], results[index]];
    const isOrder = request.method === "placeMarketOrder";
    const sent = isOrder
      ? [request.side, request.quantity, request.positionSide, request.reduceOnly]
      : [null, null, null, null];
    const due = JSON.stringify([index + 1, ...sent, "code" in reply ? reply.code : null]);
    const told = JSON.stringify([
      attempt?.sequence,
      attempt?.side,
      attempt?.quantity,
      attempt?.position_side,
      attempt?.reduce_only,
      result?.error_code,
    ]);
    if (due !== told)
      return fails("lines-say-what-was-sent", { run, expected: due, happened: told });
  }
  return holds;
}

/** The run's line says what was found, by the oracle, and what the report says. */
function judgeTotals({ run, report, situation, audit }: RunView, scenario: Scenario): Verdict {
  const line = audit.at(-1);
  if (line?.event_type !== "RECONCILE_RUN") return holds;
  const found = differences(scenario, situation);
  const counts = Object.keys(line.mismatch_counts).map((type) => [
    type,
    found.filter((difference) => difference.type === type).length,
  ]);
  const symbols = [...new Set(found.map(({ symbol }) => symbol))].toSorted();
  const { action } = scenario.config;
  const { status, blockReason, startedAtMs, endedAtMs } = report;
  const due = [counts, symbols, action, status, blockReason, startedAtMs, endedAtMs];
  const { ts_start, ts_end } = line.details;
  const counted = Object.entries(line.mismatch_counts);
  const told = [
    counted,
    line.symbols,
    line.action,
    line.status,
    line.block_reason,
    ts_start,
    ts_end,
  ];
  const [expected, happened] = [JSON.stringify(due), JSON.stringify(told)];
  return expected === happened
    ? holds
    : fails("the-run-says-what-was-found", { run, expected, happened });
}
