import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readBytes } from "./read-json-file.ts";
import { describeSystemError, writeWholeFile } from "./whole-file.ts";

const newFolder = () => mkdtempSync(join(tmpdir(), "reconcile-harness-"));

test("a file is written with its folders, and nothing else is left", () => {
  const folder = newFolder();
  writeWholeFile(join(folder, "a/b/file.txt"), "tëxt");
  expect(readFileSync(join(folder, "a/b/file.txt"), "utf8")).toBe("tëxt");
  expect(readdirSync(join(folder, "a/b"))).toEqual(["file.txt"]);
});

test("a file that is replaced keeps its mode, and a symbolic link its target", () => {
  const folder = newFolder();
  const [file, link] = [join(folder, "file.txt"), join(folder, "link.txt")];
  writeFileSync(file, "old");
  chmodSync(file, 0o640);
  symlinkSync(file, link);
  writeWholeFile(link, "new");
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(["file.txt", "link.txt"]);
});

test("two processes with one number, each in its own container, do not share a temporary file", () => {
  const folder = newFolder();
  const file = join(folder, "file.txt");
  const other = `${file}.${process.pid}.tmp`;
  writeFileSync(other, "in the middle of a write");
  writeWholeFile(file, "new");
  expect(readdirSync(folder)).toEqual(["file.txt", `file.txt.${process.pid}.tmp`]);
  expect(readFileSync(other, "utf8")).toBe("in the middle of a write");
});

test.each([
  ["a file in place of its folder", "file/below.txt", "not a directory (ENOTDIR)"],
  ["a folder in its place", "folder", "illegal operation on a directory (EISDIR)"],
  ["a folder that cannot be created", "/proc/none/file.txt", "(ENOENT)"],
])("a file that cannot be written because of %s leaves nothing", (_, name, reason) => {
  const folder = newFolder();
  writeFileSync(join(folder, "file"), "");
  mkdirSync(join(folder, "folder"));
  const path = name.startsWith("/") ? name : join(folder, name);
  let described = "";
  try {
    writeWholeFile(path, "text");
  } catch (error) {
    described = describeSystemError(error);
  }
  expect(described).toContain(reason);
  expect(readdirSync(folder)).toEqual(["file", "folder"]);
  expect(readdirSync(join(folder, "folder"))).toEqual([]);
});

test("a pipe is read to its end, and one without an end up to the limit", () => {
  const folder = newFolder();
  execFileSync("mkfifo", [join(folder, "pipe")]);
  const pipe = join(folder, "pipe");
  const write = (command: string) =>
    execFileSync("sh", ["-c", `(${command}) > '${pipe}' 2>/dev/null &`], { stdio: "ignore" });
  write("printf text");
  expect(Buffer.from(readBytes(pipe)).toString()).toBe("text");
  write("head -c 9000000 /dev/zero");
  expect(() => readBytes(pipe, 1024 * 1024)).toThrow(
    "pipe: the file is larger than the 1 MiB allowed",
  );
});
