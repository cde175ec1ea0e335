/**
 * The writer of the audit trail. Each event is one JSON line, appended and on disk before `append`
 * returns. Several processes may write one trail. A full trail is renamed before the first line of a
 * run, so that one file has all lines of a run.
 */
import { closeSync, fstatSync } from "node:fs";
import type { AuditEvent } from "../domain/audit-event.ts";
import type { AuditSink } from "../pipeline/services.ts";
import { canonicalJson } from "./canonical-json.ts";
import { redact } from "./redact.ts";
import { appendLine, openTrail, rotateTrail } from "./trail-file.ts";

const trailBytesMax = 10 * 1024 * 1024;

export class AuditTrail implements AuditSink {
  readonly #path: string;
  readonly #bytesMax: number;
  #run: { readonly id: string; readonly file: number } | null = null;

  /** A run that starts with the trail at `bytesMax` or more starts a new file. */
  constructor(path: string, bytesMax = trailBytesMax) {
    this.#path = path;
    this.#bytesMax = bytesMax;
  }

  append(event: AuditEvent): string | null {
    try {
      const file = this.#fileForRun(event.run_id);
      appendLine(file, Buffer.from(`${canonicalJson(redact(event))}\n`));
      return null;
    } catch (error) {
      return `cannot write ${this.#path}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  close(): void {
    if (this.#run !== null) closeSync(this.#run.file);
    this.#run = null;
  }

  /** The file stays open until the next run, so that a run stays in its file when another renames it. */
  #fileForRun(id: string): number {
    if (this.#run?.id === id) return this.#run.file;
    this.close();
    let file = openTrail(this.#path);
    if (fstatSync(file).size >= this.#bytesMax) {
      closeSync(file);
      rotateTrail(this.#path, id);
      file = openTrail(this.#path);
    }
    this.#run = { id, file };
    return file;
  }
}
