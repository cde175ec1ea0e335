/*
 * What happens when another process moves between two steps of this one. The file system is the real one; it
 * is only told what to do in between.
 */
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { runEvent } from "../test-fixtures/audit-events.ts";
import { temporaryFolder } from "../test-fixtures/run-cli.ts";
import { withFileLock } from "./file-lock.ts";
import { AuditTrail } from "./trail.ts";

const { before, meanwhile, synced } = vi.hoisted(() => {
  /** What another process does just before a call, once. */
  const due = new Map<"readlinkSync" | "renameSync", () => void>();
  return {
    before: due,
    meanwhile: (name: "readlinkSync" | "renameSync"): void => {
      const happens = due.get(name);
      due.delete(name);
      happens?.();
    },
    synced: { files: 0 },
  };
});

vi.mock("node:fs", async (importOriginal) => {
  const real = await importOriginal<typeof fs>();
  return {
    ...real,
    readlinkSync: (path: string) => {
      meanwhile("readlinkSync");
      return real.readlinkSync(path);
    },
    renameSync: (from: string, to: string) => {
      meanwhile("renameSync");
      real.renameSync(from, to);
    },
    fsyncSync: (file: number) => {
      synced.files += 1;
      real.fsyncSync(file);
    },
  };
});

afterEach(() => {
  vi.restoreAllMocks();
  before.clear();
});

const newPath = (): string => join(temporaryFolder(), "trail.lock");
const dead = "99999999 somebody";
const living = `${process.pid} somebody else`;

function lockHeldBy(holder: string): string {
  const path = newPath();
  fs.symlinkSync(holder, path);
  return path;
}

/** Every look at the clock is a second later. */
function hurry(): void {
  let nowMs = 0;
  vi.spyOn(Date, "now").mockImplementation(() => (nowMs += 1_000));
}

test.each([
  ["it is looked at", living, "readlinkSync"],
  ["it is moved aside", dead, "renameSync"],
] as const)("a lock that is let go before %s is taken", (_, holder, call) => {
  const path = lockHeldBy(holder);
  before.set(call, () => fs.unlinkSync(path));
  expect(withFileLock(path, () => "done")).toBe("done");
});

test("a dead lock that cannot be moved aside is told as the file system tells it", () => {
  const path = lockHeldBy(dead);
  before.set("renameSync", () => {
    throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  });
  expect(() => withFileLock(path, () => 1)).toThrow("EACCES");
});

test("the lock that a living process took in that moment is put back", () => {
  const path = lockHeldBy(dead);
  hurry();
  before.set("renameSync", () => {
    fs.unlinkSync(path);
    fs.symlinkSync(living, path);
  });
  expect(() => withFileLock(path, () => 1)).toThrow(`is held by process ${living}`);
  expect(fs.readlinkSync(path)).toBe(living);
});

const refuse = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};

test("a holder that may not be asked is alive, and one that is not there is dead", () => {
  hurry();
  vi.spyOn(process, "kill").mockImplementation(refuse("EPERM"));
  expect(() => withFileLock(lockHeldBy("1 root"), () => 1)).toThrow("is held by process 1 root");
  vi.spyOn(process, "kill").mockImplementation(refuse("ESRCH"));
  expect(withFileLock(lockHeldBy("1 nobody"), () => "done")).toBe("done");
});

test("the name of a new trail is synced once, and every line", () => {
  const trail = new AuditTrail(join(temporaryFolder(), "trail.jsonl"));
  synced.files = 0;
  expect(trail.append(runEvent())).toBeNull();
  expect(synced.files).toBe(2);
  expect(trail.append(runEvent({ run_id: "run-2" }))).toBeNull();
  expect(synced.files).toBe(3);
});
