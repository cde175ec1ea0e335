/** How far a campaign is: a bar on a terminal, a line now and then in CI, nothing on a pipe. */
import { Presets, SingleBar } from "cli-progress";
import type { BatchResult } from "../../fuzz/batch-result.ts";
import { isShareMet, requiredShares } from "../../fuzz/coverage.ts";
import type { Environment, Terminal } from "./terminal.ts";

export type ProgressDisplay = {
  readonly show: (result: BatchResult) => void;
  readonly end: () => void;
};

const lineEveryMs = 10_000;

export function startProgress(
  total: number,
  env: Environment,
  terminal: Terminal,
): ProgressDisplay {
  if (process.stderr.isTTY) return startBar(total);
  if (env["CI"] !== undefined) return startLines(total, terminal);
  return { show: () => undefined, end: () => undefined };
}

function startBar(total: number): ProgressDisplay {
  const format =
    "{bar} {percentage} % | {value} of {total} cases | {rate}/s | coverage {coverage} | {eta_formatted} left";
  const bar = new SingleBar(
    { format, stream: process.stderr, clearOnComplete: true },
    Presets.shades_classic,
  );
  const startedAt = performance.now();
  bar.start(total, 0, { rate: 0, coverage: "0" });
  return {
    show: (result) => {
      const cases = casesOf(result);
      const rate = Math.round((cases / (performance.now() - startedAt)) * 1_000);
      bar.update(cases, { rate, coverage: describeCoverage(result) });
    },
    end: () => {
      bar.stop();
    },
  };
}

function startLines(total: number, terminal: Terminal): ProgressDisplay {
  let toldAt = performance.now();
  return {
    show: (result) => {
      if (performance.now() - toldAt < lineEveryMs) return;
      toldAt = performance.now();
      terminal.warn(`${casesOf(result)} of ${total} cases, coverage ${describeCoverage(result)}`);
    },
    end: () => undefined,
  };
}

function casesOf({ cases }: BatchResult): number {
  return Object.values(cases).reduce((sum, count) => sum + count, 0);
}

function describeCoverage({ labels, cases }: BatchResult): string {
  const required = Object.entries(requiredShares);
  const met = required.filter(([label, share]) =>
    isShareMet(labels[label] ?? 0, cases.random, share),
  );
  return `${met.length} of ${required.length}`;
}
