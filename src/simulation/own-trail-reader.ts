/** Reads the audit file of a target that writes one of its own, and records its events with its run ids. */
import { OwnTrail } from "./own-trail.ts";
import type { Simulation } from "./simulation.ts";
import type { Target } from "./target.ts";

type Source = NonNullable<Target["ownTrail"]>;

/** Of one scenario. */
export class OwnTrailReader {
  readonly #source: Source;
  readonly #account: string | undefined;
  readonly #trail = new OwnTrail();
  /** The last run that has the id of its lines. */
  #namedRun = -1;

  constructor(source: Source, account: string | undefined) {
    this.#source = source;
    this.#account = account;
  }

  /** Throws `TargetError`, also where a run must have a line and there is no file. */
  afterAnswer(simulation: Simulation): void {
    const { port, runs } = simulation;
    const report = runs[port.run];
    const hasEvent = this.#source.hasRunEvents && report?.mode !== "refused";
    this.#read(simulation, hasEvent || port.calls.some(({ run }) => run === port.run));
  }

  /** After a crash it reads the last lines of the process that ended. Those before the first run are of no run. */
  afterStart(simulation: Simulation): void {
    if (simulation.runContexts.length === 0) this.#source.take(false);
    else this.#read(simulation, false);
  }

  /** What the file has is judged. The error of the run is the one that counts. */
  afterError(simulation: Simulation): void {
    try {
      this.#read(simulation, false);
    } catch {
      // Its own error would hide the first one.
    }
  }

  #read(simulation: Simulation, isDue: boolean): void {
    const written = this.#source.take(isDue);
    const { port, runs, config, audit } = simulation;
    if (!config.auditEnabled) return;
    const report = runs[port.run] ?? null;
    if (report !== null && report.mode !== "refused" && this.#namedRun < port.run) {
      const own = this.#trail.runIdOf(written);
      if (own !== null) this.#namedRun = port.run;
      // The id of the harness could be one that the bot gives to another run.
      const runId = own ?? `run ${port.run + 1}, without a line`;
      runs[port.run] = report.mode === "crashed" ? { ...report, runId: own } : { ...report, runId };
    }
    const calls = port.calls.filter(({ run }) => run === port.run);
    const run = { report, calls, nowMs: simulation.nowMs(), account: this.#account };
    for (const event of this.#trail.complete(written, run)) audit.record(event);
  }
}
