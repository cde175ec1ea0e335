/** `audit verify`: checks an audit trail, and prints its findings. */
import { verifyTrail, type TrailVerdict } from "../audit/verify.ts";
import { counted } from "../domain/counted.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { readBytes } from "../input/read-json-file.ts";
import { printable } from "../domain/printable-text.ts";
import { renderDocument } from "../report/verdict.ts";
import { exitCodes, type ExitCode, type OutputOptions, type Terminal } from "./output/terminal.ts";

/** Throws `BadInputError`. */
export function auditVerify(
  path: string,
  { json = false, quiet = false }: OutputOptions,
  terminal: Terminal,
): ExitCode {
  const bytes = readBytes(path);
  const name = printable(path);
  assertTrail(bytes, name);
  const verdict = verifyTrail(bytes);
  const { verdict: word, ...found } = verdict;
  if (json) terminal.out(renderDocument("audit-trail", word, { file: path, ...found }));
  else terminal.out(quiet ? renderQuietly(name, verdict) : render(name, verdict));
  return exitCodes[word];
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

function describe(name: string, found: TrailVerdict, word: "broken" | "unfinished"): string[] {
  return found[word].map(({ line, message }) => `${name}:${line}: ${word}: ${message}`);
}

/** The verdict, and what is broken. */
function renderQuietly(name: string, found: TrailVerdict): string {
  const broken = describe(name, found, "broken").map((line) => `  ${line}`);
  return `${[sentences[found.verdict], ...broken].join("\n")}\n`;
}

function render(name: string, found: TrailVerdict): string {
  const lines = [
    ...describe(name, found, "broken"),
    ...describe(name, found, "unfinished"),
    `${counted(found.lines, "complete line")}, ${counted(found.runs, "run")}, ${counted(found.attempts, "attempted live port call")}`,
    sentences[found.verdict],
  ];
  return `${lines.join("\n")}\n`;
}
