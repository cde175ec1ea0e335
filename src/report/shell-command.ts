/** A command to paste into a shell. */
import { printable } from "../domain/printable-text.ts";
import { quoted } from "../domain/shell-word.ts";

export function shellCommand(
  program: string,
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): string {
  const set = Object.entries(env).map(([name, value = ""]) => `${name}=${pasted(value)}`);
  return [...set, program, ...words.map(pasted)].join(" ");
}

/** What a report would show as an escape has one that bash and zsh read: each byte as `\\ooo`. */
function pasted(word: string): string {
  if (printable(word) === word) return quoted(word);
  const bytes = [...Buffer.from(word)].map((byte) =>
    byte >= 0x20 && byte < 0x7f && !"'\\".includes(String.fromCodePoint(byte))
      ? String.fromCodePoint(byte)
      : `\\${byte.toString(8).padStart(3, "0")}`,
  );
  return `$'${bytes.join("")}'`;
}
