/** The progress of a campaign: a bar on a terminal, a line now and then in CI, nothing otherwise. */
import { SingleBar } from "cli-progress";
import type { Terminal } from "./terminal.ts";

export type ProgressDisplay = {
  readonly show: (done: number, total: number) => void;
  readonly end: () => void;
};

const lineEveryMs = 10_000;

/** `deadlineMs` is in the clock of `performance.now`; infinite without a time limit. */
export function startProgress(deadlineMs: number, terminal: Terminal): ProgressDisplay {
  const startedAtMs = performance.now();
  const describe = (done: number, total: number) =>
    describeProgress(done, total, performance.now() - startedAtMs, deadlineMs - performance.now());
  if (process.stderr.isTTY) return startBar(describe);
  if (terminal.env["CI"] === undefined) return { show: () => undefined, end: () => undefined };
  let shownAtMs = startedAtMs;
  return {
    show: (done, total) => {
      if (performance.now() - shownAtMs < lineEveryMs) return;
      shownAtMs = performance.now();
      terminal.warn(describe(done, total));
    },
    end: () => undefined,
  };
}

function startBar(describe: (done: number, total: number) => string): ProgressDisplay {
  let line = "";
  const style = { format: () => line, clearOnComplete: true, hideCursor: true };
  const bar = new SingleBar({ ...style, stream: process.stderr });
  bar.start(1, 0);
  return {
    show: (done, total) => {
      line = describe(done, total);
      bar.setTotal(total);
      bar.update(done);
    },
    end: () => bar.stop(),
  };
}

const barWidth = 16;

/** One line of at most 80 columns, for up to 10 digits of cases: bar, share, cases, rate and time left. */
export function describeProgress(
  done: number,
  total: number,
  elapsedMs: number,
  limitMs: number,
): string {
  const share = total === 0 ? 1 : done / total;
  const rate = elapsedMs === 0 ? 0 : Math.round((done / elapsedMs) * 1_000);
  const leftMs = done === 0 ? limitMs : Math.min(limitMs, (elapsedMs / done) * (total - done));
  const filled = Math.floor(share * barWidth);
  const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
  const percentage = `${Math.floor(share * 100)}`.padStart(3);
  return `${bar} ${percentage} %  ${done}/${total} cases  ${rate}/s  ${describeTime(leftMs)} left`;
}

function describeTime(ms: number): string {
  if (!Number.isFinite(ms)) return "?";
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
