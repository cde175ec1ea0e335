/** What the log at the edge of a bot shows of the runs in its trail. */
import type { CallOutsideRun, ObservedTargetError } from "../simulation/observation.ts";
import type { PortCall, PortReply } from "../domain/port-call.ts";
import { printableShort } from "../domain/printable-text.ts";
import type { MismatchResult } from "../domain/run-report.ts";
import { readRequest } from "../exchange/read-request.ts";
import { hasSymbolForm, type RecordedRun } from "./recorded-runs.ts";
import type { LogLine } from "./records.ts";

type Line<Kind extends LogLine["kind"]> = Extract<LogLine, { readonly kind: Kind }>;

export type RunOfLog = {
  /** What the run expected and read; null: no line has it. */
  readonly reads: Pick<Line<"run">, "atMs" | "expected" | "snapshot"> | null;
  /** Null: no line has them. */
  readonly results: readonly MismatchResult[] | null;
  /** With which it ended; null: no line has one. */
  readonly error: ObservedTargetError | null;
  /** Whether another run called the port between its lines; null: the log has not both of them. */
  readonly wasJoined: boolean | null;
};

export type ReadLog = {
  /** One for each run of the trail. */
  readonly runs: readonly RunOfLog[];
  /** Those of the log, and the attempts of the trail that it does not have. */
  readonly calls: readonly PortCall[];
  /** How many attempts of the trail it does not have. */
  readonly missingCalls: number;
  /** How many calls are at another time than their attempt, in a log without lines of runs. */
  readonly callsAtOtherTimes: number;
  readonly outside: readonly CallOutsideRun[];
  /** Of runs that the trail does not have, and of those without an id. */
  readonly otherErrors: readonly ObservedTargetError[];
  /** How many of its runs the trail does not have. */
  readonly unknownRuns: number;
  /** How many calls come before the first run or after the last one, and are not judged. */
  readonly beyond: number;
};

const noReply: PortReply = { status: "unknown", code: null, message: "" };

/**
 * So far from its attempt may a call be, where the log does not show that its run is active. Otherwise an earlier run
 * may have sent the same request.
 */
const attemptToleranceMs = 5_000;

/** Each call belongs to its attempt in the trail, or else to the run that was active. */
export function readLog(
  log: readonly LogLine[],
  attempts: readonly PortCall[],
  runs: readonly RecordedRun[],
): ReadLog {
  const open = new OpenAttempts(attempts);
  const calls: PlacedCall[] = [];
  const outside: CallOutsideRun[] = [];
  const started = new RunsOfLog(log, runs);
  const atOtherTimes = started.hasLines ? noCalls : open.takeAll(log);
  let beyond = 0;
  for (const line of log) {
    if (line.kind !== "call") {
      started.follow(line);
      continue;
    }
    const { method, params, atMs, repliedAtMs = atMs, reply } = line;
    const { request, malformed } = requestOf(line);
    const attempt = started.hasLines ? open.take(line, started.current) : open.takenBy(line);
    const run = attempt?.run ?? started.runAt(atMs);
    if (typeof run === "number") {
      started.onCall(run);
      const auditEventsBefore = attempt?.auditEventsBefore ?? 0;
      const made = { request, atMs, repliedAtMs, run, auditEventsBefore };
      const call = { ...made, reply: reply ?? noReply, fault: null, malformed };
      const place = Math.max(auditEventsBefore, runs[run]?.place ?? 0, calls.at(-1)?.place ?? 0);
      calls.push({ call, place });
    } else if (run === "beyond") beyond += 1;
    else {
      const { afterRuns } = run;
      const detail = printableShort(JSON.stringify(params));
      outside.push({ afterRuns, when: "between-runs", method, detail });
    }
  }
  const { found, unknownRuns, otherErrors } = started;
  const missing = open.left.map((call) => ({ call, place: call.auditEventsBefore }));
  const all = [...calls, ...missing]
    .toSorted((one, other) => one.place - other.place)
    .map(({ call }) => call);
  return {
    runs: found,
    calls: all,
    missingCalls: missing.length,
    callsAtOtherTimes: atOtherTimes.size,
    outside,
    otherErrors,
    unknownRuns,
    beyond,
  };
}

const noCalls: ReadonlySet<CallLine> = new Set();

type CallLine = Line<"call">;

function requestOf({ method, params }: CallLine) {
  return readRequest(method, params, hasSymbolForm);
}

/** With the place of its attempt in the trail, or else that of the call before it. */
type PlacedCall = { readonly call: PortCall; readonly place: number };

/** The attempts of the trail whose call was not found yet. */
class OpenAttempts {
  readonly #byKey = new Map<string, PortCall[]>();

  constructor(attempts: readonly PortCall[]) {
    for (const attempt of attempts) {
      const key = keyOf(attempt.request);
      const same = this.#byKey.get(key);
      if (same === undefined) this.#byKey.set(key, [attempt]);
      else same.push(attempt);
    }
  }

  readonly #taken = new Map<CallLine, PortCall>();

  /** The nearest one in time: another run may have sent the same request. */
  take(line: CallLine, current: number | null, mostMs = attemptToleranceMs): PortCall | null {
    const open = this.#byKey.get(keyOf(requestOf(line).request)) ?? [];
    const distanceOf = (attempt: PortCall) => Math.abs(attempt.atMs - line.atMs);
    const [nearest = null] = open
      .filter((attempt) => attempt.run === current || distanceOf(attempt) <= mostMs)
      .toSorted((one, other) => distanceOf(one) - distanceOf(other));
    if (nearest === null) return null;
    open.splice(open.indexOf(nearest), 1);
    this.#taken.set(line, nearest);
    return nearest;
  }

  /** Only times are known. Returns the calls whose attempt is at another time: perhaps their clock is another one. */
  takeAll(log: readonly LogLine[]): ReadonlySet<CallLine> {
    const calls = log.filter((line) => line.kind === "call");
    const rest = calls.filter((line) => this.take(line, null) === null);
    return new Set(rest.filter((line) => this.take(line, null, Infinity) !== null));
  }

  takenBy(line: CallLine): PortCall | null {
    return this.#taken.get(line) ?? null;
  }

  get left(): readonly PortCall[] {
    return [...this.#byKey.values()].flat();
  }
}

/** Follows which runs are active: by their lines, or by the times of the trail where the log has none. */
class RunsOfLog {
  readonly found: RunOfLog[];
  readonly otherErrors: ObservedTargetError[] = [];
  readonly hasLines: boolean;
  unknownRuns = 0;
  readonly #runs: readonly RecordedRun[];
  /** How many runs of the trail have started. */
  #seen = 0;
  /** A run that goes on and that the trail does not have. */
  #unknown: string | null = null;
  /** Their places in the trail, and whether another run called the port since. */
  readonly #active = new Map<number, boolean>();
  #last = -1;

  constructor(log: readonly LogLine[], runs: readonly RecordedRun[]) {
    this.#runs = runs;
    this.hasLines = log.some(({ kind }) => kind === "run");
    this.found = runs.map(() => ({ reads: null, results: null, error: null, wasJoined: null }));
  }

  follow(line: Line<"run" | "answer">): void {
    const isRun = line.kind === "run";
    const at = isRun ? this.#placeOfRun(line) : this.#placeOfAnswer(line);
    const found = this.found[at];
    if (isRun) this.#unknown = found === undefined ? line.runId : null;
    if (found === undefined) {
      if (isRun) [this.unknownRuns, this.#last] = [this.unknownRuns + 1, -1];
      else this.#endUnknown(line);
    } else if (isRun) {
      const { atMs, expected, snapshot } = line;
      this.found[at] = { ...found, reads: { atMs, expected, snapshot } };
      this.#active.set(at, false);
      this.#last = at;
      this.#seen += 1;
    } else {
      const wasJoined = this.#active.get(at) ?? null;
      const { results = null, error = null } = line;
      this.found[at] = { ...found, results, error, wasJoined };
      this.#active.delete(at);
    }
  }

  #placeOfRun({ runId }: Line<"run">): number {
    return this.#runs.findIndex((run, at) => run.runId === runId && this.found[at]?.reads === null);
  }

  /** Of the run that goes on, or else of one without a line. */
  #placeOfAnswer({ runId }: Line<"answer">): number {
    const isOwn = (at: number) => this.#runs[at]?.runId === runId;
    const active = [...this.#active.keys()].findLast(isOwn);
    return active ?? this.found.findIndex((found, at) => isOwn(at) && isOpen(found));
  }

  #endUnknown({ runId, error }: Line<"answer">): void {
    if (runId === this.#unknown) this.#unknown = null;
    if (error !== undefined) this.otherErrors.push(error);
  }

  onCall(run: number): void {
    for (const place of this.#active.keys()) if (place !== run) this.#active.set(place, true);
  }

  /** The last one that started, until its answer: a run without an answer may have ended long ago. */
  get current(): number | null {
    const active = [...this.#active.keys()].at(-1);
    return active !== undefined && active === this.#last ? active : null;
  }

  runAt(atMs: number): number | "beyond" | { readonly afterRuns: number } {
    if (this.hasLines) {
      if (this.#unknown !== null) return "beyond";
      return this.current ?? (this.#seen === 0 ? "beyond" : { afterRuns: this.#seen });
    }
    const isIn = ({ startedAtMs, end }: RecordedRun) =>
      end !== null && startedAtMs <= atMs && atMs <= end.details.ts_end;
    const at = this.#runs.findIndex(isIn);
    if (at !== -1) return at;
    const before = this.#runs.filter(({ startedAtMs }) => startedAtMs <= atMs);
    const isLater = this.#runs.every((run) => (run.end?.details.ts_end ?? run.startedAtMs) < atMs);
    return before.length === 0 || isLater ? "beyond" : { afterRuns: before.length };
  }
}

/** The log has nothing of it yet. */
function isOpen({ reads, results, error }: RunOfLog): boolean {
  return reads === null && results === null && error === null;
}

function keyOf(request: PortCall["request"]): string {
  const { method, symbol, clientOrderId } = request;
  const terms = method === "placeMarketOrder" ? [request.side, request.quantity] : [];
  return [method, symbol, clientOrderId, ...terms].join(" ");
}
