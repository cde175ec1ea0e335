/** One process of a bot on the wire, with all that it starts. */
import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { isMainThread } from "node:worker_threads";
import { onExit } from "signal-exit";
import { printable } from "../../domain/printable-text.ts";
import { killProcessGroup, processGroups } from "../stdio/process-groups.ts";
import { killOutsideGroup } from "./leftover-processes.ts";

/** How a process ended. */
export type ProcessEnd = {
  readonly isStarted: boolean;
  /** The exit code, or null where a signal ended it. */
  readonly code: number | null;
  /** The signal that ended it, also where a shell reports it. */
  readonly signal: string | null;
  /** What broke besides its exit, for a person; null where nothing did. */
  readonly fault: string | null;
};

const outputLengthMax = 8_192;
const linesShownMax = 15;
const drainMs = 500;
/** After this time, in milliseconds, the numbers of processes may have begun again. */
const longMs = 60_000;

export type WireProcessOptions = {
  /** From SIGTERM to SIGKILL, in milliseconds. */
  readonly endMs: number;
  /** In the environment of this process and of all that it starts. */
  readonly secret: string;
};

export class WireProcess {
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess;
  readonly #options: WireProcessOptions;
  readonly #startedAtMs = performance.now();
  readonly #closed: Promise<unknown>;
  readonly #forgetExit: () => void;
  #output = "";

  /** A shell runs the command. */
  constructor(command: string, env: NodeJS.ProcessEnv, options: WireProcessOptions) {
    this.#options = options;
    this.#child = spawn(command, {
      shell: true,
      detached: true,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { pid, stdout, stderr } = this.#child;
    if (pid !== undefined) processGroups.emit("change", pid, true);
    for (const stream of [stdout, stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output = (this.#output + text).slice(-outputLengthMax);
      });
    }
    this.#closed = new Promise((resolve) => this.#child.once("close", resolve));
    this.#forgetExit = isMainThread ? onExit(() => void this.#killAll()) : () => undefined;
    this.ended = this.#waitForEnd();
  }

  /** Asks it to end, and kills it where it does not. */
  async end(): Promise<ProcessEnd> {
    const { pid } = this.#child;
    if (pid !== undefined) signalGroup(pid, "SIGTERM");
    const late = setTimeout(() => this.kill(), this.#options.endMs);
    const end = await this.ended;
    clearTimeout(late);
    return end;
  }

  kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    killProcessGroup(pid);
    processGroups.emit("change", pid, false);
  }

  /** The last lines of its output, as the end of a message. */
  lastLines(): string {
    const lines = this.#output.trimEnd().split("\n").slice(-linesShownMax);
    if (lines.join("") === "") return "\nit printed nothing";
    return `\nthe end of its output:\n${lines.map((line) => `  ${printable(line)}`).join("\n")}`;
  }

  /** Whether a process had left the group. */
  #killAll(): boolean {
    this.kill();
    const { pid } = this.#child;
    if (pid === undefined) return false;
    const isLong = performance.now() - this.#startedAtMs > longMs;
    return killOutsideGroup(pid, this.#options.secret, isLong ? null : pid);
  }

  async #waitForEnd(): Promise<ProcessEnd> {
    const { code, signal, error } = await new Promise<{
      code: number | null;
      signal: NodeJS.Signals | null;
      error: Error | null;
    }>((resolve) => {
      this.#child.once("error", (problem) => resolve({ code: null, signal: null, error: problem }));
      this.#child.once("exit", (exitCode, by) =>
        resolve({ code: exitCode, signal: by, error: null }),
      );
    });
    // What it started ends with it.
    const hasDaemon = this.#killAll();
    const isDrained = await Promise.race([
      this.#closed.then(() => true),
      delay(drainMs, false, { ref: false }),
    ]);
    this.#forgetExit();
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    if (error !== null) return notStarted(`it cannot be started: ${error.message}`);
    // So a shell reports a command that it cannot find or start.
    if (code === 127 || code === 126) return notStarted("the shell cannot start it");
    const fault = hasDaemon
      ? "a process that it started left its process group, and was killed"
      : isDrained
        ? null
        : "a process that it started still runs, outside its process group";
    return { isStarted: true, code, signal: signal ?? signalOf(code), fault };
  }
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended.
  }
}

/** A shell exits with 128 and the number of the signal that ended its command. */
function signalOf(code: number | null): string | null {
  const found = Object.entries(constants.signals).find(([, number]) => code === 128 + number);
  return found?.[0] ?? null;
}

function notStarted(fault: string): ProcessEnd {
  return { isStarted: false, code: null, signal: null, fault };
}
