import { printableShort } from "../domain/printable-text.ts";

/** A file or an option cannot be used. The message names the place and the cure; exit code 2. */
export class BadInputError extends Error {
  override readonly name = "BadInputError";
}

/** `written` is the value as given on the command line. */
export function badOption(option: string, expected: string, written: string): BadInputError {
  return new BadInputError(`${option}: expected ${expected}, got '${printableShort(written)}'`);
}
