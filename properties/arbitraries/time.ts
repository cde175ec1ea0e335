/** The clock of every generated scenario starts here: 2024-01-01T00:00:00Z. */
export const startsAtMs = 1_704_067_200_000;
