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

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** JSON in one line; its unprintable characters are escaped. */
export function printableJson(value: unknown): string {
  return escapeJson(JSON.stringify(value));
}

/** JSON as text that stays JSON: its unprintable characters are escaped, also line ends. */
export function escapeJson(json: string): string {
  return json.replace(unprintable, (character) => character.split("").map(escapeUnit).join(""));
}

const shortLengthMax = 80;

/** As `printable`, truncated to 80 characters, for a value in a message. */
export function printableShort(text: string): string {
  // A character has at most two units. The whole of a long text as an array would not fit into memory.
  const characters = Array.from(text.slice(0, 2 * shortLengthMax + 2));
  if (characters.length <= shortLengthMax) return printable(text);
  let length = 0;
  for (const _ of text) length += 1;
  return `${printable(characters.slice(0, shortLengthMax).join(""))}… (${length} characters)`;
}

/** One line of text that people write into a scenario. */
export const textSchema = z
  .string()
  .min(1)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u, "one line of text without control characters");

export const sentenceSchema = textSchema.max(1_000);
