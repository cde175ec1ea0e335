/** Records as the case that properties judge. What the records do not show is left out, and no property reads it. */
import { configSchema } from "../domain/config.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import type { GateInputs } from "../domain/gate.ts";
import type { PortCall, PortEffect } from "../domain/port-call.ts";
import { noOutcomes, type CompletedRun, type ObservedRun } from "../domain/run-report.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { Case } from "../../properties/property.ts";
import type { Observation, ObservedTargetError, RunContext } from "../simulation/observation.ts";
import { canonicalReport } from "../simulation/canonical-form.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { scenarioSchema } from "../scenario/scenario.ts";
import { effectsOfExports } from "./effects-of-exports.ts";
import { readLog, type RunOfLog } from "./log-of-bot.ts";
import { recordedRuns, type RecordedRun } from "./recorded-runs.ts";
import type { Records, Setting } from "./records.ts";

/** A run of the trail, with what the log has of it. */
export type KnownRun = RecordedRun & RunOfLog;

export const kindsOfCases = ["byCalls", "byReads", "byAnswers"] as const;

/**
 * - `byCalls`: every run, for what needs no more than the port calls and the settings.
 * - `byReads`: only the runs of which it is known what they read; the others are as if they were refused.
 * - `byAnswers`: only those whose answer is known too.
 */
export type ByEvidence<Value> = Readonly<Record<(typeof kindsOfCases)[number], Value>>;

export type ObservedRecords = ByEvidence<Observation> & {
  readonly runs: readonly KnownRun[];
  readonly spans: readonly Span[];
  /** With which runs ended that the trail does not have, or that have no id. */
  readonly otherErrors: readonly ObservedTargetError[];
  /** The calls of the log that are beyond the time of the trail, and its runs that the trail does not have. */
  readonly beyond: number;
  readonly unknownRuns: number;
  /** The attempts of the trail that the log does not have. */
  readonly missingCalls: number;
  /** Calls of the log that are at another time than their attempt: perhaps their clock is another one. */
  readonly callsAtOtherTimes: number;
};

/** The runs with one configuration and one set of filters. They need not follow one another. */
type Span = {
  /** What only one run decides is known of these runs alone. */
  readonly cases: ByEvidence<Case>;
  /** Their indexes, from 0. */
  readonly runs: ReadonlySet<number>;
};

/** A part that is not known is no reason for a failure: it is as new as can be. */
const notKnown = { status: "failed", takenAtMs: Number.MAX_SAFE_INTEGER, error: "" } as const;
const noSnapshot: Snapshot = { orders: notKnown, positions: notKnown, conditionalOrders: notKnown };
const noGates: GateInputs = { confirm: null, env: {} };
const defaults = configSchema.parse({});

export function observedRecords(records: Records): ObservedRecords {
  const { runs: recorded, calls: attempts } = recordedRuns(records.events, records.settings);
  const log = records.log === null ? null : readLog(records.log, attempts, recorded);
  const runs = recorded.map((run, at): KnownRun => ({ ...run, ...(log?.runs[at] ?? nothing) }));
  const calls = log?.calls ?? attempts;
  const observation = {
    runs: runs.map(reportOf),
    runContexts: runs.map(contextOf),
    portCalls: calls,
    orderQueries: [],
    requests: [],
    streamEvents: [],
    callsOutsideRuns: log?.outside ?? [],
    effects: effectsOfExports(runs, calls, records),
    trace: [],
    interactions: [],
    states: [],
    auditEvents: records.events,
    ownTrail: null,
    rejectedAuditEvents: [],
    reported: new Set(["mode"] as const),
    targetError: null,
  };
  const among = (isKnown: (run: KnownRun) => boolean) =>
    runs.map((run) => (isKnown(run) ? reportOf(run) : skippedRun));
  const reported = new Set(["mode", "results"] as const);
  const readable = { ...observation, runs: among(isReadable) };
  const answered = { ...observation, runs: among(isAnswered), reported };
  const observations = { byCalls: observation, byReads: readable, byAnswers: answered };
  return {
    ...observations,
    runs,
    spans: spansOf(runs, observations),
    otherErrors: log?.otherErrors ?? [],
    beyond: log?.beyond ?? 0,
    unknownRuns: log?.unknownRuns ?? 0,
    missingCalls: log?.missingCalls ?? 0,
    callsAtOtherTimes: log?.callsAtOtherTimes ?? 0,
  };
}

/** The same records as if the run with the error had been the last one. */
export function endedBy(
  targetError: ObservedTargetError,
  at: number,
  observation: Observation,
): Observation {
  const { runs, runContexts } = observation;
  return {
    ...observation,
    runs: runs.slice(0, at),
    runContexts: runContexts.slice(0, at + 1),
    targetError,
  };
}

/** Each run as the only one. */
export function runByRun(observation: Observation): readonly Observation[] {
  const found = observation.runs.map((run, at) => ({
    ...observation,
    runs: [run],
    runContexts: observation.runContexts.slice(at, at + 1),
    portCalls: new Array<PortCall>(),
    effects: new Array<PortEffect>(),
    callsOutsideRuns: [],
    auditEvents: [],
    targetError: null,
  }));
  for (const call of observation.portCalls) found[call.run]?.portCalls.push({ ...call, run: 0 });
  for (const effect of observation.effects) found[effect.run]?.effects.push({ ...effect, run: 0 });
  return found;
}

const nothing: RunOfLog = { reads: null, results: null, error: null, wasJoined: null };

/** What a run read is judged where no other run called the port meanwhile: it may have known that, or not. */
export function isReadable({ reads, ranAlone, wasJoined }: KnownRun): boolean {
  return reads !== null && (wasJoined === null ? ranAlone : !wasJoined);
}

export function isAnswered(run: KnownRun): boolean {
  return isReadable(run) && run.results !== null;
}

/** The log has how it ended. */
export function hasEnd({ results, error }: KnownRun): boolean {
  return results !== null || error !== null;
}

const skippedRun: ObservedRun = { mode: "refused", gateFailures: [] };

function reportOf({ runId, end, startedAtMs, results }: KnownRun): ObservedRun {
  if (end === null) return { mode: "crashed", runId };
  const report: CompletedRun = {
    mode: end.mode,
    runId,
    action: end.action,
    status: end.status,
    blockReason: end.block_reason,
    startedAtMs,
    endedAtMs: end.details.ts_end,
    rejectedParts: [],
    results: results ?? [],
    counts: noOutcomes,
    auditFailure: null,
  };
  return canonicalReport(report);
}

function contextOf({ startedAtMs, reads, setting, priorCalls }: KnownRun): RunContext {
  return {
    atMs: reads?.atMs ?? startedAtMs,
    gates: setting.gates ?? noGates,
    config: setting.config ?? defaults,
    expected: reads === null ? { orders: [], positions: [] } : expectedOf(reads.expected),
    snapshot: reads === null ? noSnapshot : snapshotOf(reads.snapshot),
    lastPortCallAtMs: priorCalls.at(-1)?.atMs ?? null,
    priorCalls,
  };
}

type Reads = NonNullable<RunOfLog["reads"]>;

function snapshotOf({ conditionalOrders, ...lists }: Reads["snapshot"]): Snapshot {
  return conditionalOrders === undefined ? lists : { ...lists, conditionalOrders };
}

function expectedOf({ conditionalOrders, ...lists }: Reads["expected"]): ExpectedState {
  return conditionalOrders === undefined ? lists : { ...lists, conditionalOrders };
}

/** Filters, and limits over several runs, are parts of the scenario. Each run is judged by its own. */
function spansOf(
  runs: readonly KnownRun[],
  { byCalls, byReads, byAnswers }: ByEvidence<Observation>,
): readonly Span[] {
  const spans = new Map<string, { setting: Setting; runs: Set<number> }>();
  for (const [at, { setting }] of runs.entries()) {
    const key = JSON.stringify([setting.config, setting.filters]);
    const span = spans.get(key) ?? { setting, runs: new Set() };
    spans.set(key, span);
    span.runs.add(at);
  }
  return [...spans.values()].map((span) => {
    const scenario = scenarioOf(span.setting);
    const ownOr = (run: ObservedRun, at: number) => (span.runs.has(at) ? run : skippedRun);
    const only = (observation: Observation): Case => {
      return { scenario, observation: { ...observation, runs: observation.runs.map(ownOr) } };
    };
    const cases = {
      byCalls: { scenario, observation: byCalls },
      byReads: only(byReads),
      byAnswers: only(byAnswers),
    };
    return { cases, runs: span.runs };
  });
}

function scenarioOf({ gates, config, filters = {} }: Setting): Scenario {
  return scenarioSchema.parse({
    schemaVersion: 2,
    name: "records",
    statement: "What was recorded.",
    startsAtMs: 0,
    gates: gates ?? noGates,
    config: config ?? {},
    exchange: Object.keys(filters).length === 0 ? {} : { filters },
    steps: [{ kind: "reconcile" }],
  });
}
