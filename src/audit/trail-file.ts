/**
 * The file of a trail. Writers take no lock and cut nothing off. A line is one `write` in append mode, and
 * the kernel completes one write to a file before the next. So no writer depends on a guess whether
 * another process is alive, and processes in other containers may write too.
 *
 * A killed process or a full disk leaves a torn line without its newline. The next line then follows on
 * the same line of the file, and its writer appends it a second time. The torn bytes stay in place:
 *
 *     {"action":"can{"action":"cancel_all",…}
 *     {"action":"cancel_all",…}
 */
import { closeSync, existsSync, fstatSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { readSync, renameSync, writeSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

/** Opens a trail to append to it, and creates its folder. */
export function openTrail(path: string): number {
  makeFolder(dirname(path));
  return openSync(path, "a+");
}

/** Prepares an open file for its first line. Throws when it is no trail. */
export function prepareTrail(file: number, path: string): void {
  // The first bytes suffice. Torn bytes may come before the first event.
  if (!isTrailText(readBytes(file, 0, 64).toString("utf8"))) {
    throw new Error("the file exists and is no audit trail; name another path");
  }
  // The name of a new file is on disk only after its folder is synced.
  if (fstatSync(file).size === 0) syncFolder(dirname(path));
}

/** Renames a full trail. Another process may do the same at the same time: each file keeps its lines. */
export function rotateTrail(path: string, runId: string): void {
  try {
    renameSync(path, rotatedPath(path, runId));
  } catch (error) {
    const isRotated = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isRotated) throw error;
  }
}

/** `audit/reconcile.jsonl` → `audit/reconcile.<time>.<run id>.jsonl`. */
export function rotatedPath(path: string, runId: string): string {
  const extension = extname(path);
  const time = new Date().toISOString().replaceAll(/[-:.]/g, "");
  const run = runId.replaceAll(/[^\w-]/g, "_");
  return join(dirname(path), `${basename(path, extension)}.${time}.${run}${extension}`);
}

/** Appends a line; it is whole and on disk when this function returns. Throws otherwise. */
export function appendLine(file: number, line: Buffer): void {
  while (!writeLine(file, line));
  fsyncSync(file);
}

const newline = 0x0a;

/** Returns false if the line follows torn bytes, so that it is not a line of its own. */
function writeLine(file: number, line: Buffer): boolean {
  const { size, nlink } = fstatSync(file);
  if (nlink === 0) throw new Error("the file was removed during the run");
  const written = writeSync(file, line);
  if (written !== line.length) throw new Error(`only ${written} bytes of a line were written`);
  const start = Math.max(0, size - 1);
  const bytes = readBytes(file, start, fstatSync(file).size - start);
  const index = bytes.indexOf(line);
  if (index === -1) throw new Error("the file does not contain the line that was written");
  return start + index === 0 || bytes[index - 1] === newline;
}

/** The possible first bytes of an event: its first key in sorted order. */
const beginnings = ['{"action":"', '{"client_order_id":"'];
const beforeEvent = /(?=\{"(?:action|client_order_id)":")/;

function isTrailText(text: string): boolean {
  return text
    .split(beforeEvent)
    .every((part) => beginnings.some((known) => part.startsWith(known) || known.startsWith(part)));
}

/** The event that follows torn bytes on their line, or null for a line without torn bytes. */
export function eventAfterTornBytes(line: string): string | null {
  const [, ...events] = line.split(beforeEvent);
  return isTrailText(line) ? (events.at(-1) ?? null) : null;
}

function readBytes(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const read = readSync(file, bytes, 0, length, position);
  return bytes.subarray(0, read);
}

// One level at a time: Node's `recursive` never ends where a parent cannot be created, as in /proc.
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have created it in the meantime.
    if (!existsSync(folder)) throw error;
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
