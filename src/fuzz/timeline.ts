/** Makes the timeline of a case: its steps with their runs, and the state after each. Text and page show it. */
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import { signOf } from "../domain/decimal.ts";
import { isLive } from "../domain/order.ts";
import { describePortRequest } from "../domain/port-call.ts";
import type { Position } from "../domain/position.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { describeStep, runsOf, type Step, type StepKind } from "../scenario/step.ts";
import type { ExecutedStep, Observation, StateSnapshot } from "../simulation/observation.ts";
import type { FailureView, ShownAccount, ShownCase } from "./failure-view.ts";
import { describeScenario, textOfLine } from "./scenario-lines.ts";
import { innerStepsOf } from "./timeline-inner.ts";
import { describeOnWire } from "./timeline-wire.ts";
import { firstOf, timelineRun, type Shown } from "./timeline-run.ts";
import type { FailureTimelines, Lane, State, StateItem, Timeline } from "./timeline-schema.ts";
import type { TimelinePanel, TimelineStep } from "./timeline-schema.ts";

const laneOf: Readonly<Record<StepKind, Lane>> = {
  snapshot: "bot",
  reconcile: "bot",
  "advance-clock": "exchange",
  "set-port-faults": "wire",
  "set-audit-fault": "operator",
  "place-order": "bot",
  "fill-order": "exchange",
  "cancel-by-exchange": "exchange",
  "add-order": "exchange",
  "set-position": "exchange",
  "order-update": "wire",
  "deliver-update": "wire",
  crash: "bot",
  restart: "bot",
  "set-gates": "operator",
  "set-config": "operator",
  "set-price": "exchange",
  "set-position-mode": "exchange",
  "set-clock": "operator",
  "place-conditional-order": "bot",
  "trigger-order": "exchange",
  "reconcile-overlapping": "bot",
};

const onWire = (text: string) => ({ lane: "wire", text }) as const;

export function timelineOf({ scenario, observation, isAboutTrail }: ShownCase): Timeline {
  const { steps, startsAtMs, exchange } = scenario;
  const { trace, states } = observation;
  const executed = new Map(
    trace.flatMap((entry) => (entry.inner === undefined ? [[entry.place, entry] as const] : [])),
  );
  const shown: Shown = { isAboutTrail, showsQuantity: exchange.filters !== undefined, startsAtMs };
  let run = -1;
  let last = "";
  const shownSteps = steps.map((written, place): TimelineStep => {
    const runs = Array.from({ length: runsOf(written) }, (_, at) => run + 1 + at);
    run += runs.length;
    const own = runs.map((one) => timelineRun(one, observation, shown));
    const head = headOf(written, executed.get(place), startsAtMs, own.length > 0);
    const after = states[place];
    const state = after === undefined ? undefined : stateOf(after);
    const text = JSON.stringify(state);
    const isChange = state !== undefined && text !== last;
    if (isChange) last = text;
    return {
      lane: laneOf[written.kind],
      kind: written.kind,
      ...head,
      ...(own[0] !== undefined && { afterMs: own[0].afterMs }),
      runs: own,
      turns: runs.length > 1 ? turnsOf(runs, observation) : [],
      inner: [
        ...runs.flatMap((one) => describeOnWire(written, one, observation)).map(onWire),
        ...innerStepsOf(written, place, observation, startsAtMs).map((inner) => {
          return { lane: laneOf[inner.kind], text: inner.text };
        }),
      ],
      late: lateEffects(place, observation),
      ...(isChange && { state }),
    };
  });
  return { start: stateOf(startOf(scenario)), steps: shownSteps };
}

function headOf(
  written: Step,
  executed: ExecutedStep | undefined,
  startsAtMs: number,
  hasRuns: boolean,
): Pick<TimelineStep, "text" | "afterMs"> {
  if (hasRuns) return { text: describeStep(written, startsAtMs), afterMs: null };
  if (executed === undefined) {
    return { text: `${describeStep(written, startsAtMs)}: nothing to act on`, afterMs: null };
  }
  return { text: describeStep(executed.step, startsAtMs), afterMs: executed.atMs - startsAtMs };
}

function startOf({ expected, exchange }: Scenario): StateSnapshot {
  const { orders, conditionalOrders = [], prices } = exchange;
  const positions = exchange.positions.map((position) => {
    return { ...position, markPrice: prices[position.symbol] ?? null };
  });
  return { expected, exchange: { orders, positions, conditionalOrders } };
}

function stateOf({ expected, exchange }: StateSnapshot): State {
  return {
    expected: [
      ...expected.orders.map(({ clientOrderId, status }) => orderItem(clientOrderId, status)),
      ...expected.positions.map(positionItem),
      ...(expected.conditionalOrders ?? []).map(conditionalItem),
    ],
    exchange: [
      ...exchange.orders
        .filter(({ status }) => isLive(status))
        .map((order) => {
          const { clientOrderId, status, filledQuantity, quantity } = order;
          return orderItem(clientOrderId, `${status} ${filledQuantity}/${quantity}`);
        }),
      ...exchange.positions.filter(({ quantity }) => signOf(quantity) !== 0).map(positionItem),
      ...exchange.conditionalOrders.filter(({ status }) => isLive(status)).map(conditionalItem),
    ],
  };
}

const orderItem = (name: string, value: string): StateItem => ({ kind: "order", name, value });

function positionItem({ symbol, positionSide, quantity }: Position): StateItem {
  return { kind: "position", name: `${symbol} ${positionSide}`, value: quantity };
}

type Conditional = Pick<ObservedConditionalOrder, "clientOrderId" | "status">;

function conditionalItem({ clientOrderId, status }: Conditional): StateItem {
  return { kind: "conditional", name: clientOrderId, value: status };
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
function turnsOf(runs: readonly number[], { interactions }: Observation): string[] {
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
function lateEffects(place: number, { effects }: Observation): string[] {
  return effects
    .filter(({ lateInStep }) => lateInStep === place)
    .map(
      ({ run, request }) =>
        `the request of run ${run + 1} takes effect: ${describePortRequest(request)}`,
    );
}

/** What one more run showed. `failedRun` counts from 1. */
export function timelinesOf(
  { observed, followUp, accounts = [] }: FailureView,
  scenario: Scenario,
  failedRun: number | null,
): FailureTimelines {
  const panels: TimelinePanel[] = accounts.flatMap((one) => panelsOf(one, scenario, failedRun));
  if (observed !== null) {
    panels.push({ title: "Step by step", failedRun, timeline: timelineOf(observed) });
  }
  if (followUp === null) return { panels, followUpStartsWith: [] };
  const title = "The follow-up, step by step";
  panels.push({ title, failedRun, timeline: timelineOf(followUp) });
  const before = describeScenario(scenario).map((line) => line.subject + textOfLine(line));
  const followUpStartsWith = describeScenario(followUp.scenario)
    .filter((line, at) => line.subject + textOfLine(line) !== before[at])
    .map((line) => ({ subject: line.subject, text: textOfLine(line) }));
  return { panels, followUpStartsWith };
}

/** The account with the other one in its process, and alone where that differs. Only there a run is marked. */
function panelsOf(
  { name, alone, inProcess }: ShownAccount,
  scenario: Scenario,
  failedRun: number | null,
): TimelinePanel[] {
  const [timeline, own] = [timelineOf(inProcess), timelineOf(alone)];
  const isSame = JSON.stringify(own) === JSON.stringify(timeline);
  const note =
    expectsNothing(inProcess.scenario) && !expectsNothing(scenario)
      ? `The ${name} account expects nothing.`
      : undefined;
  const together: TimelinePanel = {
    title: `The ${name} account in the process of both, step by step`,
    ...(note !== undefined && { note }),
    failedRun: isSame ? null : failedRun,
    timeline,
  };
  if (isSame) return [together];
  const title = `The ${name} account alone in a process, step by step`;
  return [together, { title, failedRun, timeline: own }];
}

function expectsNothing({ expected }: Scenario): boolean {
  const { orders, positions, conditionalOrders = [] } = expected;
  return orders.length + positions.length + conditionalOrders.length === 0;
}
