/** Medians and timed processes, for the benchmarks. */
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../src/package-root.ts";

/** Measures the columns of each round, and returns the median of each column. */
export async function medians(
  rounds: number,
  measure: (round: number) => readonly number[] | Promise<readonly number[]>,
): Promise<number[]> {
  const measured: (readonly number[])[] = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await measure(round));
  return (measured[0] ?? []).map((_, column) => {
    const values = measured.map((row) => row[column] ?? Number.NaN).toSorted((a, b) => a - b);
    return values[Math.floor(values.length / 2)] ?? Number.NaN;
  });
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
