/**
 * The process of a target: lines in, lines out. It runs in its own process group, so that its child
 * processes end with it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { isMainThread } from "node:worker_threads";
import { onExit } from "signal-exit";
import split2 from "split2";
import { printable } from "../../domain/printable-text.ts";
import type { TargetErrorKind } from "../../simulation/target.ts";
import { killProcessGroup, processGroups } from "./process-groups.ts";
import type { TargetLimits } from "./protocol.ts";
import type { ProcessWatch } from "./wire-line.ts";

/** The stack of an error in Node is shorter. */
const errorLinesShownMax = 15;
const errorTextLengthMax = 8_192;
/** Only pipes that a process outside the group holds stay open for so long after the end. */
const drainMs = 2_000;

export type ProcessEvents = {
  /** Gets all that goes over the wire. */
  readonly watch: ProcessWatch | null;
  readonly onLine: (line: string) => void;
  /** Called once, when the process is gone without having been asked to end. */
  readonly onBreak: (kind: TargetErrorKind, reason: string) => void;
};

export class TargetProcess {
  readonly #child: ChildProcess;
  readonly #events: ProcessEvents;
  readonly #forgetExit: () => void;
  readonly #closed: Promise<unknown>;
  #standardError = "";
  #state: "running" | "ending" | "broken" = "running";
  /** Ends when `onBreak` was called. */
  #broken: Promise<void> = Promise.resolve();

  /** A shell runs the command, so it may have quotes, variables and arguments. */
  constructor(command: string, { lineLengthMax }: TargetLimits, events: ProcessEvents) {
    this.#events = events;
    this.#child = spawn(command, { shell: true, detached: true, stdio: ["pipe", "pipe", "pipe"] });
    const { pid, stdin, stdout, stderr } = this.#child;
    if (pid !== undefined) processGroups.emit("change", pid, true);
    const lines = split2(/\r?\n/, { maxLength: lineLengthMax });
    lines.on("data", (line: string) => {
      events.watch?.onRead(line);
      if (this.#state !== "broken") events.onLine(line);
    });
    lines.on("error", () => {
      const reason = `it printed a line of more than ${lineLengthMax} characters`;
      this.break("invalid-message", reason);
    });
    stdout?.pipe(lines);
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#standardError = (this.#standardError + text).slice(-errorTextLengthMax);
      events.watch?.onErrorText(text);
    });
    // A write that fails needs no report: the exit of the process causes one.
    stdin?.on("error", () => undefined);
    const closed = new Promise((resolve) => this.#child.once("close", resolve));
    const read = new Promise((resolve) => lines.once("end", resolve).once("close", resolve));
    this.#closed = Promise.all([closed, read]);
    this.#child.once("error", (error) =>
      this.break("process-exit", `it cannot be started: ${error.message}`),
    );
    this.#child.once("exit", (code, signal) => {
      const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
      // What it printed before its end counts.
      this.#kill();
      void this.#drained(drainMs).then(() =>
        this.break("process-exit", `its process ended ${how}`),
      );
    });
    // A worker thread gets no signals; the main thread ends the targets of its workers.
    this.#forgetExit = isMainThread ? onExit(() => this.#kill()) : () => undefined;
  }

  send(message: unknown): void {
    const line = JSON.stringify(message);
    this.#events.watch?.onSent(line);
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Ends the process at once, and reads what it printed before that. */
  break(kind: TargetErrorKind, reason: string): void {
    if (this.#state !== "running") return;
    this.#state = "broken";
    this.#broken = this.#killAndDrain().then(() => this.#events.onBreak(kind, reason));
  }

  /** Closes its standard input, which asks it to end. Returns null, or why it had to be killed. */
  async end(timeoutMs: number): Promise<string | null> {
    if (this.#state === "broken") {
      await this.#broken;
      return null;
    }
    this.#state = "ending";
    this.#child.stdin?.end();
    const isClosed = await this.#drained(timeoutMs);
    const hasExited = this.#child.exitCode !== null || this.#child.signalCode !== null;
    const isKilled = await this.#killAndDrain();
    if (isClosed) return null;
    const subject = hasExited ? "a process that it started" : "it";
    const fate = isKilled ? "was killed" : "still runs, outside its process group";
    return `${subject} did not end within ${timeoutMs} ms after its standard input was closed, and ${fate}`;
  }

  /** The last lines of its standard error so far, as the end of an error message. */
  lastLines(): string {
    const lines = this.#standardError.trimEnd().split("\n").slice(-errorLinesShownMax);
    if (lines.join("") === "") return "\nit wrote nothing to standard error";
    return `\nthe end of its standard error:\n${lines.map((line) => `  ${printable(line)}`).join("\n")}`;
  }

  /** False where another process still holds the pipes. */
  #drained(timeoutMs: number): Promise<boolean> {
    return Promise.race([
      this.#closed.then(() => true),
      setTimeout(timeoutMs, false, { ref: false }),
    ]);
  }

  /** False where a process outside the group still holds the pipes. */
  async #killAndDrain(): Promise<boolean> {
    this.#kill();
    const isDrained = await this.#drained(drainMs);
    this.#forgetExit();
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    this.#child.unref();
    return isDrained;
  }

  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    killProcessGroup(pid);
    processGroups.emit("change", pid, false);
  }
}
