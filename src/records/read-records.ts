/** Reads the files of records. Each refusal names a place and a cure. */
import * as z from "zod";
import { canonicalJson } from "../audit/canonical-json.ts";
import { redact } from "../audit/redact.ts";
import { readTrailLines } from "../audit/trail-lines.ts";
import type { AuditEvent } from "../domain/audit-event.ts";
import { printable } from "../domain/printable-text.ts";
import { parseAllOrders, parseUserTrades } from "../exchange/binance/exports.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { parseJsonDocument } from "../input/json-document.ts";
import { describeIssues, parseWithSchema } from "../input/parse-with-schema.ts";
import { readBytes, readJsonFile } from "../input/read-json-file.ts";
import {
  logLineSchema,
  settingsSchema,
  type LogLine,
  type Records,
  type Setting,
} from "./records.ts";

export type RecordFiles = {
  /** A trail and those that it was renamed to. */
  readonly trails: readonly string[];
  readonly settings?: string;
  readonly log?: string;
  readonly orders?: string;
  readonly trades?: string;
};

/** Throws `BadInputError`. */
export function readRecords({ trails, settings, log, orders, trades }: RecordFiles): Records {
  if ((orders === undefined) !== (trades === undefined)) {
    const missing = orders === undefined ? "--orders" : "--trades";
    throw new BadInputError(`${missing} FILE is missing: orders and trades are judged together`);
  }
  const { events, unread, torn, copies } = readTrails(trails);
  const read = log === undefined ? null : readLogFile(log, events);
  return {
    events,
    unread: [...unread, ...(read?.unread ?? [])],
    torn,
    copies,
    settings: settings === undefined ? [] : readSettings(settings, events),
    log: read?.lines ?? null,
    orders: orders === undefined ? null : parseAllOrders(readJsonFile(orders)),
    trades: trades === undefined ? null : parseUserTrades(readJsonFile(trades)),
  };
}

/** Throws `BadInputError` for a log without a line, and for one of other runs. */
function readLogFile(path: string, events: readonly AuditEvent[]) {
  const name = printable(path);
  const read = parseLog(readBytes(path), name);
  if (read.lines.length === 0 && read.unread.length === 0) {
    throw new BadInputError(`${name}: the file is empty; leave --log out where there is no log`);
  }
  const known = new Set(events.map(({ run_id }) => run_id));
  const runs = read.lines.flatMap((line) => (line.kind === "run" ? [line.runId] : []));
  const [first] = runs;
  if (first !== undefined && !runs.some((runId) => known.has(runId))) {
    throw new BadInputError(
      `${name}: the trail has no run of the log, such as ${printable(first)}; give the log of the runs in the trail`,
    );
  }
  return read;
}

/** In the order of their first events: a trail that is renamed keeps its lines. */
function readTrails(
  paths: readonly string[],
): Pick<Records, "events" | "unread" | "torn" | "copies"> {
  const read = paths.map((path) => readTrail(readBytes(path), printable(path)));
  const inOrder = read.toSorted((one, other) => one.startsAtMs - other.startsAtMs);
  return {
    ...withoutCopies(inOrder.map(({ events }) => events)),
    unread: inOrder.flatMap(({ unread }) => unread),
    torn: inOrder.flatMap(({ torn }) => torn),
  };
}

/**
 * A trail that was copied before it was cut is in two files. A line that one file has twice was written twice, and
 * counts twice.
 */
function withoutCopies(files: readonly (readonly AuditEvent[])[]) {
  const most = new Map<string, number>();
  let copies = 0;
  const events = files.flatMap((file) => {
    const counts = new Map<string, number>();
    return file.filter((event) => {
      const line = canonicalJson(event);
      const count = (counts.get(line) ?? 0) + 1;
      counts.set(line, count);
      const isNew = count > (most.get(line) ?? 0);
      if (isNew) most.set(line, count);
      else copies += 1;
      return isNew;
    });
  });
  return { events, copies };
}

/** Throws `BadInputError` for a setting whose first run is not in the trail, or not where the list has it. */
function readSettings(path: string, events: readonly AuditEvent[]): readonly Setting[] {
  const document = readJsonFile(path);
  const settings = parseWithSchema(settingsSchema, document);
  let [last, lastId] = [-1, ""];
  for (const [at, { fromRunId }] of settings.entries()) {
    if (fromRunId === undefined) continue;
    const place = events.findIndex(({ run_id }) => run_id === fromRunId);
    const where = document.placeOf([at, "fromRunId"]);
    const id = printable(fromRunId);
    if (place === -1) {
      throw new BadInputError(
        `${where}: no run of the trail has the id ${id}; name the first run of the trail that the setting holds for, or leave the setting out`,
      );
    }
    if (place < last) {
      throw new BadInputError(
        `${where}: the run ${id} is before ${lastId} in the trail; list the settings in the order in which they started`,
      );
    }
    [last, lastId] = [place, id];
  }
  return settings;
}

/** Throws `BadInputError` for a file without an event. */
export function readTrail(bytes: Uint8Array, name: string) {
  refuseCompressed(bytes, name);
  const { lines, tailBytes } = readTrailLines(bytes);
  const events: AuditEvent[] = [];
  const unread: string[] = [];
  const torn: string[] = [];
  for (const { line, ...read } of lines) {
    if (read.kind === "event") events.push(read.event);
    else (read.kind === "torn" ? torn : unread).push(`${name}:${line}: ${read.message}`);
  }
  if (tailBytes > 0) torn.push(`${name}:${lines.length + 1}: ${tailBytes} bytes without a newline`);
  const [first] = events;
  if (first !== undefined) return { events, unread, torn, startsAtMs: first.ts_ms };
  const [why = `${name}: the file is empty`] = [...unread, ...torn];
  throw new BadInputError(
    `${why}; no event of an audit trail can be read here. A trail has lines such as {"action":…}, as audit/README.md shows`,
  );
}

/**
 * A last line that was cut short, and an answer of another form, which a bot may give, are left out and named. Throws
 * `BadInputError` for another line that does not fit.
 */
export function parseLog(bytes: Uint8Array, name: string) {
  const text = textOf(bytes, name);
  const lines: LogLine[] = [];
  const unread: string[] = [];
  const written = text.split("\n");
  for (const [at, line] of written.entries()) {
    if (line.trim() === "") continue;
    const place = `${name}:${at + 1}`;
    if (!isJson(line)) {
      // Without the text, which may have a secret.
      if (at < written.length - 1) throw new BadInputError(`${place}: not JSON; ${cureOfLine}`);
      unread.push(`${place}: not JSON; the line was cut short`);
      continue;
    }
    // A reply or an error may have a signed URL in its text.
    const value = redact(parseJsonDocument(line, place).value);
    const document = { value, placeOf: () => place };
    const parsed = logLineSchema.safeParse(document.value);
    if (parsed.success) lines.push(parsed.data);
    else if (eventSchema.safeParse(value).success) {
      throw new BadInputError(
        `${place}: this is a line of an audit trail; give the trail as an argument, without --log`,
      );
    } else if (!answerSchema.safeParse(value).success) {
      throw new BadInputError(describeIssues(parsed.error.issues, document));
    } else unread.push(describeIssues(parsed.error.issues.slice(0, 1), document));
  }
  return { lines, unread };
}

const cureOfLine = "each line of a log is one JSON object, as docs/observe.md shows";

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

const eventSchema = z.object({ event_type: z.string() });
const answerSchema = z.object({ kind: z.literal("answer"), runId: z.string().nullable() });

function refuseCompressed(bytes: Uint8Array, name: string): void {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return;
  throw new BadInputError(`${name}: the file is compressed by gzip; give the text of it`);
}

function textOf(bytes: Uint8Array, name: string): string {
  refuseCompressed(bytes, name);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new BadInputError(`${name}: the file is not UTF-8 text`, { cause: error });
  }
}
