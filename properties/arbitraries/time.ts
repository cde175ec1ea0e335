import * as fc from "fast-check";

/** 2024-01-01T00:00:00Z. The times of generated orders are relative to it. */
export const startsAtMs = 1_704_067_200_000;

/** The clock of a generated scenario starts here, or within the next second, so that no time is whole by chance. */
export const start: fc.Arbitrary<number> = fc
  .constantFrom(0, 0, 0, 1, 500, 999)
  .map((ms) => startsAtMs + ms);
