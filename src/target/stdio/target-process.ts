/**
 * A target's process: lines in, lines out, and no process left behind. It runs in a process group of its
 * own, so that what it has started ends with it.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { isMainThread } from "node:worker_threads";
import { onExit } from "signal-exit";
import split2 from "split2";
import { printable } from "../../domain/printable-text.ts";
import { killProcessGroup, reportProcessGroup } from "./process-groups.ts";
import type { TargetLimits } from "./protocol.ts";

const errorLinesShownMax = 5;
const errorTextLengthMax = 8_192;
/** How long to wait for what a dead process has still in its pipes. */
const drainMs = 300;

export type ProcessEvents = {
  readonly onLine: (line: string) => void;
  /** Told once, when the process is gone and was not asked to end. */
  readonly onBreak: (reason: string) => void;
};

export class TargetProcess {
  readonly #child: ChildProcess;
  readonly #events: ProcessEvents;
  readonly #forgetExit: () => void;
  readonly #closed: Promise<void>;
  #standardError = "";
  #broken = false;
  #ending = false;
  #exited = false;

  /** The command is for the shell, so it may have quotes, variables and arguments. */
  constructor(command: string, { lineLengthMax }: TargetLimits, events: ProcessEvents) {
    this.#events = events;
    this.#child = spawn(command, { shell: true, detached: true, stdio: ["pipe", "pipe", "pipe"] });
    const { pid, stdin, stdout, stderr } = this.#child;
    if (pid !== undefined) reportProcessGroup(pid, true);
    const lines = split2(/\r?\n/, { maxLength: lineLengthMax });
    lines.on("data", (line: string) => {
      if (!this.#broken) events.onLine(line);
    });
    lines.on("error", () => {
      this.break(`it printed a line of more than ${lineLengthMax} characters`);
    });
    stdout?.pipe(lines);
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#standardError = (this.#standardError + text).slice(-errorTextLengthMax);
    });
    // What cannot be written any more is told by the end of the process.
    stdin?.on("error", () => undefined);
    this.#closed = new Promise((resolve) => this.#child.once("close", () => resolve()));
    this.#child.once("error", (error) => this.break(`it cannot be started: ${error.message}`));
    this.#child.once("exit", (code, signal) => {
      this.#exited = true;
      const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
      this.break(`its process ended ${how}`);
    });
    // A thread has no signals of its own; whoever started it ends its targets with it.
    this.#forgetExit = isMainThread ? onExit(() => this.#kill()) : () => undefined;
  }

  send(message: unknown): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  /** Ends the process at once, and tells why when its last words have come in. */
  break(reason: string): void {
    if (this.#broken || this.#ending) return;
    this.#broken = true;
    void this.#killAndDrain().then(() => this.#events.onBreak(reason + this.#stderrTail()));
  }

  /** Closes its standard input, which asks it to end. Answers null, or why it had to be crashed. */
  async end(withinMs: number): Promise<string | null> {
    if (this.#broken) return null;
    this.#ending = true;
    this.#child.stdin?.end();
    const isClosed = await Promise.race([this.#closed.then(() => true), expire(withinMs)]);
    const exitedInTime = this.#exited;
    await this.#killAndDrain();
    if (isClosed) return null;
    const who = exitedInTime ? "a process that it has started" : "it";
    return (
      `${who} did not end within ${withinMs} ms after its standard input was closed, and was crashed` +
      this.#stderrTail()
    );
  }

  async #killAndDrain(): Promise<void> {
    this.#kill();
    await Promise.race([this.#closed, expire(drainMs)]);
    this.#forgetExit();
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    this.#child.unref();
  }

  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    killProcessGroup(pid);
    reportProcessGroup(pid, false);
  }

  #stderrTail(): string {
    const lines = this.#standardError.trimEnd().split("\n").slice(-errorLinesShownMax);
    if (lines.join("") === "") return "\nit wrote nothing to standard error";
    return `\nthe end of its standard error:\n${lines.map((line) => `  ${printable(line)}`).join("\n")}`;
  }
}

async function expire(ms: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), ms).unref();
  });
}
