/** The figures that the detail of an outcome must name, as decimal numbers, by the reason of the outcome. */
import { Big } from "big.js";
import type { BlockReason } from "../../src/domain/run-report.ts";
import type { RunContext } from "../../src/simulation/observation.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { attemptLimitReason } from "./attempts.ts";
import { isUsable, type ExpectedMismatch } from "./expected-mismatches.ts";

/** What the run adds: the code of the rejected call, the rest of the ban, and the parts sent before of this close. */
export type RunFigures = {
  readonly code: number | null;
  /** 0 or less: there is none. */
  readonly restOfBanMs: number;
  readonly partsBefore: number;
};

export function expectedFigures(
  reason: BlockReason,
  { code, restOfBanMs, partsBefore }: RunFigures,
  mismatch: ExpectedMismatch,
  scenario: Scenario,
  context: RunContext,
): readonly (string | number)[] {
  const { config } = scenario;
  switch (reason) {
    case "port_error":
      return code === null ? [] : [code];
    case "snapshot_stale":
      return ageFigures(scenario, context);
    case "cooldown_not_elapsed":
      return [(context.lastPortCallAtMs ?? 0) + config.cooldownSeconds * 1_000 - context.atMs];
    case "rate_limited":
      // By a clock that was set forward, the ban ends before it starts.
      return restOfBanMs > 0 ? [restOfBanMs] : [];
    case "notional_exceeds_limit":
      return [notionalOf(mismatch), config.maxFlattenNotionalUsdt];
    case "below_minimum":
      return [new Big(mismatch.position?.quantity ?? 0).abs().toFixed()];
    case "max_attempts_reached":
      return attemptLimitReason(mismatch, scenario, context, partsBefore) === reason
        ? [config.maxAttemptsPerIntent, config.attemptWindowSeconds]
        : [config.maxAttemptsPerWindow, config.attemptWindowSeconds];
    case "max_orders_reached":
      return [config.maxOrdersPerAction];
    case "max_symbols_reached":
      return [config.maxSymbolsPerAction];
    default:
      return [];
  }
}

/** Only a stale list of orders blocks a remediation. An age may be rounded, so only its limit is a figure. */
function ageFigures(scenario: Scenario, context: RunContext): number[] {
  const { config } = scenario;
  const { atMs, lastPortCallAtMs, snapshot } = context;
  const { orders, conditionalOrders = orders } = snapshot;
  const { takenAtMs } = isUsable("orders", context, scenario) ? conditionalOrders : orders;
  if (lastPortCallAtMs !== null && takenAtMs <= lastPortCallAtMs) return [];
  return [takenAtMs > atMs ? takenAtMs - atMs : config.snapshotAgeMsMax];
}

function notionalOf({ position }: ExpectedMismatch): string {
  return new Big(position?.quantity ?? 0)
    .times(position?.markPrice ?? 0)
    .abs()
    .toFixed();
}

/** The first figure that no number in the text equals by value, or null. */
export function missingFigure(text: string, figures: readonly (string | number)[]) {
  if (figures.length === 0) return null;
  const numbers: readonly string[] = text.match(/-?\d+(?:\.\d+)?/g) ?? [];
  const isNamed = (figure: string | number) =>
    numbers.includes(String(figure)) || numbers.some((number) => new Big(number).eq(figure));
  return figures.find((figure) => !isNamed(figure)) ?? null;
}
