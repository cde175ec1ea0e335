/** Files that the harness writes: whole, or not at all. */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file next to its place and then moves it there, so that a full disk or an end of the process leaves the
 * earlier file as it was. A missing folder is created, a symbolic link is followed. Throws the error of the system.
 */
export function writeWholeFile(path: string, text: string): void {
  makeFolder(dirname(path));
  const place = existsSync(path) ? realpathSync(path) : path;
  const temporary = `${place}.${randomUUID()}.tmp`;
  try {
    writeAndSync(temporary, Buffer.from(text), modeOf(place));
    renameSync(temporary, place);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

// One level at a time: Node's `recursive` never ends where a parent cannot be created, as in /proc.
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  // A working folder that was removed is its own parent.
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have created it in the meantime.
    if (!existsSync(folder)) throw error;
  }
}

function writeAndSync(path: string, bytes: Buffer, mode: number | null): void {
  const file = openSync(path, "w");
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
    const { size } = fstatSync(file);
    if (size !== bytes.length) throw new Error(`${size} of ${bytes.length} bytes were written`);
    if (mode !== null) fchmodSync(file, mode);
  } finally {
    closeSync(file);
  }
}

function modeOf(path: string): number | null {
  return existsSync(path) ? statSync(path).mode : null;
}

/** An error of the system for a message that names the file: `no space left on device (ENOSPC)`. */
export function describeSystemError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : null;
  if (code === null) return error.message;
  // The message of the system ends with the call and the paths, which the message of the caller has.
  const [reason = ""] = error.message.replace(`${code}: `, "").split(", ");
  return `${reason} (${code})`;
}
