/**
 * `npm run check`: runs its steps at the same time, and prints the output of each when it ends. It fails
 * if any step fails.
 */
import { spawn } from "node:child_process";

const steps = ["format:check", "lint", "types", "dead-code"];

/** The exit code of a step; a signal counts as 1. */
function run(step: string): Promise<number> {
  const child = spawn(`npm run ${step}`, { shell: true, stdio: ["ignore", "pipe", "pipe"] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => output.push(chunk));
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => {
      process.stdout.write(Buffer.concat(output));
      resolve(exitCode ?? 1);
    });
  });
}

const exitCodes = await Promise.all(steps.map(run));
const failed = steps.filter((_, place) => exitCodes[place] !== 0);
if (failed.length > 0) process.stdout.write(`\ncheck failed: ${failed.join(", ")}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
