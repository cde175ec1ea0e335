/**
 * The writer of the audit trail: one JSON line an event, append-only, and on disk before `append`
 * answers. Several processes may append to one file, for every line is a single write at its end.
 *
 * It looks at the file at the start of each run: a torn last line (a kill, a full disk) is moved to
 * a file of its own beside the trail, and a trail that is full is renamed. A run never straddles two
 * files.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { AuditEvent } from "../domain/audit-event.ts";
import type { AuditSink } from "../pipeline/world.ts";
import { canonicalJson } from "./canonical-json.ts";
import { redact } from "./redact.ts";
import { siblingPath } from "./sibling-path.ts";
import { setAsideTornLine } from "./torn-line.ts";

const trailBytesMax = 10 * 1024 * 1024;

export class AuditTrail implements AuditSink {
  readonly #path: string;
  readonly #bytesMax: number;
  #file: number | null = null;
  #runId: string | null = null;

  /** A run that finds the trail at `bytesMax` or more starts a new file. */
  constructor(path: string, bytesMax = trailBytesMax) {
    this.#path = path;
    this.#bytesMax = bytesMax;
  }

  append(event: AuditEvent): string | null {
    try {
      const file = this.#fileOf(event.run_id);
      const line = Buffer.from(`${canonicalJson(redact(event))}\n`);
      const written = writeSync(file, line);
      if (written !== line.length) throw new Error(`only ${written} bytes of a line were written`);
      fsyncSync(file);
      return null;
    } catch (error) {
      // The next line looks at the file afresh.
      this.close();
      return `cannot write ${this.#path}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #fileOf(runId: string): number {
    const startsRun = this.#runId !== runId;
    if (this.#file !== null && !startsRun) return this.#file;
    this.close();
    this.#file = openForAppending(this.#path);
    setAsideTornLine(this.#file, this.#path, runId);
    if (startsRun && fstatSync(this.#file).size >= this.#bytesMax) {
      this.close();
      renameSync(this.#path, siblingPath(this.#path, runId));
      this.#file = openForAppending(this.#path);
    }
    this.#runId = runId;
    return this.#file;
  }
}

function openForAppending(path: string): number {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  const isNew = !existsSync(path);
  const file = openSync(path, "a+");
  // A new name is on disk only when its folder is.
  if (isNew) syncFolder(folder);
  return file;
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
