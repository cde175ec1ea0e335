/** Checks a JSON document against a zod schema; the error names the place of each problem. */
import type * as z from "zod";
import { toDotPath } from "zod/v4/core";
import { printableShort } from "../domain/printable-text.ts";
import { BadInputError } from "./bad-input-error.ts";
import type { JsonDocument } from "./json-document.ts";

const problemsShownMax = 5;

type Placed = Pick<JsonDocument, "value" | "placeOf">;
type Issue = z.core.$ZodIssue;

/** Throws `BadInputError` with up to five problems, each with its line, column and path. */
export function parseWithSchema<Schema extends z.ZodType>(
  schema: Schema,
  document: JsonDocument,
): z.output<Schema> {
  const parsed = schema.safeParse(document.value);
  if (parsed.success) return parsed.data;
  throw new BadInputError(describeIssues(parsed.error.issues, document));
}

/** The same messages for a value without a file: each starts with `name` instead of a line. */
export function describeSchemaErrors(error: z.core.$ZodError, value: unknown, name: string) {
  return describeIssues(error.issues, { value, placeOf: () => name });
}

/** Up to five problems, each with its line, column and path. */
export function describeIssues(issues: readonly Issue[], document: Placed): string {
  const version = issues.find(isWrongVersion);
  if (version !== undefined) return describeWrongVersion(version, document);
  const shown = issues.slice(0, problemsShownMax).map((issue) => describeIssue(issue, document));
  const hidden = issues.length - shown.length;
  if (hidden > 0) shown.push(`… and ${hidden} more`);
  return shown.join("\n");
}

/** Every other problem of such a file follows from its version. */
function isWrongVersion(issue: Issue): issue is Extract<Issue, { code: "invalid_value" }> {
  return issue.code === "invalid_value" && issue.path.at(-1) === "schemaVersion";
}

function describeWrongVersion(issue: Extract<Issue, { code: "invalid_value" }>, document: Placed) {
  const found = valueAt(document.value, issue.path);
  const needed = issue.values[0];
  if (typeof found !== "number" || typeof needed !== "number")
    return describeIssue(issue, document);
  const where = describePath(issue.path.slice(0, -1));
  const problem = `schema version ${found}; this version of reconcile-harness reads ${needed}`;
  const cure =
    found < needed
      ? "write the file again with this version"
      : "a newer version wrote it: update reconcile-harness";
  return `${document.placeOf(issue.path)}:${where} ${problem}: ${cure}`;
}

function describeIssue(issue: Issue, document: Placed): string {
  const path =
    issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;
  const where = describePath(path);
  const got = describeValue(valueAt(document.value, path));
  return `${document.placeOf(path)}:${where} ${describeProblem(issue)}${got}`;
}

function describeProblem(issue: Issue): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return "unknown field";
    case "invalid_type":
      return `expected ${issue.expected === "int" ? "a whole number" : issue.expected}`;
    case "invalid_value":
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "too_big":
      return `expected at most ${issue.maximum}${unitOf(issue.origin)}`;
    case "too_small":
      return `expected at least ${issue.minimum}${unitOf(issue.origin)}`;
    case "invalid_union": {
      // All unions here are discriminated by one field; zod lists its allowed values.
      const words = "options" in issue ? (issue.options ?? []) : [];
      return `expected one of ${words.map((word) => JSON.stringify(word)).join(", ")}`;
    }
    case "invalid_key":
      return `invalid name: expected ${issue.issues[0]?.message ?? "another one"}`;
    default:
      return `expected ${issue.message}`;
  }
}

function unitOf(origin: string): string {
  return origin === "string" ? " characters" : origin === "array" ? " entries" : "";
}

function describePath(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "" : ` ${printableShort(toDotPath(path))}:`;
}

function describeValue(value: unknown): string {
  if (value === undefined) return ", and it is missing";
  if (typeof value === "object" && value !== null) return "";
  const written = typeof value === "bigint" ? value.toString() : (JSON.stringify(value) ?? "");
  return `, got ${printableShort(written)}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Reflect.get(at, step);
  }
  return at;
}
