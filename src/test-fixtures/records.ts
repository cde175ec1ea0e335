/** What an operator would have of a simulated sequence: a trail, settings, a log at the edge of the bot, exports. */
import { canonicalJson } from "../audit/canonical-json.ts";
import { redact } from "../audit/redact.ts";
import type { PortCall } from "../domain/port-call.ts";
import { endedMarketOrder } from "../exchange/market-order.ts";
import { parseAllOrders, parseUserTrades } from "../exchange/binance/exports.ts";
import { parseJsonDocument } from "../input/json-document.ts";
import { parseLog, readTrail } from "../records/read-records.ts";
import { settingsSchema, type Records } from "../records/records.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Observation } from "../simulation/observation.ts";
import { writeJson } from "../wire/reply.ts";
import { orderRow, tradeRow } from "../wire/rows.ts";

/** The texts of the files. */
export type RecordTexts = Readonly<Record<"trail" | "settings" | "log", string>> & {
  readonly orders: string | null;
  readonly trades: string | null;
};

export function textsOf(scenario: Scenario, observation: Observation): RecordTexts {
  return {
    trail: observation.auditEvents.map((event) => `${canonicalJson(redact(event))}\n`).join(""),
    settings: JSON.stringify(settingsOf(scenario, observation)),
    log: linesOf(observation)
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(""),
    ...exportsOf(observation),
  };
}

/** As `observe` reads the files. Null for a trail without an event. */
export function recordsOf(texts: RecordTexts): Records | null {
  if (texts.trail === "") return null;
  const trail = readTrail(Buffer.from(texts.trail), "trail");
  const log = parseLog(Buffer.from(texts.log), "log");
  const { orders, trades } = texts;
  return {
    events: trail.events,
    unread: [...trail.unread, ...log.unread],
    torn: trail.torn,
    copies: 0,
    settings: settingsSchema.parse(JSON.parse(texts.settings)),
    log: log.lines,
    orders: orders === null ? null : parseAllOrders(parseJsonDocument(orders, "orders")),
    trades: trades === null ? null : parseUserTrades(parseJsonDocument(trades, "trades")),
  };
}

/** A setting starts with the first run that has an id. */
function settingsOf({ exchange }: Scenario, observation: Observation): object[] {
  const settings: object[] = [];
  let last: Observation["runContexts"][number] | null = null;
  for (const [at, context] of observation.runContexts.entries()) {
    const fromRunId = runIdOf(at, observation);
    if (fromRunId === null) continue;
    if (last?.gates === context.gates && last.config === context.config) continue;
    last = context;
    const { gates, config } = context;
    settings.push({ fromRunId, gates, config, filters: exchange.filters ?? {} });
  }
  return settings;
}

/** A run of a target that broke has no report, and its events have its id. */
function runIdOf(at: number, { runs, auditEvents }: Observation): string | null {
  const report = runs[at];
  if (report !== undefined) return report.mode === "refused" ? null : report.runId;
  const known = runs.map((run) => (run.mode === "refused" ? null : run.runId));
  return auditEvents.find(({ run_id }) => !known.includes(run_id))?.run_id ?? null;
}

function linesOf(observation: Observation): object[] {
  const { runContexts, portCalls, targetError } = observation;
  const lines: object[] = callsAfter(0, observation);
  for (let at = 0; at < runContexts.length; at += 1) {
    // Two instances at once: each may call the port between the lines of the other one.
    const together = runContexts[at]?.overlap?.otherRun === at + 1 ? [at, at + 1] : [at];
    lines.push(...together.flatMap((run) => startOf(run, observation)));
    lines.push(...portCalls.filter(({ run }) => together.includes(run)).map(lineOf));
    lines.push(...together.flatMap((run) => answerOf(run, observation)));
    at += together.length - 1;
    lines.push(...callsAfter(at + 1, observation));
  }
  if (targetError === null) return lines;
  const { kind, message } = targetError;
  const runId = runIdOf(observation.runs.length, observation);
  return [...lines, { kind: "answer", runId, error: { kind, message } }];
}

function startOf(at: number, observation: Observation): object[] {
  const { atMs, expected, snapshot, overlap } = observation.runContexts[at] ?? {};
  const runId = runIdOf(at, observation);
  const hasRead = overlap === undefined || overlap.callsBeforeSnapshot !== null;
  return runId !== null && hasRead ? [{ kind: "run", runId, atMs, expected, snapshot }] : [];
}

function answerOf(at: number, observation: Observation): object[] {
  const report = observation.runs[at];
  if (report === undefined || !("results" in report)) return [];
  const { runId, results } = report;
  return [{ kind: "answer", runId, results }];
}

/** Not sent: a call without a permit. */
function lineOf({ request, atMs, repliedAtMs, reply, malformed }: PortCall): object {
  const { method, ...params } = request;
  const sent = malformed === null ? params : { ...params, [malformed.parameter]: malformed.value };
  const answer = reply.status === "refused" ? null : reply;
  return { kind: "call", atMs, repliedAtMs, method, params: sent, reply: answer };
}

/** The simulation has no time of them: they come right after their run, or before the next one. */
function callsAfter(runs: number, { callsOutsideRuns, runContexts }: Observation): object[] {
  return callsOutsideRuns
    .filter(({ afterRuns, when }) => afterRuns === runs && when !== "not-served")
    .map(({ method, detail }) => {
      const atMs = runContexts[Math.max(0, runs - 1)]?.atMs ?? 0;
      return { kind: "call", atMs, method, params: paramsOf(detail), reply: null };
    });
}

/** The text may be cut. */
function paramsOf(detail: string): unknown {
  try {
    return JSON.parse(detail);
  } catch {
    return { detail };
  }
}

/** Null where the states were not recorded. The market orders are those of the effects. */
function exportsOf({ states, effects }: Observation): Pick<RecordTexts, "orders" | "trades"> {
  const last = states.at(-1);
  if (last === undefined) return { orders: null, trades: null };
  const ended = effects.flatMap(({ request, position, atMs }, at) =>
    request.method === "placeMarketOrder" ? [endedMarketOrder(request, position, atMs, at)] : [],
  );
  const orders = [...last.exchange.orders, ...ended];
  const filled = orders.filter(({ filledQuantity }) => /[1-9]/.test(filledQuantity));
  return {
    orders: writeJson(orders.map((order) => orderRow(order, null))),
    trades: writeJson(filled.map((order) => tradeRow(order, null))),
  };
}
