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
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { makeFolder } from "../input/whole-file.ts";

/** Opens a trail to append to it, and creates its folder. Throws when the file is no trail. */
export function openTrail(path: string): number {
  makeFolder(dirname(path));
  const file = openSync(path, "a+");
  try {
    // The first bytes suffice. Torn bytes may come before the first event.
    const isTrail = isTrailText(readBytes(file, 0, 64).toString("utf8"));
    if (!isTrail) throw new Error("the file exists and is no audit trail; name another path");
    // The name of a new file is on disk only after its folder is synced.
    if (fstatSync(file).size === 0) syncFolder(dirname(path));
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** Renames a full trail. Another process may do the same at the same time: each file keeps its lines. */
export function rotateTrail(path: string, runId: string): void {
  try {
    renameSync(path, rotatedPath(path, runId));
  } catch (error) {
    if (!String(error).includes("ENOENT")) throw error;
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
  // From the byte before the write on; other processes may have written before and after this line.
  const start = Math.max(0, size - 1);
  const bytes = readBytes(file, start, fstatSync(file).size - start);
  const index = bytes.indexOf(line);
  if (index === -1) throw new Error("the file does not contain the line that was written");
  return index === 0 || bytes[index - 1] === newline;
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

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
