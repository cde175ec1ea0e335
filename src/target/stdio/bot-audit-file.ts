/** The audit file of a bot as a source of events. */
import { printableShort } from "../../domain/printable-text.ts";
import type { AuditFile } from "../../profile/audit-file.ts";
import type { WrittenEvent } from "../../simulation/own-trail.ts";
import { TargetError, type Target } from "../../simulation/target.ts";
import { LineError, readAuditLine } from "./audit-line.ts";
import { FileTail, type TailedLine } from "./file-tail.ts";

export class BotAuditFile implements NonNullable<Target["ownTrail"]> {
  readonly hasRunEvents: boolean;
  readonly #mapping: AuditFile;
  readonly #tail: FileTail;
  /** Of a process that has ended. */
  #kept: readonly TailedLine[] = [];

  /** Throws `TargetError`. */
  constructor(mapping: AuditFile) {
    const { words } = mapping.event;
    this.hasRunEvents = words === undefined || Object.values(words).includes("run");
    this.#mapping = mapping;
    this.#tail = readable(mapping.file, () => new FileTail(mapping.file, mapping.rotated));
  }

  take(isDue: boolean): readonly WrittenEvent[] {
    const lines = this.#takeLines();
    if (isDue && lines.length === 0 && !this.#tail.exists()) {
      throw new TargetError("invalid-answer", noFile(this.#mapping.file));
    }
    return lines.flatMap((line) => this.#read(line) ?? []);
  }

  /** Before the next process: what the last one wrote is read, and the rest of its last line never comes. */
  endProcess(): void {
    this.#kept = this.#takeLines();
    this.#tail.dropRest();
  }

  close(): void {
    this.#tail.close();
  }

  #takeLines(): readonly TailedLine[] {
    const kept = this.#kept;
    this.#kept = [];
    return [...kept, ...readable(this.#mapping.file, () => this.#tail.read())];
  }

  #read({ place, bytes }: TailedLine): WrittenEvent | null {
    let text = "";
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      throw new TargetError("invalid-answer", `${place}: it is not UTF-8; write JSON in UTF-8`);
    }
    if (text.trim() === "") return null;
    try {
      return readAuditLine(text, this.#mapping);
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      throw new TargetError("invalid-answer", `${printableShort(place)}: ${error.message}`);
    }
  }
}

/** A folder, or a file without the permission. */
function readable<Value>(file: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof TargetError || !(error instanceof Error)) throw error;
    const problem = `${file}: it cannot be read: ${error.message}`;
    throw new TargetError("invalid-answer", `${problem}; audit.file of the profile names it`);
  }
}

function noFile(file: string): string {
  return (
    `${file}: there is no such file after a run that writes to it; ` +
    "audit.file of the profile counts from the working folder of the bot"
  );
}
