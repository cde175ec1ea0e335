/** One process of a bot on the wire: it runs until it exits, or until it has sent nothing for a while. */
import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { isMainThread } from "node:worker_threads";
import { onExit } from "signal-exit";
import { printable } from "../../domain/printable-text.ts";
import { killProcessGroup, processGroups } from "../stdio/process-groups.ts";

/** Times in milliseconds. */
export type WireLimits = {
  /** Until the first request. */
  readonly startMs: number;
  /** Without a request, after the first one: then the run is over, and the process is asked to end. */
  readonly settleMs: number;
  /** From the start of a run to its end. */
  readonly runMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly endMs: number;
};

export const wireLimits: WireLimits = {
  startMs: 10_000,
  settleMs: 2_000,
  runMs: 30_000,
  endMs: 2_000,
};

/** How a process ended. `settled`: it was asked to end, because it had sent nothing for a while. `crashed`: killed. */
export type ProcessEnd = {
  readonly kind: "exit" | "settled" | "crashed" | "time-out" | "not-started";
  /** The exit code, or null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What broke, for a person; null where nothing did. */
  readonly fault: string | null;
};

const outputLengthMax = 8_192;
const linesShownMax = 15;
const drainMs = 500;

export class WireProcess {
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess;
  readonly #limits: WireLimits;
  readonly #closed: Promise<unknown>;
  readonly #forgetExit: () => void;
  #output = "";
  #asked: ProcessEnd["kind"] | null = null;
  #quiet: NodeJS.Timeout;
  readonly #whole: NodeJS.Timeout;

  /** A shell runs the command. */
  constructor(command: string, env: NodeJS.ProcessEnv, limits: WireLimits) {
    this.#limits = limits;
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
    this.#forgetExit = isMainThread ? onExit(() => this.#kill()) : () => undefined;
    this.#quiet = setTimeout(() => void this.#ask("settled"), limits.startMs);
    this.#whole = setTimeout(() => void this.#ask("time-out"), limits.runMs);
    this.ended = this.#waitForEnd();
  }

  /** A request arrived. */
  touch(): void {
    clearTimeout(this.#quiet);
    if (this.#asked !== null) return;
    this.#quiet = setTimeout(() => void this.#ask("settled"), this.#limits.settleMs);
  }

  /** Kills it: it never ends by itself. */
  stop(): void {
    this.#asked ??= "time-out";
    this.#kill();
  }

  /** Kills it, because the scenario has a crash here. */
  crash(): void {
    this.#asked ??= "crashed";
    this.#kill();
  }

  /** The last lines of its output, as the end of a message. */
  lastLines(): string {
    const lines = this.#output.trimEnd().split("\n").slice(-linesShownMax);
    if (lines.join("") === "") return "\nit printed nothing";
    return `\nthe end of its output:\n${lines.map((line) => `  ${printable(line)}`).join("\n")}`;
  }

  async #ask(kind: ProcessEnd["kind"]): Promise<void> {
    if (this.#asked !== null) return;
    this.#asked = kind;
    const { pid } = this.#child;
    if (pid !== undefined) signalGroup(pid, "SIGTERM");
    await delay(this.#limits.endMs, undefined, { ref: false });
    this.#kill();
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
    clearTimeout(this.#quiet);
    clearTimeout(this.#whole);
    // What it started ends with it.
    this.#kill();
    const isDrained = await Promise.race([
      this.#closed.then(() => true),
      delay(drainMs, false, { ref: false }),
    ]);
    this.#forgetExit();
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    if (error !== null) return end("not-started", `it cannot be started: ${error.message}`);
    // So a shell reports a command that it cannot find or start.
    if (code === 127 || code === 126) return end("not-started", "the shell cannot start it");
    const kind = this.#asked ?? "exit";
    const by = signal ?? signalOf(code);
    const daemon = isDrained
      ? null
      : "a process that it started still runs, outside its process group";
    const fault =
      kind === "time-out"
        ? `it ran for more than ${this.#limits.runMs} ms`
        : kind === "exit" && by !== null
          ? `${by} ended it`
          : daemon;
    return { kind, code, signal, fault };
  }

  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    killProcessGroup(pid);
    processGroups.emit("change", pid, false);
  }
}

/** A shell exits with 128 and the number of the signal that ended its command. */
function signalOf(code: number | null): string | null {
  const found = Object.entries(constants.signals).find(([, number]) => code === 128 + number);
  return found?.[0] ?? null;
}

function end(kind: ProcessEnd["kind"], fault: string): ProcessEnd {
  return { kind, code: null, signal: null, fault };
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended.
  }
}
