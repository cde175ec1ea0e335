/** Reads a file that is named on the command line. */
import { closeSync, openSync, readFileSync, readSync, statSync, type Stats } from "node:fs";
import { printable } from "../domain/printable-text.ts";
import { BadInputError } from "./bad-input-error.ts";
import { parseJsonDocument, type JsonDocument } from "./json-document.ts";

const mebibyte = 1024 * 1024;
const jsonBytesMax = 64 * mebibyte;
/** An audit trail may be larger than a JSON document. */
const fileBytesMax = 256 * mebibyte;

/** Throws `BadInputError` for a file that is missing, unreadable, not UTF-8 or not JSON. */
export function readJsonFile(path: string): JsonDocument {
  const name = printable(path);
  const bytes = readBytes(path, jsonBytesMax);
  let text: string;
  try {
    // A byte order mark is dropped.
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new BadInputError(`${name}: the file is not UTF-8 text`, { cause: error });
  }
  return parseJsonDocument(text, name);
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EISDIR", "this is a directory; expected a file"],
]);

/** Throws `BadInputError`. A pipe is read to its end, such as `<(command)` in a shell. */
export function readBytes(path: string, bytesMax = fileBytesMax): Uint8Array {
  const name = printable(path);
  try {
    const stats = statSync(path);
    const isDevice = stats.isCharacterDevice() || stats.isBlockDevice() || stats.isSocket();
    if (isDevice) throw new BadInputError(`${name}: this is a device; expected a file`);
    const bytes = stats.size > bytesMax ? null : readAtMost(path, stats, bytesMax);
    if (bytes !== null) return bytes;
    const allowed = `${bytesMax / mebibyte} MiB`;
    throw new BadInputError(`${name}: the file is larger than the ${allowed} allowed`);
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    const reason = reasons.get(code) ?? `it cannot be read (${code})`;
    throw new BadInputError(`${name}: ${reason}`, { cause: error });
  }
}

/** Null for a pipe with more bytes. */
function readAtMost(path: string, stats: Stats, bytesMax: number): Uint8Array | null {
  if (!stats.isFIFO()) return readFileSync(path);
  const file = openSync(path, "r");
  try {
    const chunks: Uint8Array[] = [];
    const chunk = Buffer.alloc(64 * 1024);
    for (let total = 0; total <= bytesMax;) {
      const read = readSync(file, chunk);
      if (read === 0) return Buffer.concat(chunks);
      chunks.push(Uint8Array.from(chunk.subarray(0, read)));
      total += read;
    }
    return null;
  } finally {
    closeSync(file);
  }
}
