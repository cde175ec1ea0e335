/**
 * The file of a trail: whether it is one, its partial last line, and the names of the files next to it.
 * A killed process or a full disk leaves a last line without its newline.
 */
import { fstatSync, fsyncSync, ftruncateSync, readSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

/** `audit/reconcile.jsonl` → `audit/reconcile.<time>.<run id><suffix>`. */
export function rotatedPath(path: string, runId: string, suffix = extname(path)): string {
  const time = new Date().toISOString().replaceAll(/[-:.]/g, "");
  const run = runId.replaceAll(/[^\w-]/g, "_");
  return join(dirname(path), `${basename(path, extname(path))}.${time}.${run}${suffix}`);
}

/** The possible first bytes of a line: the first key of each event in sorted order. */
const beginnings = ['{"action":"', '{"client_order_id":"'];

/** Throws unless the file is empty or begins with an event or a part of one. */
export function assertAuditFile(file: number): void {
  const start = readBytes(file, 0, 32).toString("utf8");
  const isTrail = beginnings.some((known) => start.startsWith(known) || known.startsWith(start));
  if (!isTrail) throw new Error("the file exists and is no audit trail; name another path");
}

const newline = 0x0a;
const chunkBytes = 64 * 1024;

/**
 * Copies the partial line of an open trail to a `.torn` file in the same folder, then truncates the
 * trail. Does nothing to a trail without one. The caller holds the lock, because the unfinished write
 * of another process is a partial line too.
 */
export function setAsidePartialLine(file: number, path: string, runId: string): void {
  const { size } = fstatSync(file);
  const end = endOfLastLine(file, size);
  if (end === size) return;
  const partial = readBytes(file, end, size - end);
  writeFileSync(rotatedPath(path, runId, ".torn"), partial, { flag: "wx", flush: true });
  ftruncateSync(file, end);
  fsyncSync(file);
}

/** The offset after the last newline, or 0. */
function endOfLastLine(file: number, size: number): number {
  for (let end = size; end > 0; end -= chunkBytes) {
    const start = Math.max(0, end - chunkBytes);
    const at = readBytes(file, start, end - start).lastIndexOf(newline);
    if (at !== -1) return start + at + 1;
  }
  return 0;
}

function readBytes(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const read = readSync(file, bytes, 0, length, position);
  return bytes.subarray(0, read);
}
