import { expect, test } from "vitest";
import { parseJsonDocument } from "./json-document.ts";

const parse = (text: string) => parseJsonDocument(text, "file.json");

test("ordinary JSON has the value that JSON.parse gives it", () => {
  const text = '{"a":[1,-2.5,"x\\u00e9",true,false,null,{"b":{}}],"c":1e3}';
  expect(parse(text).value).toEqual(JSON.parse(text));
});

test("whole numbers above 2^53 become bigints instead of being rounded", () => {
  expect(parse("[9007199254740993,-9007199254740993,9007199254740991]").value).toEqual([
    9007199254740993n,
    -9007199254740993n,
    9007199254740991,
  ]);
});

test("every value has its line and column", () => {
  const document = parse('{\n  "a": [1,\n   {"b": 2}]\n}');
  expect(document.placeOf([])).toBe("file.json:1:1");
  expect(document.placeOf(["a", 1, "b"])).toBe("file.json:3:10");
});

test("the place of a missing value is that of its parent", () => {
  expect(parse('{\n "a": {}}').placeOf(["a", "b", "c"])).toBe("file.json:2:7");
});

test.each([
  ["nothing", "", "the file is empty"],
  ["white space", " \n", "the file is empty"],
  ["an HTML page", "<!DOCTYPE html><html></html>", "HTML page"],
  ["a truncated file", '[{"a":1', "file.json:1:"],
  ["text", "hello", "file.json:1:1: not valid JSON"],
  ["a comment", '{"a":1 /* no */}', "not valid JSON"],
  ["a trailing comma", '{"a":1,}', "not valid JSON"],
  ["two values", "{} {}", "not valid JSON"],
  ["NaN", '{"a":NaN}', "file.json:1:6"],
  ["Infinity", '{"a":Infinity}', "file.json:1:6"],
  ["a number out of range", '{"a":1e999}', "file.json:1:6: the number 1e999 is out of range"],
  ["a duplicate key", '{"a":1,"a":1}', 'file.json:1:12: duplicate key "a"'],
  ["a prototype", '{"__proto__":{"x":1}}', 'the key "__proto__" is not allowed'],
  ["101 levels", "[".repeat(102) + "]".repeat(102), "nested more than 100 levels"],
  ["very many levels", "[".repeat(200_000), "nested more than 100 levels"],
])("%s is refused", (_, text, message) => {
  expect(() => parse(text)).toThrow(message);
});

test("an escape sequence in a key is printed escaped", () => {
  expect(() => parse('{"\\u001b[31m":1,"\\u001b[31m":1}')).toThrow('duplicate key "\\u{1b}[31m"');
});
