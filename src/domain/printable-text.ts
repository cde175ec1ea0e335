/** Text without characters that a terminal interprets: escape sequences are printed as text. */
import * as z from "zod";

// Controls, format characters (direction marks, zero width), lone surrogates and line separators.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Replaces every character that a terminal could interpret by `\u{…}`. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}

const shortLengthMax = 80;

/** As `printable`, truncated to 80 characters, for a value in a message. */
export function printableShort(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= shortLengthMax) return printable(text);
  return `${printable(characters.slice(0, shortLengthMax).join(""))}… (${characters.length} characters)`;
}

/** One line of text that people write into a scenario. */
export const textSchema = z
  .string()
  .min(1)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u, "one line of text without control characters");

export const sentenceSchema = textSchema.max(1_000);
