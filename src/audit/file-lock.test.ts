import {
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "../test-fixtures/run-cli.ts";
import { withFileLock } from "./file-lock.ts";

const newPath = (): string => join(temporaryFolder(), "trail.lock");
/** No process has this id: Linux assigns none above 2^22. */
const deadHolder = "99999999 somebody";

afterEach(() => {
  vi.restoreAllMocks();
});

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

test("the lock names its holder during the work, and is removed after it", () => {
  const path = newPath();
  const holder = withFileLock(path, () => readlinkSync(path));
  expect(holder).toMatch(new RegExp(`^${process.pid} [0-9a-f-]{36}$`));
  expect(isLink(path)).toBe(false);
});

function fail(): never {
  throw new Error("no space");
}

test("work that throws leaves no lock", () => {
  const path = newPath();
  expect(() => withFileLock(path, fail)).toThrow("no space");
  expect(isLink(path)).toBe(false);
});

test("the lock of an ended process is taken over at once", () => {
  const path = newPath();
  symlinkSync(deadHolder, path);
  const startedAt = Date.now();
  expect(withFileLock(path, () => readlinkSync(path))).not.toBe(deadHolder);
  expect(Date.now() - startedAt).toBeLessThan(2_000);
  expect(existsSync(path)).toBe(false);
});

test("the lock of a running process is waited for, and the error names its holder", () => {
  const path = newPath();
  const holder = `${process.pid} somebody else`;
  symlinkSync(holder, path);
  let nowMs = 1_000;
  vi.spyOn(Date, "now").mockImplementation(() => (nowMs += 1_000));
  let worked = false;
  const work = () => {
    worked = true;
  };
  expect(() => withFileLock(path, work)).toThrow(`${path} is held by process ${holder}`);
  expect({ worked, holder: readlinkSync(path) }).toEqual({ worked: false, holder });
  // The clock is read once at the start and once for each try, until five seconds have passed.
  expect(nowMs).toBe(1_000 + 7 * 1_000);
});

test("a lock that is released in the meantime is taken", () => {
  const path = newPath();
  symlinkSync(`${process.pid} somebody else`, path);
  let tries = 0;
  vi.spyOn(Date, "now").mockImplementation(() => {
    tries += 1;
    if (tries === 3) handOverToEnded(path);
    return 0;
  });
  expect(withFileLock(path, () => "done")).toBe("done");
});

/** As if its holder had been killed. */
function handOverToEnded(path: string): void {
  symlinkSync(deadHolder, `${path}.other`);
  renameSync(`${path}.other`, path);
}

test("a lock that cannot be created fails with the error of the file system", () => {
  expect(() => withFileLock(join(newPath(), "no", "such"), () => 1)).toThrow("ENOENT");
});

test("a regular file at the path of the lock is an error, and stays", () => {
  const path = newPath();
  writeFileSync(path, "mine");
  expect(() => withFileLock(path, () => 1)).toThrow("EINVAL");
  expect(readFileSync(path, "utf8")).toBe("mine");
});
