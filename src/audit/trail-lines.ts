/** The lines of a trail, each as its event or with the reason why it has none. */
import { auditEventSchema, type AuditEvent } from "../domain/audit-event.ts";
import { printableShort } from "../domain/printable-text.ts";
import { canonicalJson } from "./canonical-json.ts";
import { eventAfterTornBytes } from "./trail-file.ts";

/** Lines count from 1. */
export type TrailLine = { readonly line: number } & (
  | { readonly kind: "event"; readonly event: AuditEvent }
  /** A write that was cut short, with the event that follows it on the line; its writer appended that again. */
  | { readonly kind: "torn"; readonly message: string }
  /** It violates the contract of the trail. */
  | { readonly kind: "broken"; readonly message: string }
);

const newline = 0x0a;

/** `tailBytes` counts those after the last newline. */
export function readTrailLines(bytes: Uint8Array): {
  readonly lines: readonly TrailLine[];
  readonly tailBytes: number;
} {
  const written = splitLines(bytes);
  const tail = written.pop() ?? new Uint8Array();
  return { lines: written.map((one, at) => readLine(one, at + 1)), tailBytes: tail.length };
}

function readLine(written: Uint8Array, line: number): TrailLine {
  const tornBytes = countTornBytes(written);
  if (tornBytes > 0) {
    const message = `torn line: ${tornBytes} bytes of a write that was cut short; the event after them is not counted`;
    return { line, kind: "torn", message };
  }
  const event = parseLine(written);
  return typeof event === "string"
    ? { line, kind: "broken", message: event }
    : { line, kind: "event", event };
}

/** The lines without their newlines; the last element is the text after the last newline. */
function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return [...lines, bytes.subarray(start)];
}

function parseLine(line: Uint8Array): AuditEvent | string {
  let written = "";
  let value: unknown;
  try {
    written = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
    value = JSON.parse(written);
  } catch (error) {
    return error instanceof SyntaxError ? `not JSON: ${printableShort(written)}` : "not UTF-8 text";
  }
  const parsed = auditEventSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${printableShort(issue?.path.join(".") ?? "")}: ${printableShort(issue?.message ?? "")}`;
  }
  if (canonicalJson(parsed.data) !== written)
    return "not in canonical form: sorted keys, no spaces";
  return parsed.data;
}

/** The number of torn bytes before an event that was written behind them, or 0. */
function countTornBytes(line: Uint8Array): number {
  const event = eventAfterTornBytes(Buffer.from(line).toString("utf8"));
  const bytes = Buffer.from(event ?? "");
  return event === null || typeof parseLine(bytes) === "string" ? 0 : line.length - bytes.length;
}
