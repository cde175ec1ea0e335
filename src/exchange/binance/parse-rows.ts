/** The rows of a reply. A row that the plan does not need never refuses the reply. */
import * as z from "zod";
import type { Config } from "../../domain/config.ts";
import type { ExpectedState } from "../../domain/expected-state.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import type { JsonDocument } from "../../input/json-document.ts";
import { describeIssues, parseWithSchema } from "../../input/parse-with-schema.ts";
import { refuseErrors } from "./refuse-errors.ts";
import { refuseOtherReplies } from "./refuse-other-replies.ts";
import type { ReplyKind } from "./reply-kind.ts";

/** What decides which rows are needed. */
export type CaptureScope = {
  readonly expected: ExpectedState;
  readonly config: Config;
  /** The venue may show a row twice, and the pipeline reads both. In a saved reply somebody pasted it: it is refused. */
  readonly keepsCopies?: boolean;
};

export type Rows<Row> = {
  readonly rows: readonly Row[];
  /** The problem of each row that could not be read and is not needed. */
  readonly unread: readonly string[];
};

type RowRules<Row> = {
  readonly keepsCopies: boolean | undefined;
  readonly schema: z.ZodType<Row>;
  /** Decides about a row that may be malformed. */
  readonly isNeeded: (row: unknown) => boolean;
  /** A needed row whose key is a duplicate refuses the reply, at this field. */
  readonly keyField: string;
  readonly keyOf: (row: Row) => string;
};

/** Throws `BadInputError` for another reply, and for a needed row that is malformed or a duplicate. */
export function parseRows<Row>(
  document: JsonDocument,
  expected: ReplyKind,
  { schema, isNeeded, keyField, keyOf, keepsCopies = false }: RowRules<Row>,
): Rows<Row> {
  refuseOtherReplies(document, expected);
  refuseErrors(document, expected);
  const rows: Row[] = [];
  const unread: string[] = [];
  const issues: z.core.$ZodIssue[] = [];
  const keys = new Set<string>();
  for (const [index, raw] of parseWithSchema(z.array(z.unknown()), document).entries()) {
    const { data, error } = schema.safeParse(raw);
    const placed = error?.issues.map((issue) => ({ ...issue, path: [index, ...issue.path] })) ?? [];
    if (!isNeeded(raw)) {
      if (data === undefined) unread.push(describeIssues(placed.slice(0, 1), document));
      else rows.push(data);
      continue;
    }
    issues.push(...placed);
    if (data === undefined) continue;
    rows.push(data);
    const key = keyOf(data);
    if (keys.has(key) && !keepsCopies) {
      issues.push(duplicate(key, [index, keyField]));
    }
    keys.add(key);
  }
  if (issues.length > 0) throw new BadInputError(describeIssues(issues, document));
  return { rows, unread };
}

/** The fields of a row that may be malformed. */
export function fieldsOf(row: unknown): Readonly<Record<string, unknown>> {
  return typeof row === "object" && row !== null ? { ...row } : {};
}

function duplicate(key: string, path: PropertyKey[]): z.core.$ZodIssue {
  return { code: "custom", message: `each row once; ${key} is a duplicate`, path, input: key };
}
