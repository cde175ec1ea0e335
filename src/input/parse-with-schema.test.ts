import { expect, test } from "vitest";
import * as z from "zod";
import { BadInputError } from "./bad-input-error.ts";
import { parseJsonDocument } from "./json-document.ts";
import { parseWithSchema } from "./parse-with-schema.ts";

const scenario = z.strictObject({ schemaVersion: z.literal(2), steps: z.array(z.string()) });
const schema = z.strictObject({ schemaVersion: z.literal(2), scenario });

function parse(value: unknown): unknown {
  return parseWithSchema(schema, parseJsonDocument(JSON.stringify(value), "file.json"));
}

test.each([
  [1, "write the file again with this version"],
  [3, "a newer version wrote it: update reconcile-harness"],
])("a file of version %i is refused with the needed version and the cure only", (found, cure) => {
  const refusal = `file.json:1:18: schema version ${found}; this version of reconcile-harness reads 2: ${cure}`;
  expect(() => parse({ schemaVersion: found, cases: [] })).toThrow(new BadInputError(refusal));
});

test("a scenario of another version inside a file is named with its path", () => {
  const value = { schemaVersion: 2, scenario: { schemaVersion: 3, path: 1 } };
  expect(() => parse(value)).toThrow(
    /^file.json:1:48: scenario: schema version 3; .* reads 2: .*$/,
  );
});

test("a file without a version is refused as any missing field", () => {
  expect(() => parse({})).toThrow("file.json:1:1: schemaVersion: expected 2, and it is missing");
});

test("at most five problems are shown", () => {
  const steps = [1, 2, 3, 4, 5, 6, 7];
  const value = { schemaVersion: 2, scenario: { schemaVersion: 2, steps } };
  expect(() => parse(value)).toThrow(/scenario\.steps\[4\]: expected string, got 5\n… and 2 more$/);
});
