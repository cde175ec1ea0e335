/** What actual in a scenario, a line a step: what the services did, and what the target answered. */
import type { GateInputs } from "../domain/gate.ts";
import type { AuditEvent } from "../domain/audit-event.ts";
import type {
  ExecutedStep,
  Observation,
  RunContext,
  StateSnapshot,
} from "../simulation/observation.ts";
import { signOf } from "../domain/decimal.ts";
import { isLive } from "../domain/order.ts";
import type { Position } from "../domain/position.ts";
import type { PortCall, PortRequest } from "../domain/port-call.ts";
import type { MismatchResult, ObservedRun } from "../domain/run-report.ts";
import type { SnapshotPart } from "../domain/snapshot.ts";
import type { SnapshotPartStep, Step } from "../scenario/step.ts";
import type { PortFault } from "../domain/port-fault.ts";
import type { FailureView } from "../fuzz/failure-view.ts";

/** Marks the run that broke the check, where one did. */
export function renderTimeline(
  { scenario, observation, isAboutTrail }: FailureView,
  brokenRun: number | null,
): string[] {
  const { steps, startsAtMs } = scenario;
  const { runs, runContexts, portCalls, trace, states, audit, targetError } = observation;
  let run = -1;
  const actual = new Map(trace.map((happening) => [happening.place, happening]));
  let lastState = "";
  const stateAfter = (place: number): string[] => {
    const state = describeState(states[place]);
    if (state === "" || state === lastState) return [];
    lastState = state;
    return [`      ${state}`];
  };
  const lines = steps.map((written, place) => {
    const step = actual.get(place)?.step ?? written;
    if (step.kind !== "reconcile") {
      const told = describeStep(step, startsAtMs);
      return [
        `  ${told}${actual.has(place) ? "" : ": nothing happens"}`,
        ...describeArrivals(observation, actual.get(place)),
      ];
    }
    run += 1;
    const [report, situation] = [runs[run], runContexts[run]];
    const calls = portCalls.filter((call) => call.run === run);
    const mark = run === brokenRun ? "▶ " : "  ";
    if (situation === undefined) return [`  run ${run}: did not happen`];
    if (report === undefined) {
      const told = [...calls.map(describeCall), ...(targetError ?? "").split("\n")];
      return [`${mark}run ${run}: no answer`, ...told.map((line) => `      ${line}`)];
    }
    const passedMs = situation.atMs - startsAtMs;
    const when = passedMs === 0 ? "" : `, after ${passedMs} ms`;
    return [
      `${mark}run ${run}: ${describeMode(report)}${when}`,
      ...describeRun(report, situation, calls),
      ...(isAboutTrail ? describeTrail(report, audit) : []),
    ];
  });
  return lines.flatMap((told, place) => [...told, ...stateAfter(place)]);
}

/** ExpectedState beside exchange; what has ended there is of no interest any more. */
function describeState(state: StateSnapshot | undefined): string {
  if (state === undefined) return "";
  const believed = [
    ...state.expected.orders.map(({ clientOrderId, status }) => `${clientOrderId} ${status}`),
    ...state.expected.positions.map(describePosition),
  ];
  const held = [
    ...state.exchange.orders
      .filter(({ status }) => isLive(status))
      .map(
        ({ clientOrderId, status, filledQuantity, quantity }) =>
          `${clientOrderId} ${status} ${filledQuantity}/${quantity}`,
      ),
    ...state.exchange.positions
      .filter(({ quantity }) => signOf(quantity) !== 0)
      .map(describePosition),
  ];
  return `believed: ${believed.join(", ") || "nothing"} | held: ${held.join(", ") || "nothing"}`;
}

function describePosition({ symbol, positionSide, quantity }: Position): string {
  return `${symbol} ${positionSide} ${quantity}`;
}

/** Requests that were on their way and got there while the clock moved on. */
function describeArrivals(
  { effects, runContexts }: Observation,
  during: ExecutedStep | undefined,
): string[] {
  if (during?.step.kind !== "advance-clock") return [];
  const { atMs, step } = during;
  return effects.flatMap(({ request, atMs: arrivedAtMs, run }) =>
    arrivedAtMs > atMs && arrivedAtMs <= atMs + step.ms && runContexts[run]?.atMs !== arrivedAtMs
      ? [`      what run ${run} sent arrives: ${describeRequest(request)}`]
      : [],
  );
}

function describeStep(step: Exclude<Step, { kind: "reconcile" }>, startsAtMs: number): string {
  switch (step.kind) {
    case "snapshot": {
      const [orders, positions] = [describePartStep(step.orders), describePartStep(step.positions)];
      return `snapshot: orders ${orders}, positions ${positions}`;
    }
    case "advance-clock":
      return `the clock moves on by ${step.ms} ms`;
    case "set-port-faults":
      return `the port will answer: ${step.faults.map(describeBehaviour).join("; ") || "by its rules"}`;
    case "set-audit-fault":
      if (step.writable) return "the trail becomes writable";
      return `the trail takes ${step.afterEvents} more lines and then none`;
    default:
      return describeHistoryStep(step, startsAtMs);
  }
}

function describePartStep(part: SnapshotPartStep): string {
  if (part.kind === "old") return `${part.ageMs} ms old`;
  return part.kind === "future" ? `${part.skewMs} ms in the future` : part.kind;
}

function describeBehaviour(fault: PortFault): string {
  switch (fault.kind) {
    case "accept":
      return "by its rules";
    case "reject":
      return `reject ${fault.code}`;
    case "timeout":
      return fault.applied ? "time out, applied" : "time out, not applied";
    case "disconnect":
      return fault.applied ? "break, applied" : "break, not applied";
    case "delayed":
      return `time out, applied after ${fault.afterMs} ms`;
  }
}

/** A step that only a sequence has. */
function describeHistoryStep(
  step: Exclude<
    Step,
    { kind: "reconcile" | "snapshot" | "advance-clock" | "set-port-faults" | "set-audit-fault" }
  >,
  startsAtMs: number,
): string {
  switch (step.kind) {
    case "place-order": {
      const { side, quantity, symbol, clientOrderId } = step.order;
      const lost = step.lost === "nothing" ? "" : `; the ${step.lost} is lost`;
      return `the bot places ${clientOrderId}, ${side} ${quantity} ${symbol}${lost}`;
    }
    case "fill-order":
      return `the exchange fills ${step.quantity ?? "the rest"} of ${describeName(step)}`;
    case "cancel-by-exchange":
      return `the exchange cancels ${describeName(step)}`;
    case "add-order":
      return `an order ${step.order.clientOrderId} on ${step.order.symbol} appears, ${step.order.status}`;
    case "set-position": {
      const { symbol, positionSide, quantity } = step.position;
      return `the position ${symbol} ${positionSide} becomes ${quantity}`;
    }
    case "order-update":
      return `news of ${step.clientOrderId}: ${step.status} ${describeTime(step.updatedAtMs - startsAtMs)}`;
    case "deliver-update":
      return `news of change ${step.update}`;
    case "crash": {
      const how = step.applied ? "with" : "before";
      return `the process will die ${how} its interaction ${step.afterInteractions + 1} with the services`;
    }
    case "restart":
      return `the bot starts again; what it believed is ${step.expectedState}`;
    case "set-gates":
      return `the operator: ${describeGates(step.gates)}`;
  }
}

function describeTime(afterMs: number): string {
  return afterMs < 0 ? `${-afterMs} ms before the start` : `after ${afterMs} ms`;
}

function describeName({ clientOrderId }: { clientOrderId: string | number }): string {
  return typeof clientOrderId === "string" ? clientOrderId : `order ${clientOrderId}`;
}

function describeGates({ confirm, env }: GateInputs): string {
  const set = Object.entries(env).map(([name, value]) => `${name}='${value}'`);
  return [confirm === null ? "no --confirm" : `--confirm '${confirm}'`, ...set].join(" ");
}

function describeMode(report: ObservedRun): string {
  if (report.mode === "crashed") return "the process dies in it";
  if (report.mode !== "refused") return report.mode;
  return `refused, closed: ${report.gateFailures.map(({ source }) => source).join(", ")}`;
}

function describeRun(
  report: ObservedRun,
  { snapshot }: RunContext,
  calls: readonly PortCall[],
): string[] {
  const shown = `shown ${describePart(snapshot.orders, "orders")}, ${describePart(snapshot.positions, "positions")}`;
  const results =
    report.mode === "refused" || report.mode === "crashed"
      ? []
      : report.results.map(describeResult);
  return [shown, ...results, ...calls.map(describeCall)].map((line) => `      ${line}`);
}

function describePart(part: SnapshotPart<unknown>, name: "orders" | "positions"): string {
  if (part.status === "failed") return `no ${name}: ${part.error}`;
  const { length } = part.items;
  return `${length} ${length === 1 ? name.slice(0, -1) : name}`;
}

function describeResult({ mismatch, outcome }: MismatchResult): string {
  const name = "clientOrderId" in mismatch ? mismatch.clientOrderId : mismatch.positionSide;
  const reason = "reason" in outcome ? `, ${outcome.reason}` : "";
  return `${mismatch.type} ${mismatch.symbol} ${name}: ${outcome.status}${reason}`;
}

function describeRequest(request: PortRequest): string {
  return request.method === "cancelOrder"
    ? `cancelOrder ${request.symbol} ${request.clientOrderId}`
    : `placeMarketOrder ${request.side} ${request.quantity} ${request.symbol}, ` +
        `position side ${request.positionSide ?? "not sent"}, reduceOnly ${request.reduceOnly ?? "not sent"}`;
}

function describeCall({ request, reply }: PortCall): string {
  const code = "code" in reply && reply.code !== null ? ` ${reply.code}` : "";
  return `PORT ${describeRequest(request)}: ${reply.status}${code}`;
}

function describeTrail(report: ObservedRun, audit: readonly AuditEvent[]): string[] {
  if (report.mode === "refused") return [];
  const lines = audit.filter(({ run_id }) => run_id === report.runId);
  return lines.length === 0
    ? ["      TRAIL no line"]
    : lines.map((line) => `      TRAIL ${describeLine(line)}`);
}

function describeLine(line: AuditEvent): string {
  if (line.event_type === "RECONCILE_RUN") return `${line.event_type} ${line.status}`;
  const end = line.event_type === "REMEDIATE_RESULT" ? `: ${line.status}` : "";
  return `${line.event_type} ${line.sequence} ${line.kind} ${line.symbol} ${line.client_order_id}${end}`;
}
