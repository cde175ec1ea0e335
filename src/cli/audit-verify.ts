/** `audit verify`: checks an audit trail. */
import { verifyTrail } from "../audit/verify.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { readBytes } from "../input/read-json-file.ts";
import { printable } from "../domain/printable-text.ts";
import { renderTrailVerdict } from "../report/verify-report.ts";
import { exitCodes, type ExitCode, type Terminal } from "./output/terminal.ts";

/** Throws `BadInputError`. */
export function auditVerify(path: string, terminal: Terminal): ExitCode {
  const bytes = readBytes(path);
  assertTrail(bytes, printable(path));
  const verdict = verifyTrail(bytes);
  terminal.out(renderTrailVerdict(path, verdict));
  return exitCodes[verdict.verdict];
}

/** A trail starts with a JSON object of an audit event, even where it is torn or damaged later. */
function assertTrail(bytes: Uint8Array, name: string): void {
  if (bytes.length === 0) throw new BadInputError(`${name}: the file is empty; expected a trail`);
  const start = Buffer.from(bytes.subarray(0, 64)).toString("utf8");
  if (/^\{"\w*/.test(start) && !start.startsWith('{"code"')) return;
  throw new BadInputError(
    `${name}:1:1: this is no audit trail; expected one JSON object per line, such as {"action":…}`,
  );
}
