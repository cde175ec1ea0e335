/**
 * A lock that writers of one trail take for a single line. It is a symbolic link whose target is the
 * holder's name: it appears whole or not at all, and nothing else has to be written for it. The lock
 * of a process that was crashed is taken over at once instead of being waited for.
 */
import { randomUUID } from "node:crypto";
import { readlinkSync, renameSync, symlinkSync, unlinkSync } from "node:fs";

const waitMsMax = 5_000;
const pauseMs = 2;

/** Runs `work` while no other process holds the lock. Throws when it cannot be had in five seconds. */
export function withFileLock<Result>(lockPath: string, work: () => Result): Result {
  acquire(lockPath, `${process.pid} ${randomUUID()}`);
  try {
    return work();
  } finally {
    unlinkSync(lockPath);
  }
}

function acquire(lockPath: string, me: string): void {
  const deadline = Date.now() + waitMsMax;
  while (!take(lockPath, me)) {
    const holder = readHolder(lockPath);
    if (holder !== null && !isAlive(holder)) removeDead(lockPath, holder);
    else if (Date.now() > deadline) throw new Error(`${lockPath} is held by process ${holder}`);
    else pause();
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

function isAlive(holder: string): boolean {
  try {
    process.kill(Number.parseInt(holder, 10), 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** A lock that a living process took in this moment is put back. */
function removeDead(lockPath: string, dead: string): void {
  const aside = `${lockPath}.${randomUUID()}`;
  try {
    renameSync(lockPath, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const taken = readlinkSync(aside);
  unlinkSync(aside);
  if (taken !== dead) take(lockPath, taken);
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
