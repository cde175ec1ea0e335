/** A command to paste into a POSIX shell. */
export function shellCommand(program: string, words: readonly string[]): string {
  return `${program} ${words.map(quoted).join(" ")}`;
}

/** As one word. */
export function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
