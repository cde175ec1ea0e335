/** The worker threads that run a campaign's batches. */
import { Worker } from "node:worker_threads";
import { onExit } from "signal-exit";
import { killProcessGroup, processGroups } from "../target/stdio/process-groups.ts";
import { removeFolder } from "../target/temporary-folder.ts";
import { TargetError } from "../simulation/target.ts";
import type { SharedLimits } from "./limits.ts";
import type { BatchOutcome, BatchRunner, OnFound } from "./run-batch.ts";
import type { CampaignInputs } from "./campaign-context.ts";
import type { WorkerAnswer, WorkerInputs, WorkerTask } from "./fuzz-worker.ts";

export type TargetEnd = {
  /** What went wrong in its session, or null. */
  readonly fault: string | null;
  /** The fingerprints of port calls that came after their case was judged. */
  readonly late: readonly string[];
};

export type WorkerPool = {
  readonly runners: readonly BatchRunner[];
  /** Sets the function that is called with each failure, before it is shrunk. */
  readonly onFound: (listener: OnFound) => void;
  /** Ends the target of each worker. */
  readonly end: () => Promise<TargetEnd[]>;
  readonly close: () => Promise<void>;
};

// Each worker has the next batch in its queue, so that it never waits for a busy main thread.
const batchesAhead = 2;

/** Each worker opens the target of the command. */
export function startWorkers(
  count: number,
  inputs: CampaignInputs,
  { command, profilePath }: Pick<WorkerInputs, "command" | "profilePath">,
  limits: SharedLimits,
): WorkerPool {
  const workers = Array.from(
    { length: count },
    () => new PoolWorker({ inputs, command, profilePath, limits }),
  );
  const forgetExit = onExit(() => {
    for (const worker of workers) worker.endTargets();
  });
  return {
    runners: workers.flatMap((worker) => Array.from({ length: batchesAhead }, () => worker.run)),
    onFound: (listener) => {
      for (const worker of workers) worker.onFound = listener;
    },
    end: () => Promise.all(workers.map((worker) => worker.end())),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
      forgetExit();
    },
  };
}

type Waiting = {
  readonly resolve: (outcome: BatchOutcome) => void;
  readonly reject: (error: Error) => void;
};

/** One thread. When it ends early, every batch that it still has is rejected. */
class PoolWorker {
  onFound: OnFound = () => undefined;
  readonly #thread: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #ended: ((end: TargetEnd) => void) | null = null;
  #failure: Error | null = null;
  /** The process groups of its target; a terminated thread cannot kill them. */
  readonly #groups = new Set<number>();
  /** The folders of its target, which a terminated thread cannot remove. */
  readonly #folders = new Set<string>();

  constructor(inputs: WorkerInputs) {
    this.#thread = startThread(inputs);
    this.#thread.on("error", (error) => this.#fail(error));
    this.#thread.on("exit", (exitCode) => {
      const batches = [...this.#waiting.keys()].join(", ");
      this.#fail(new Error(`a worker ended with ${exitCode} in batch ${batches}`));
    });
    this.#thread.on("message", (answer: WorkerAnswer) => this.#onAnswer(answer));
  }

  readonly run: BatchRunner = (batch, shrunk) => {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.set(batch.number, { resolve, reject });
      this.#post({ batch, shrunk });
    });
  };

  end(): Promise<TargetEnd> {
    if (this.#failure !== null) return Promise.resolve(unknownEnd);
    return new Promise((resolve) => {
      this.#ended = resolve;
      this.#post("end");
    });
  }

  async terminate(): Promise<void> {
    await this.#thread.terminate();
    this.endTargets();
  }

  /** Kills their processes and removes their folders. */
  endTargets(): void {
    for (const group of this.#groups) killProcessGroup(group);
    this.#groups.clear();
    for (const folder of this.#folders) removeFolder(folder);
    this.#folders.clear();
  }

  #post(task: WorkerTask): void {
    this.#thread.postMessage(task);
  }

  #onAnswer(answer: WorkerAnswer): void {
    if ("group" in answer) {
      if (answer.isRunning) this.#groups.add(answer.group);
      else this.#groups.delete(answer.group);
      processGroups.emit("change", answer.group, answer.isRunning);
    } else if ("folder" in answer) {
      if (answer.isThere) this.#folders.add(answer.folder);
      else this.#folders.delete(answer.folder);
    } else if ("ended" in answer) this.#ended?.(answer.ended);
    else if ("found" in answer) this.onFound(answer.found);
    else if ("targetError" in answer)
      this.#fail(new TargetError("process-exit", answer.targetError));
    else {
      this.#waiting.get(answer.number)?.resolve(answer.outcome);
      this.#waiting.delete(answer.number);
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
    this.#ended?.(unknownEnd);
  }
}

/** The thread failed before, so the campaign has failed with its error. */
const unknownEnd: TargetEnd = { fault: null, late: [] };

/** Runs the neighbouring file: the bundle in `dist/`, or TypeScript in a checkout. */
function startThread(inputs: WorkerInputs): Worker {
  if (!import.meta.url.endsWith(".ts")) {
    return new Worker(new URL("./fuzz-worker.js", import.meta.url), { workerData: inputs });
  }
  const { href } = new URL("./fuzz-worker.ts", import.meta.url);
  const tsx = import.meta.resolve("tsx/esm/api");
  return new Worker(importWithTsx, { eval: true, workerData: { ...inputs, href, tsx } });
}

// A new thread does not inherit the loader that tsx registers in the main thread.
const importWithTsx = `
  const { workerData } = require("node:worker_threads");
  import(workerData.tsx).then(({ register }) => {
    register();
    return import(workerData.href);
  });
`;
