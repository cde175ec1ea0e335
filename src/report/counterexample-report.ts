/** A counterexample for a person: the violation, the shrunk scenario, its runs, its origin. */
import { describeGates } from "../domain/gate.ts";
import type {
  ExpectedConditionalOrder,
  ObservedConditionalOrder,
} from "../domain/conditional-order.ts";
import type { ExpectedOrder, ObservedOrder } from "../domain/order.ts";
import { describeFilters } from "../domain/filters.ts";
import { counted } from "../domain/counted.ts";
import { printable } from "../domain/printable-text.ts";
import type { Violation } from "../../properties/property.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Counterexample } from "../fuzz/counterexample.ts";
import type { FailedCheck } from "../fuzz/fingerprint.ts";
import type { FailureView, ShownAccount } from "../fuzz/failure-view.ts";
import { plain, type Style } from "./style.ts";
import { describePosition, renderTimeline } from "./timeline.ts";

export function renderCounterexample(
  counterexample: Counterexample,
  /** Null where the target cannot run again, and for a flaky failure: another run shows something else. */
  view: FailureView | null,
  style: Style = plain,
): string {
  const { property, check, variant, violation, scenario, flaky, provenance } = counterexample;
  const lines = [
    ...renderFailure(counterexample),
    "",
    ...(flaky === undefined
      ? [
          provenance.shrinkCut === undefined
            ? "The shrunk scenario:"
            : "The smallest scenario until then:",
        ]
      : [
          "Flaky: the same scenario did not fail again. The port calls of the case that failed:",
          ...(flaky.portCalls.length === 0 ? ["none"] : flaky.portCalls).map((call) => `  ${call}`),
          "",
          "Its scenario:",
        ]),
    ...renderScenario(scenario),
    "",
    ...(view === null ? [] : renderView(view, scenario, violation.run)),
    ...(flaky === undefined ? describeIrrelevant(counterexample) : []),
    `Found in ${provenance.case} of seed ${provenance.seed}, after ` +
      `${[counted(provenance.shrinks, "shrink"), ...describeShrinkCut(provenance)].join("; ")}.`,
  ].map(printable);
  return `${[titleOf({ property, check, variant }, style), ...lines].join("\n")}\n`;
}

/** A failure with its whole scenario. */
export function renderExample(
  failed: FailedCheck & Pick<Counterexample, "statement">,
  scenario: Scenario,
  view: FailureView,
  style: Style = plain,
): string {
  const lines = [
    ...renderFailure(failed),
    "",
    "The scenario:",
    ...renderScenario(scenario),
    "",
    ...renderView(view, scenario, failed.violation.run),
  ].map(printable);
  return `${[titleOf(failed, style), ...lines].join("\n").trimEnd()}\n`;
}

/** The failure of a scenario that a person wrote, and who therefore knows it. */
export function renderFailedCheck(
  failed: FailedCheck & Pick<Counterexample, "statement">,
  scenario: Scenario,
  /** Null for a flaky failure. */
  view: FailureView | null,
  style: Style = plain,
): string {
  const lines = [
    ...renderFailure(failed),
    "",
    ...(view === null ? [] : renderView(view, scenario, failed.violation.run)),
  ].map(printable);
  return `${[titleOf(failed, style), ...lines].join("\n")}\n`;
}

function titleOf(
  { property, check, variant }: Pick<Counterexample, "property" | "check" | "variant">,
  style: Style,
): string {
  const name = `${property} / ${check}${(variant ?? "") === "" ? "" : ` (${variant})`}`;
  return `${style("bold", style("red", "FAIL"))}  ${printable(name)}`;
}

function renderFailure({
  statement,
  violation,
}: Pick<Counterexample, "statement" | "violation">): string[] {
  return [`  ${statement}`, "", ...renderViolation(violation)];
}

export function renderViolation({ run, expected, actual }: Violation): string[] {
  const where = run === null ? "" : ` in run ${run}`;
  return [
    `  expected${where}: ${expected}`,
    // The end of a standard error has several lines.
    ...`  actual${where}:   ${actual}`
      .split("\n")
      .map((line, at) => (at > 0 ? `    ${line}` : line)),
  ];
}

function renderView(
  { observed, followUp, accounts = [] }: FailureView,
  scenario: Scenario,
  failedRun: number | null,
): string[] {
  return [
    ...accounts.flatMap((account) => renderAccount(account, scenario, failedRun)),
    ...(observed === null ? [] : ["Step by step:", ...renderTimeline(observed, failedRun), ""]),
    ...(followUp === null
      ? []
      : [
          ...renderDifferences(scenario, followUp.scenario),
          "The follow-up, step by step:",
          ...renderTimeline(followUp, failedRun),
          "",
        ]),
  ];
}

/** The account with the other one in its process, and alone where that differs. Only there a run is marked. */
function renderAccount(
  { name, alone, inProcess }: ShownAccount,
  scenario: Scenario,
  failedRun: number | null,
): string[] {
  const isSame = String(renderTimeline(alone, null)) === String(renderTimeline(inProcess, null));
  return [
    ...(expectsNothing(inProcess.scenario) && !expectsNothing(scenario)
      ? [`The ${name} account expects nothing.`, ""]
      : []),
    `The ${name} account in the process of both, step by step:`,
    ...renderTimeline(inProcess, isSame ? null : failedRun),
    "",
    ...(isSame
      ? []
      : [
          `The ${name} account alone in a process, step by step:`,
          ...renderTimeline(alone, failedRun),
          "",
        ]),
  ];
}

function expectsNothing({ expected }: Scenario): boolean {
  const { orders, positions, conditionalOrders = [] } = expected;
  return orders.length + positions.length + conditionalOrders.length === 0;
}

/** What the follow-up starts with, where that differs. */
function renderDifferences(scenario: Scenario, followUp: Scenario): string[] {
  const before = renderScenario(scenario);
  const changed = renderScenario(followUp).filter((line, at) => line !== before[at]);
  return changed.length === 0 ? [] : ["The follow-up starts with:", ...changed, ""];
}

/** Where the shrinking was cut, no field may have been varied. */
function describeIrrelevant({ irrelevantFields, provenance }: Counterexample): string[] {
  if (irrelevantFields.length > 0) {
    return [`It also fails with other values of: ${irrelevantFields.join("; ")}.`];
  }
  return provenance.shrinkCut === undefined ? ["Every field that was varied is relevant."] : [];
}

const shrinkCuts = {
  time: "the time limit (--max-time)",
  interrupted: "a signal",
  bail: "--bail",
  "time-outs": "time-outs of the target",
} as const;

/** Such as `shrinking was cut by a signal`; nothing where it was not. */
export function describeShrinkCut({ shrinkCut }: Counterexample["provenance"]): string[] {
  return shrinkCut === undefined ? [] : [`shrinking was cut by ${shrinkCuts[shrinkCut]}`];
}

function renderScenario({ startsAtMs, gates, config, expected, exchange }: Scenario): string[] {
  return [
    `  gates     ${describeGates(gates)}`,
    `  config    action ${config.action}, whitelist [${config.symbolWhitelist.join(", ")}]` +
      `${config.requireWhitelist ? " required" : ""}, cooldown ${config.cooldownSeconds} s, ` +
      `at most ${counted(config.maxOrdersPerAction, "order")}, ` +
      `${counted(config.maxSymbolsPerAction, "symbol")}, ` +
      `${config.maxFlattenNotionalUsdt} USDT, audit ${config.auditEnabled ? "on" : "off"}`,
    `  attempts  at most ${config.maxAttemptsPerIntent} per intent and ` +
      `${config.maxAttemptsPerWindow} in ${config.attemptWindowSeconds} s`,
    ...(exchange.positionMode === "hedge" ? ["  exchange  hedge mode"] : []),
    ...(exchange.listsOnlyOpenOrders === true ? ["  exchange  lists only open orders"] : []),
    ...expected.orders.map(
      (order) =>
        `  expected  ${describeOrder(order)}` +
        describeAge(startsAtMs - order.createdAtMs, "created"),
    ),
    ...expected.positions.map((position) => `  expected  position ${describePosition(position)}`),
    ...(expected.conditionalOrders ?? []).map(
      (order) => `  expected  conditional ${describeOrder(order)}`,
    ),
    ...exchange.orders.map(
      (order) =>
        `  exchange  ${describeOrder(order)}${order.reduceOnly ? " reduce-only" : ""}` +
        describeAge(startsAtMs - order.updatedAtMs, "changed"),
    ),
    ...exchange.positions.map((position) => `  exchange  position ${describePosition(position)}`),
    ...(exchange.conditionalOrders ?? []).map(
      (order) => `  exchange  conditional ${describeOrder(order)}`,
    ),
    ...Object.entries(exchange.prices).map(([symbol, price]) => `  price     ${symbol} ${price}`),
    ...Object.entries(exchange.filters ?? {}).map(
      ([symbol, filters]) => `  filters   ${[symbol, ...describeFilters(filters)].join(" ")}`,
    ),
  ];
}

const hourMs = 3_600_000;

/** Shrinking makes an order as new as it can, so an old one is old for a reason. */
function describeAge(ageMs: number, change: "changed" | "created"): string {
  return ageMs < hourMs ? "" : `, ${change} ${ageMs} ms before the start`;
}

type AnyOrder = ExpectedOrder | ObservedOrder | ExpectedConditionalOrder | ObservedConditionalOrder;

function describeOrder(order: AnyOrder): string {
  const { clientOrderId, symbol, status, side, quantity } = order;
  return `order ${clientOrderId} ${symbol} ${status} ${side} ${quantity ?? "the whole position"}`;
}
