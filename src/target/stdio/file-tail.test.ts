import {
  appendFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test-fixtures/run-cli.ts";
import { FileTail } from "./file-tail.ts";

function tailOf({ before = "", rotated = true } = {}) {
  const path = join(temporaryFolder(), "audit.jsonl");
  if (before !== "") writeFileSync(path, before);
  const tail = new FileTail(path, rotated ? `${path}.*` : undefined);
  const append = (text: string) => appendFileSync(path, text);
  const read = () => tail.read().map(({ bytes }) => bytes.toString());
  const rotate = (name: string) => renameSync(path, `${path}.${name}`);
  return { path, tail, append, read, rotate };
}

test("only what is appended is read, and a line waits for its end", () => {
  const { tail, path, append, read } = tailOf({ before: "old\nold\n" });
  expect(read()).toEqual([]);
  append("a\nb");
  expect(tail.read()).toEqual([{ place: `${path}:3`, bytes: Buffer.from("a") }]);
  append("c\n\n");
  expect(read()).toEqual(["bc", ""]);
  expect(read()).toEqual([]);
});

test("a file that is longer than one read, with a letter across it", () => {
  const { append, read } = tailOf();
  const line = "ü".repeat(100_000);
  append(`x${line}\n${line}\n`);
  expect(read()).toEqual([`x${line}`, line]);
});

test("a file that starts later is read from its start", () => {
  const { append, read } = tailOf();
  expect(read()).toEqual([]);
  append("a\n");
  expect(read()).toEqual(["a"]);
});

test("a renamed file is read to its end, and then the new one", () => {
  const { append, read, rotate } = tailOf();
  append("a\n");
  expect(read()).toEqual(["a"]);
  append("b\nlast");
  rotate("1");
  append("c\nd");
  expect(read()).toEqual(["b", "last", "c"]);
  append("e\n");
  expect(read()).toEqual(["de"]);
});

test("files that were renamed between two reads are read by their age, and old ones are not", () => {
  const { path, append } = tailOf();
  append("old\n");
  renameSync(path, `${path}.9`);
  const tail = new FileTail(path, `${path}.*`);
  for (const [name, seconds] of [
    ["3", 1_000],
    ["2", 2_000],
    ["1", 3_000],
  ] as const) {
    append(`${name}\n`);
    renameSync(path, `${path}.${name}`);
    utimesSync(`${path}.${name}`, seconds, seconds);
  }
  append("0\n");
  const texts = tail.read().map(({ bytes }) => bytes.toString());
  expect(texts).toEqual(["3", "2", "1", "0"]);
  expect(tail.read()).toEqual([]);
});

test("a file that was renamed and removed is read to its end", () => {
  const { path, append, read, rotate } = tailOf({ before: "old\n" });
  append("a\n");
  rotate("1");
  rmSync(`${path}.1`);
  append("b\n");
  expect(read()).toEqual(["a", "b"]);
});

test("files of one time have no order", () => {
  const { path, append, read } = tailOf();
  for (const name of ["1", "2"]) {
    append(`${name}\n`);
    renameSync(path, `${path}.${name}`);
    utimesSync(`${path}.${name}`, 1_000, 1_000);
  }
  expect(read).toThrow("were written at one time, so that their order is not known; let a file");
  append("a\n");
  expect(read()).toEqual(["a"]);
});

test("a file that was cut is refused, and read on", () => {
  const { path, append, read } = tailOf({ before: "old\nold\n" });
  truncateSync(path, 3);
  expect(read).toThrow("audit.jsonl: it has 3 bytes, and 8 were read before; an audit file only");
  append("\na\n");
  expect(read()).toEqual(["old", "a"]);
});

test("a replaced file is refused where the profile names no renamed ones", () => {
  const { append, read, rotate } = tailOf({ before: "old\n", rotated: false });
  rotate("1");
  append("a\n");
  expect(read).toThrow("another file has taken its place, so that lines may be lost; name the");
  expect(read()).toEqual(["a"]);
});

test("the rest of a line of an ended process never comes", () => {
  const { tail, append, read } = tailOf();
  append('a\n{"torn');
  expect(read()).toEqual(["a"]);
  tail.dropRest();
  append("b\n");
  expect(read()).toEqual(["b"]);
});
