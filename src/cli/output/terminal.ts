/** The environment and the terminal of a command, and the exit codes. */
import type { Style } from "../../report/style.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export type Terminal = {
  readonly env: Environment;
  readonly out: (text: string) => void;
  readonly warn: (text: string) => void;
  /** Colours text for standard output; absent: no colours. */
  readonly style?: Style;
};

export type JsonOption = { readonly json?: boolean };

/** One document, indented, with a newline at its end. */
export function jsonText(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

export const exitCodes = { pass: 0, fail: 1, badInput: 2, inconclusive: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
