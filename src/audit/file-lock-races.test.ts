/*
 * Races: another process acts between two steps of this one. The file system is real; the wrappers only
 * insert the other process's action.
 */
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { runEvent } from "../test-fixtures/audit-events.ts";
import { temporaryFolder } from "../test-fixtures/run-cli.ts";
import { withFileLock } from "./file-lock.ts";
import { AuditTrail } from "./trail.ts";

const { before, meanwhile, synced } = vi.hoisted(() => {
  /** The action of another process just before a call, once. */
  const due = new Map<"readlinkSync" | "renameSync", () => void>();
  return {
    before: due,
    meanwhile: (name: "readlinkSync" | "renameSync"): void => {
      const action = due.get(name);
      due.delete(name);
      action?.();
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
const ended = "99999999 other";
const running = `${process.pid} other`;

function lockHeldBy(holder: string): string {
  const path = newPath();
  fs.symlinkSync(holder, path);
  return path;
}

/** Each read of the clock is one second later. */
function speedUpClock(): void {
  let nowMs = 0;
  vi.spyOn(Date, "now").mockImplementation(() => (nowMs += 1_000));
}

test.each([
  ["its holder is read", running, "readlinkSync"],
  ["it is moved aside", ended, "renameSync"],
] as const)("a lock that is released before %s is taken", (_, holder, call) => {
  const path = lockHeldBy(holder);
  before.set(call, () => fs.unlinkSync(path));
  expect(withFileLock(path, () => "done")).toBe("done");
});

test("a stale lock that cannot be moved fails with the error of the file system", () => {
  const path = lockHeldBy(ended);
  before.set("renameSync", () => {
    throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  });
  expect(() => withFileLock(path, () => 1)).toThrow("EACCES");
});

test("a lock that a running process took in the meantime is put back", () => {
  const path = lockHeldBy(ended);
  speedUpClock();
  before.set("renameSync", () => {
    fs.unlinkSync(path);
    fs.symlinkSync(running, path);
  });
  expect(() => withFileLock(path, () => 1)).toThrow(`is held by process ${running}`);
  expect(fs.readlinkSync(path)).toBe(running);
});

const refuse = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};

test("a holder without permission to signal is running, and one without a process has ended", () => {
  speedUpClock();
  vi.spyOn(process, "kill").mockImplementation(refuse("EPERM"));
  expect(() => withFileLock(lockHeldBy("1 root"), () => 1)).toThrow("is held by process 1 root");
  vi.spyOn(process, "kill").mockImplementation(refuse("ESRCH"));
  expect(withFileLock(lockHeldBy("1 ended"), () => "done")).toBe("done");
});

test("the folder of a new trail is synced once, and the file after every line", () => {
  const trail = new AuditTrail(join(temporaryFolder(), "trail.jsonl"));
  synced.files = 0;
  expect(trail.append(runEvent())).toBeNull();
  expect(synced.files).toBe(2);
  expect(trail.append(runEvent({ run_id: "run-2" }))).toBeNull();
  expect(synced.files).toBe(3);
});
