/** `fuzz --watch`: a new campaign after each change of the target's files. */
import { propertiesFor } from "../../properties/wire/all.ts";
import { setTimeout } from "node:timers/promises";
import { watch } from "chokidar";
import { relative } from "node:path";
import { printable } from "../domain/printable-text.ts";
import { answerFile } from "../fuzz/answer-file.ts";
import { listCounterexamples, replayedFolders } from "../fuzz/counterexample-files.ts";
import { selectWithout } from "../fuzz/select-properties.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { describeAnswer } from "../report/replay-report.ts";
import { fuzz } from "./fuzz.ts";
import { readFuzzSettings, type FuzzOptions } from "./options/fuzz-settings.ts";
import { foldersOfTarget, isNoTargetFile, profilesOutside } from "./options/target-files.ts";
import { commandOf, withTarget, type TargetOptions } from "./options/with-target.ts";
import { exitCodeOfError } from "./output/run-program.ts";
import { signals } from "./output/stop-signals.ts";
import { exitCodes, printsText, type ExitCode, type Terminal } from "./output/terminal.ts";

/** An editor may write a file in several steps. */
const settleMs = 100;

/** What happens while a campaign runs, or between two of them. */
class Watched {
  hasEnded = false;
  #hasChanged = false;
  #round = new AbortController();
  #wake: () => void = () => undefined;

  /** Stops the campaign in hand after its case. Returns whether it is the first change since the campaign started. */
  change(): boolean {
    if (this.hasEnded) return false;
    const isFirst = !this.#hasChanged;
    this.#hasChanged = true;
    this.#round.abort();
    this.#wake();
    return isFirst;
  }

  end(): void {
    this.hasEnded = true;
    this.#wake();
  }

  /** The signal is aborted by the next change. */
  startRound(): AbortSignal {
    this.#hasChanged = false;
    this.#round = new AbortController();
    return this.#round.signal;
  }

  /** Resolves at the next change or at the end. */
  async nextChange(): Promise<void> {
    if (this.#hasChanged || this.hasEnded) return;
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

/**
 * Runs until a signal ends it. Returns the exit code of the last campaign that no change stopped. Throws
 * `BadInputError`.
 */
export async function fuzzWatch(options: FuzzOptions, terminal: Terminal): Promise<ExitCode> {
  const { reports } = readFuzzSettings(options);
  const known = propertiesFor({ isOnWire: options.wire !== undefined });
  selectWithout(options.property ?? [], options.without ?? [], known);
  const command = commandOf(options)?.text;
  if (command === undefined) {
    throw new BadInputError("--watch: add --target or --wire; only the files of a bot are watched");
  }
  const folders = foldersOfTarget(command);
  const profiles = profilesOutside(folders, options.botProfile, command);
  const written = reports.map(({ path }) => path);
  const watched = new Watched();
  const places = [...folders, ...profiles];
  const watcher = watch(places, {
    ignoreInitial: true,
    ignored: (path) => !places.includes(path) && isNoTargetFile(path, written),
  });
  const onSignal = () => watched.end();
  for (const signal of signals) process.on(signal, onSignal);
  try {
    await new Promise<void>((resolve) => watcher.once("ready", resolve));
    watcher.on("all", (event, path) => {
      if (!["add", "change", "unlink"].includes(event)) return;
      if (watched.change()) terminal.warn(`${shortPath(path)} changed: a new campaign starts`);
    });
    watcher.on("error", (error) => terminal.warn(`warning: --watch: ${String(error)}`));
    return await runRounds(options, watched, places, terminal);
  } finally {
    for (const signal of signals) process.removeListener(signal, onSignal);
    await watcher.close();
  }
}

async function runRounds(
  options: FuzzOptions,
  watched: Watched,
  places: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.inconclusive;
  for (;;) {
    const stop = watched.startRound();
    const round = await runRound(options, watched, stop, terminal);
    if (round !== null && !stop.aborted) code = round;
    if (!stop.aborted && !watched.hasEnded) {
      terminal.warn(`watching ${places.map(shortPath).join(", ")}; Ctrl-C ends`);
    }
    await watched.nextChange();
    if (!watched.hasEnded) await setTimeout(settleMs);
    if (watched.hasEnded) return code;
  }
}

function shortPath(path: string): string {
  const short = relative(".", path);
  return printable(short === "" ? "." : short);
}

/** Replays what is saved, and then fuzzes. A change stops it, and it prints no more. Null: it has no verdict. */
async function runRound(
  options: FuzzOptions,
  watched: Watched,
  stop: AbortSignal,
  terminal: Terminal,
): Promise<ExitCode | null> {
  const unlessStopped = (print: (text: string) => void) => (text: string) => {
    if (!stop.aborted) print(text);
  };
  const { out, warn } = terminal;
  const own = { ...terminal, out: unlessStopped(out), warn: unlessStopped(warn) };
  const isStopped = () => stop.aborted || watched.hasEnded;
  try {
    if (printsText(options)) await replaySaved(options, isStopped, own);
    return isStopped() ? null : await fuzz(options, own, stop);
  } catch (error) {
    // A file in the middle of a change is no reason to end, and a bot that does not start may start after the next.
    return stop.aborted ? null : exitCodeOfError(error);
  }
}

/** A line for each saved failure, before the campaign: whether the change has fixed it. */
async function replaySaved(
  options: TargetOptions,
  isStopped: () => boolean,
  { out }: Terminal,
): Promise<void> {
  const paths = listCounterexamples(replayedFolders);
  if (paths.length === 0) return;
  await withTarget(options, async ({ target }) => {
    for (const path of paths) {
      if (isStopped()) return;
      out(`${describeAnswer(await answerFile(path, target))}\n`);
    }
  });
}
