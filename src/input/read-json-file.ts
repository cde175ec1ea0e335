/** Reads a file that is named on the command line. */
import { readFileSync, statSync } from "node:fs";
import { printable } from "../domain/printable-text.ts";
import { BadInputError } from "./bad-input-error.ts";
import { parseJsonDocument, type JsonDocument } from "./json-document.ts";

const fileBytesMax = 256 * 1024 * 1024;

/** Throws `BadInputError` for a file that is missing, unreadable, not UTF-8 or not JSON. */
export function readJsonFile(path: string): JsonDocument {
  const name = printable(path);
  const bytes = readBytes(path);
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

/** Throws `BadInputError`. */
export function readBytes(path: string): Uint8Array {
  const name = printable(path);
  try {
    const { size } = statSync(path);
    if (size <= fileBytesMax) return readFileSync(path);
    throw new BadInputError(`${name}: ${size} bytes are more than the ${fileBytesMax} allowed`);
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    const reason = reasons.get(code) ?? `it cannot be read (${code})`;
    throw new BadInputError(`${name}: ${reason}`, { cause: error });
  }
}
