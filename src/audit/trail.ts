/**
 * The writer of the audit trail. Each event is one JSON line, appended and on disk before `append`
 * returns. Several processes may write one trail; each line is written under a lock.
 *
 * A partial last line is moved to its own file before the next line. A full trail is renamed before the
 * first line of a run, so that one file has all lines that a writer appends for a run.
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
import { redact } from "./redact.ts";
import { assertAuditFile, rotatedPath, setAsidePartialLine } from "./trail-file.ts";

const trailBytesMax = 10 * 1024 * 1024;

export class AuditTrail implements AuditSink {
  readonly #path: string;
  readonly #bytesMax: number;
  #file: number | null = null;
  #runId: string | null = null;

  /** A run that starts with the trail at `bytesMax` or more starts a new file. */
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
      // The next event opens the file again.
      this.close();
      return `cannot write ${this.#path}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #write(line: Buffer, runId: string): void {
    const file = this.#fileForRun(runId);
    setAsidePartialLine(file, this.#path, runId);
    const written = writeSync(file, line);
    if (written !== line.length) throw new Error(`only ${written} bytes of a line were written`);
    fsyncSync(file);
  }

  #fileForRun(runId: string): number {
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

/** A new file name is on disk only after its folder is synced. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
