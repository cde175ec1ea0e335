/** What a command is given of the outside, and the exit codes that it may end with. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type Terminal = {
  /** Writes the report. */
  readonly out: (text: string) => void;
  /** Tells the person something that does not belong into what a script reads. */
  readonly warn: (text: string) => void;
};

export const exitCodes = { pass: 0, fail: 1, badInput: 2, inconclusive: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
