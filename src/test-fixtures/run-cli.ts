/** Runs the built command line in a process and a folder of its own. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageRoot } from "../package-root.ts";

export type CliResult = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export const cliPath = join(packageRoot, "dist", "cli.js");

/**
 * Options of V8 for short processes. By default V8 compiles so early that a short campaign takes a third more
 * processor time. With these, a campaign of ten seconds takes a twentieth longer.
 */
const engineOptions = ["--interrupt-budget=400000"];

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "reconcile-harness-"));
}

type Surroundings = { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> };

/** The environment has no variable but those given and `PATH`. */
export function runCli(args: readonly string[], surroundings: Surroundings = {}): CliResult {
  return runNode([cliPath, ...args], surroundings);
}

/** As `runCli`, and the test goes on meanwhile. For a command that mostly waits. */
export function startCli(
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<CliResult> {
  return startNode([cliPath, ...args], surroundings);
}

export function startNode(
  args: readonly string[],
  { cwd = temporaryFolder(), env: given = {} }: Surroundings = {},
): Promise<CliResult> {
  const env = { PATH: process.env["PATH"] ?? "", ...given };
  const child = spawn(process.execPath, [...engineOptions, ...args], { cwd, env });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** Runs a script of this checkout, with its path below the top folder. */
export function runScript(
  script: string,
  args: readonly string[],
  surroundings: Surroundings = {},
): CliResult {
  const tsx = import.meta.resolve("tsx");
  return runNode(["--import", tsx, join(packageRoot, script), ...args], surroundings);
}

export function runNode(
  args: readonly string[],
  { cwd = temporaryFolder(), env = {} }: Surroundings = {},
): CliResult {
  const path = process.env["PATH"] ?? "";
  const { status, stdout, stderr } = spawnSync(process.execPath, [...engineOptions, ...args], {
    cwd,
    env: { PATH: path, ...env },
    encoding: "utf8",
  });
  return { exitCode: status, stdout, stderr };
}

/** Writes files into a new folder and returns it. Values that are not text are written as JSON. */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === "string" || content instanceof Uint8Array;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes ? content : JSON.stringify(content));
  }
  return folder;
}
