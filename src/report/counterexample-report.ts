/** A counterexample for a person: what targetError, the minimalSize scenario, what actual, how to replay it. */
import { printable } from "../domain/printable-text.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Counterexample } from "../fuzz/counterexample.ts";
import type { FailureView } from "../fuzz/failure-view.ts";
import { renderTimeline } from "./timeline.ts";

export function renderCounterexample(
  counterexample: Counterexample,
  /** Null where the target is not at hand to be run once more. */
  shown: FailureView | null,
  command: string,
): string {
  const { property, statement, check, violation, scenario, irrelevantFields, provenance } =
    counterexample;
  const where = violation.run === null ? "" : ` in run ${violation.run}`;
  const lines = [
    `FALSIFIED  ${property} / ${check}`,
    `  ${statement}`,
    "",
    `  expected${where}: ${violation.expected}`,
    `  happened${where}: ${violation.actual}`,
    "",
    "The minimalSize scenario:",
    ...renderScenario(scenario),
    "",
    ...(shown === null
      ? []
      : [
          shown.isFollowUp
            ? "What actual, in the sequence that the property makes of it:"
            : "What actual:",
          ...renderTimeline(shown, violation.run),
          "",
        ]),
    irrelevantFields.length === 0
      ? "Every part that was tried matters."
      : `What does not matter: ${irrelevantFields.join("; ")}.`,
    `Found in ${provenance.case} of seed ${provenance.seed}, after ${provenance.shrinks} shrinkCandidates.`,
    "",
    `Replay it: ${command}`,
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function renderScenario({ gates, config, expected, exchange }: Scenario): string[] {
  const env = Object.entries(gates.env).map(([name, value]) => `${name}='${value}'`);
  const confirm = gates.confirm === null ? "no --confirm" : `--confirm '${gates.confirm}'`;
  return [
    `  gates     ${[confirm, ...env].join(" ")}`,
    `  config    action ${config.action}, whitelist [${config.symbolWhitelist.join(", ")}]` +
      `${config.requireWhitelist ? " required" : ""}, cooldown ${config.cooldownSeconds} s, ` +
      `at most ${config.maxOrdersPerAction} orders, ${config.maxSymbolsPerAction} symbols, ` +
      `${config.maxFlattenNotionalUsdt} USDT, audit ${config.auditEnabled ? "on" : "off"}`,
    `  attempts  at most ${config.maxAttemptsPerIntent} at one thing and ${config.maxAttemptsPerWindow} at all ` +
      `in ${config.attemptWindowSeconds} s`,
    ...(exchange.positionMode === "hedge" ? ["  exchange  hedge mode"] : []),
    ...expected.orders.map(
      (o) => `  believed  order ${o.clientOrderId} ${o.symbol} ${o.status} ${o.side} ${o.quantity}`,
    ),
    ...expected.positions.map(
      (p) => `  believed  position ${p.symbol} ${p.positionSide} ${p.quantity}`,
    ),
    ...exchange.orders.map(
      (o) =>
        `  exchange  order ${o.clientOrderId} ${o.symbol} ${o.status} ${o.side} ${o.quantity}` +
        (o.reduceOnly ? " reduce-only" : ""),
    ),
    ...exchange.positions.map(
      (p) => `  exchange  position ${p.symbol} ${p.positionSide} ${p.quantity}`,
    ),
    ...Object.entries(exchange.prices).map(([symbol, price]) => `  price     ${symbol} ${price}`),
  ];
}
