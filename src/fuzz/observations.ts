/**
 * Cases as observations, in the JSON lines that Hypothesis writes and Tyche reads: one for each case and property.
 * Source: Hypothesis, "Observability tools", the report of a test case.
 */
import { counted } from "../domain/counted.ts";
import { describeGates } from "../domain/gate.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Property, Verdict } from "../../properties/property.ts";
import { plannedCases, type CasePlan } from "./batch.ts";
import type { JudgedCase } from "./judge-case.ts";
import { labelsOf } from "./coverage.ts";

/** Which cases are written, and what all of their lines have. */
export type ObservationPlan = {
  /** Every so many cases. A failure is written in any case. */
  readonly every: number;
  /** When the campaign started, in seconds since 1970; the lines of one campaign have the same. */
  readonly runStart: number;
  readonly seed: number;
};

const statuses = {
  pass: "passed",
  fail: "failed",
  discarded: "gave_up",
  errored: "gave_up",
} as const satisfies Partial<Record<Verdict["kind"], string>>;

const representationMax = 400;

/** The lines of one batch. Without a plan there are none, and nothing is measured. */
export class ObservationLines {
  readonly lines: string[] = [];
  readonly #plan: ObservationPlan | null;
  readonly #properties: readonly Property[];
  #startedAtMs = 0;

  constructor(plan: ObservationPlan | null, properties: readonly Property[]) {
    this.#plan = plan;
    this.#properties = properties;
  }

  /** Before a case runs. */
  start(): void {
    if (this.#plan !== null) this.#startedAtMs = performance.now();
  }

  /** `number` is that of the case in its phase, from 1. */
  add(judged: JudgedCase, name: string, phase: string, number: number): void {
    if (this.#plan === null) return;
    const isSampled = number % this.#plan.every === 0;
    const seconds = (performance.now() - this.#startedAtMs) / 1_000;
    const about = { name, phase, isSampled, seconds };
    this.lines.push(...describeObservations(judged, this.#properties, this.#plan, about));
  }
}

/** None for a verdict that was skipped. */
function describeObservations(
  { observed, verdicts, targetError }: JudgedCase,
  properties: readonly Property[],
  { runStart, seed }: ObservationPlan,
  { name, phase, isSampled, seconds }: ObservedCase,
): string[] {
  const { scenario, observation } = observed;
  const { config, exchange, expected, steps } = scenario;
  const shared = {
    type: "test_case",
    run_start: runStart,
    representation: representationOf(name, scenario),
    arguments: {
      case: name,
      action: config.action,
      steps: steps.map(({ kind }) => kind).join(" "),
    },
    how_generated: `in the phase ${phase} of seed ${seed}`,
    features: {
      orders: exchange.orders.length,
      positions: exchange.positions.length,
      expected_orders: expected.orders.length,
      steps: steps.length,
      runs: observation.runs.length,
      port_calls: observation.portCalls.length,
      ...Object.fromEntries(
        [...labelsOf(observed, observation.runs)].map((label) => [label, true]),
      ),
    },
    coverage: null,
    timing: { "execute:test": seconds },
  };
  return verdicts.flatMap((verdict, at) => {
    const property = properties[at];
    if (property === undefined || verdict.kind === "skipped") return [];
    if (!isSampled && verdict.kind !== "fail") return [];
    const { severity } = property;
    const selected = isSampled ? "sample" : "failure";
    return [
      JSON.stringify({
        ...shared,
        property: property.name,
        status: statuses[verdict.kind],
        status_reason: reasonOf(verdict, targetError?.message ?? ""),
        metadata: { severity, selected, ...(verdict.kind === "fail" && { check: verdict.check }) },
      }),
    ];
  });
}

/** `replay` and the seed give the whole scenario. */
function representationOf(name: string, { gates, config, exchange, steps }: Scenario): string {
  const { orders, positions } = exchange;
  const state = `${counted(orders.length, "order")}, ${counted(positions.length, "position")}`;
  const kinds = steps.map(({ kind }) => kind).join(", ");
  const text = `${name}: ${describeGates(gates)}; action ${config.action}; ${state}; ${kinds}`;
  return text.slice(0, representationMax);
}

/** So many lines a campaign has, and those of its failures. */
const linesMax = 20_000;

/** The sample is by the number of a case in its phase, so it does not depend on what the cases show. */
export function planObservations(
  plan: CasePlan,
  properties: number,
  runStart: number,
): ObservationPlan {
  const cases = Object.values(plannedCases(plan)).reduce((sum, count) => sum + count, 0);
  let every = Math.ceil((cases * properties) / linesMax);
  // Properties that compare runs judge every 4th, 20th, 30th or 100th case: the sample must meet those cases too.
  while (every > 1 && [2, 3, 5].some((prime) => every % prime === 0)) every += 1;
  return { every, runStart, seed: plan.seed };
}

type ObservedCase = {
  readonly name: string;
  readonly phase: string;
  /** The number of the case chose it. */
  readonly isSampled: boolean;
  readonly seconds: number;
};

function reasonOf(verdict: Verdict, targetError: string): string {
  if (verdict.kind === "discarded") return verdict.reason;
  if (verdict.kind === "errored") return targetError;
  if (verdict.kind !== "fail") return "";
  const { expected, actual } = verdict.violation;
  return `${verdict.check}: expected ${expected}; actual ${actual}`;
}
