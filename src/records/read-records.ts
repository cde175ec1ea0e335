/** Reads the files of records. Each refusal names a place and a cure. */
import * as z from "zod";
import { redact } from "../audit/redact.ts";
import { readTrailLines } from "../audit/trail-lines.ts";
import type { AuditEvent } from "../domain/audit-event.ts";
import { printable } from "../domain/printable-text.ts";
import { parseAllOrders, parseUserTrades } from "../exchange/binance/exports.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { parseJsonDocument } from "../input/json-document.ts";
import { describeIssues, parseWithSchema } from "../input/parse-with-schema.ts";
import { readBytes, readJsonFile } from "../input/read-json-file.ts";
import { logLineSchema, settingsSchema, type LogLine, type Records } from "./records.ts";

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
  const { events, unread } = readTrails(trails);
  const read = log === undefined ? null : parseLog(readBytes(log), printable(log));
  return {
    events,
    unread: [...unread, ...(read?.unread ?? [])],
    settings: settings === undefined ? [] : parseWithSchema(settingsSchema, readJsonFile(settings)),
    log: read?.lines ?? null,
    orders: orders === undefined ? null : parseAllOrders(readJsonFile(orders)),
    trades: trades === undefined ? null : parseUserTrades(readJsonFile(trades)),
  };
}

/** In the order of their first events: a trail that is renamed keeps its lines. */
function readTrails(paths: readonly string[]): Pick<Records, "events" | "unread"> {
  const read = paths.map((path) => readTrail(readBytes(path), printable(path)));
  const inOrder = read.toSorted((one, other) => one.startsAtMs - other.startsAtMs);
  return {
    events: inOrder.flatMap(({ events }) => events),
    unread: inOrder.flatMap(({ unread }) => unread),
  };
}

/** Throws `BadInputError` for a file without an event. */
export function readTrail(bytes: Uint8Array, name: string) {
  const { lines, tailBytes } = readTrailLines(bytes);
  const events: AuditEvent[] = [];
  const unread: string[] = [];
  for (const { line, ...read } of lines) {
    if (read.kind === "event") events.push(read.event);
    else unread.push(`${name}:${line}: ${read.message}`);
  }
  if (tailBytes > 0)
    unread.push(`${name}:${lines.length + 1}: ${tailBytes} bytes without a newline`);
  const [first] = events;
  if (first !== undefined) return { events, unread, startsAtMs: first.ts_ms };
  const [why = `${name}: the file is empty`] = unread;
  throw new BadInputError(
    `${why}; no event of an audit trail can be read here. A trail has lines such as {"action":…}, as audit/README.md shows`,
  );
}

/**
 * A last line without its newline was cut short, and an answer of a bot may have any form: both are left out and named.
 * Throws `BadInputError` for another line that does not fit.
 */
export function parseLog(bytes: Uint8Array, name: string) {
  const text = textOf(bytes, name);
  const end = text.lastIndexOf("\n") + 1;
  const lines: LogLine[] = [];
  const unread: string[] = [];
  const written = text.slice(0, end).split("\n");
  for (const [at, line] of written.entries()) {
    if (line.trim() === "") continue;
    const place = `${name}:${at + 1}`;
    // A reply or an error may have a signed URL in its text.
    const value = redact(parseJsonDocument(line, place).value);
    const document = { value, placeOf: () => place };
    const parsed = logLineSchema.safeParse(document.value);
    if (parsed.success) lines.push(parsed.data);
    else if (!answerSchema.safeParse(document.value).success) {
      throw new BadInputError(describeIssues(parsed.error.issues, document));
    } else unread.push(describeIssues(parsed.error.issues.slice(0, 1), document));
  }
  if (end < text.length) unread.push(`${name}:${written.length}: a line without its newline`);
  return { lines, unread };
}

const answerSchema = z.object({ kind: z.literal("answer"), runId: z.string().nullable() });

function textOf(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new BadInputError(`${name}: the file is not UTF-8 text`, { cause: error });
  }
}
