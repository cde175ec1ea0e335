/** A file or an option cannot be used. The message names the place and the cure; exit code 2. */
export class BadInputError extends Error {
  override readonly name = "BadInputError";
}
