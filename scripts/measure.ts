/** Medians and timed processes, for the benchmarks. */
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../src/package-root.ts";

export function median(values: readonly number[]): number {
  return (
    values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
  );
}

/** Milliseconds. */
export function timeNode(args: readonly string[]): number {
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: "ignore", cwd: tmpdir() });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
  return performance.now() - startedAt;
}

/** Milliseconds of the built command line. */
export function timeCli(args: readonly string[]): number {
  return timeNode([join(packageRoot, "dist", "cli.js"), ...args]);
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
