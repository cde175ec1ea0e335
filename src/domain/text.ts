/** Text that people write into a scenario: one line, without characters that a terminal interprets. */
import * as z from "zod";

const sentenceLengthMax = 1_000;

export const textSchema = z
  .string()
  .min(1)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u, "one line of text without control characters");

export const sentenceSchema = textSchema.max(sentenceLengthMax);
