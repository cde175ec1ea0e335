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

/** What a command prints. Commander refuses `quiet` with one of the others. */
export type OutputOptions = {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
};

/** Whether a command prints its whole text, with its progress. */
export function printsText({ json = false, quiet = false }: OutputOptions): boolean {
  return !json && !quiet;
}

/** One document, indented, with a newline at its end. */
export function jsonText(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

export const exitCodes = { pass: 0, fail: 1, badInput: 2, inconclusive: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
