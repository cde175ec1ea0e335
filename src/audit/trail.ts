/**
 * The writer of the audit trail: one JSON line an event, append-only, and on disk before `append`
 * answers. Several processes may write one trail; each line is written under a lock.
 *
 * Before a line it looks at the file: a torn last line (a kill, a full disk) is moved to a file of its
 * own beside the trail. Before the first line of a run a trail that is full is renamed, so the lines
 * that one writer appends for a run stand in one file.
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
import type { AuditSink } from "../pipeline/services.ts";
import { canonicalJson } from "./canonical-json.ts";
import { withFileLock } from "./file-lock.ts";
import { assertAuditFile } from "./assert-audit-file.ts";
import { redact } from "./redact.ts";
import { rotatedPath } from "./rotated-path.ts";
import { setAsidePartialLine } from "./partial-line.ts";

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
    const line = Buffer.from(`${canonicalJson(redact(event))}\n`);
    try {
      makeFolder(dirname(this.#path));
      withFileLock(`${this.#path}.lock`, () => this.#write(line, event.run_id));
      return null;
    } catch (error) {
      // The next line opens the file afresh.
      this.close();
      return `cannot write ${this.#path}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #write(line: Buffer, runId: string): void {
    const file = this.#fileOf(runId);
    setAsidePartialLine(file, this.#path, runId);
    const written = writeSync(file, line);
    if (written !== line.length) throw new Error(`only ${written} bytes of a line were written`);
    fsyncSync(file);
  }

  #fileOf(runId: string): number {
    if (this.#file !== null && this.#runId === runId) return this.#file;
    const startsRun = this.#runId !== runId;
    this.close();
    let file = this.#open();
    if (startsRun && fstatSync(file).size >= this.#bytesMax) {
      this.close();
      renameSync(this.#path, rotatedPath(this.#path, runId));
      file = this.#open();
    }
    this.#runId = runId;
    return file;
  }

  #open(): number {
    const isNew = !existsSync(this.#path);
    const file = openSync(this.#path, "a+");
    this.#file = file;
    if (isNew) syncFolder(dirname(this.#path));
    else assertAuditFile(file);
    return file;
  }
}

// One level at a time: Node's own recursion never ends where a parent cannot be made, as in /proc.
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(folder)) throw error;
  }
}

/** A new name is on disk only when its folder is. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
