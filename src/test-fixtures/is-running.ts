import { existsSync, readFileSync } from "node:fs";

/** A killed process stays a zombie until its parent reaps it, which the first process of a container may never do. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = `/proc/${pid}/stat`;
    return !existsSync(stat) || !/\) [ZX] /.test(readFileSync(stat, "utf8"));
  } catch {
    return false;
  }
}

/** Checks again every 5 ms until it is true. The time limit of the test ends it otherwise. */
export async function waitFor(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}
