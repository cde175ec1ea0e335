/** `audit verify`: checks an audit trail, and prints its findings. */
import { verifyTrail, type TrailVerdict } from "../audit/verify.ts";
import { counted } from "../domain/counted.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { readBytes } from "../input/read-json-file.ts";
import { printable } from "../domain/printable-text.ts";
import {
  exitCodes,
  jsonText,
  type ExitCode,
  type JsonOption,
  type Terminal,
} from "./output/terminal.ts";

/** Throws `BadInputError`. */
export function auditVerify(
  path: string,
  { json = false }: JsonOption,
  terminal: Terminal,
): ExitCode {
  const bytes = readBytes(path);
  const name = printable(path);
  assertTrail(bytes, name);
  const verdict = verifyTrail(bytes);
  terminal.out(json ? jsonText({ file: path, ...verdict }) : render(name, verdict));
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

const sentences = {
  pass: "PASS  every line fits the schema, every attempt has its result, every live call has its attempt",
  fail: "FAIL  the trail is broken",
  inconclusive: "INCONCLUSIVE  no complete line is wrong, but a line or a run was cut short",
} as const;

function render(name: string, { verdict, ...found }: TrailVerdict): string {
  const describe = (word: "broken" | "unfinished") =>
    found[word].map(({ line, message }) => `${name}:${line}: ${word}: ${message}`);
  const lines = [
    ...describe("broken"),
    ...describe("unfinished"),
    `${counted(found.lines, "complete line")}, ${counted(found.runs, "run")}, ${counted(found.attempts, "attempted live port call")}`,
    sentences[verdict],
  ];
  return `${lines.join("\n")}\n`;
}
