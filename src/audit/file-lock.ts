/**
 * A lock that writers of one trail hold for a single line. It is a symbolic link whose target names the
 * holder, so that it is created in one atomic step. The lock of a process that has ended is taken over
 * at once.
 */
import { randomUUID } from "node:crypto";
import { readlinkSync, renameSync, symlinkSync, unlinkSync } from "node:fs";

const waitMsMax = 5_000;
const pauseMs = 2;

/** Runs `work` while holding the lock. Throws when another process holds it for five seconds. */
export function withFileLock<Result>(lockPath: string, work: () => Result): Result {
  acquire(lockPath, `${process.pid} ${randomUUID()}`);
  try {
    return work();
  } finally {
    unlinkSync(lockPath);
  }
}

function acquire(lockPath: string, self: string): void {
  const deadline = Date.now() + waitMsMax;
  while (!take(lockPath, self)) {
    const holder = readHolder(lockPath);
    if (holder !== null && !isRunning(holder)) removeStale(lockPath, holder);
    else if (Date.now() > deadline) throw new Error(`${lockPath} is held by process ${holder}`);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
  }
}

function take(lockPath: string, holder: string): boolean {
  try {
    symlinkSync(holder, lockPath);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function readHolder(lockPath: string): string | null {
  try {
    return readlinkSync(lockPath);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function isRunning(holder: string): boolean {
  try {
    process.kill(Number.parseInt(holder, 10), 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Puts the lock back if a running process has taken it in the meantime. */
function removeStale(lockPath: string, stale: string): void {
  const aside = `${lockPath}.${randomUUID()}`;
  try {
    renameSync(lockPath, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const taken = readlinkSync(aside);
  unlinkSync(aside);
  if (taken !== stale) take(lockPath, taken);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
