/**
 * Holds the docstrings of the package. Covered are every name that its three entries export; of a function each
 * parameter, the result and the errors; and each field of every object type of our own that an exported name leads to.
 * A type that is inferred from a schema has no comments at its fields in a declaration, so the comment of an exported
 * one names each of its fields. Not covered are the inner fields of such a type, and constructors.
 */
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/package-root.ts";
import { folderWith } from "../../src/test-fixtures/run-cli.ts";
import { avoidedWordsOf } from "./avoided-words.ts";
import { readDocstrings } from "./docstrings.ts";

const declarations = ["index", "arbitraries", "vitest"].map((entry) =>
  join(packageRoot, "dist", "types", "src", `${entry}.d.ts`),
);

test("every exported name has a docstring, and so has every field, in plain words and with the unit of a time", () => {
  const { names, fields, missing, comments } = readDocstrings(declarations, folderWith({}));
  expect(missing).toEqual([]);
  const avoided = [...comments].flatMap(([name, comment]) =>
    avoidedWordsOf(comment).map((word) => `${name}: ${word}`),
  );
  expect(avoided).toEqual([]);
  const withoutUnit = [...comments].filter(
    ([name, comment]) => /Ms at /.test(name) && !/milliseconds/i.test(comment),
  );
  expect(withoutUnit).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(["fuzz", "testTarget", "tradingSymbol"]));
  expect(fields).toEqual(
    expect.arrayContaining(["FuzzTargetOptions.seed", "PortCall.atMs", "scenario.queries"]),
  );
});

const sample = `
/** A type. */
export type Options = {
  /** A number. */
  readonly first: number;
  readonly second: Inner;
};
type Inner = { readonly third: string };
type Generic<Item> = {
  /** Of any type. */
  readonly item: Item;
};
/** A use of a generic type. */
export type First = Generic<string>;
/** Another use of it. */
export type Second = Generic<{ readonly nested: number }>;
type Schema<Output> = {
  /** A value. */
  readonly output: Output;
};
/** A schema. */
export declare const schema: Schema<{ named: string; unnamed: string }>;
/** It has \`named\`. */
export type Inferred = (typeof schema)["output"];
export declare const value: number;
/** A function. */
export declare function none(options: Options, other: number): string;
/**
 * A function.
 *
 * @param options What it reads.
 * @param other
 * @returns a text
 * @throws an error, always
 */
export declare function some(options: Options, other: number): string;
/** A function. Throws nothing. */
export declare function nothing(): void;
export {};
`;

test("each comment that is missing is found, by its name", () => {
  const folder = folderWith({ "sample.d.ts": sample });
  const { names, fields, missing, comments } = readDocstrings(
    [join(folder, "sample.d.ts")],
    folder,
  );
  expect(missing.toSorted()).toEqual([
    "Inferred: its comment does not name the field `unnamed`",
    "Inner.third: no comment",
    "Options.second: no comment",
    "Second.nested: no comment",
    "none: neither @throws nor the words 'Throws nothing'",
    "none: no @param for parameter 1, `options`",
    "none: no @param for parameter 2, `other`",
    "none: no @returns",
    "some: no @param for parameter 2, `other`",
    "value: no comment",
  ]);
  expect(names).toHaveLength(9);
  expect(fields).toHaveLength(6);
  expect(comments.get("some")).toMatch(
    /^A function\.\noptions .*\nother\na text\nan error, always$/,
  );
});
