/** `audit verify FILE`: says whether a trail can be relied on. */
import { verifyTrail } from "../audit/verify.ts";
import { readTextFile } from "../input/read-json-file.ts";
import { renderTrailVerdict } from "../report/verify-report.ts";
import { exitCodes } from "./terminal.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

const exitCodeOf = {
  holds: exitCodes.holds,
  broken: exitCodes.fails,
  inconclusive: exitCodes.inconclusive,
} as const;

/** Throws `BadInputError`. */
export function auditVerify(path: string, terminal: Terminal): ExitCode {
  const verdict = verifyTrail(readTextFile(path));
  terminal.out(renderTrailVerdict(path, verdict));
  return exitCodeOf[verdict.verdict];
}
