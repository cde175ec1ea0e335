/** `fuzz`: runs a campaign and publishes its report. */
import { propertiesFor } from "../../properties/wire/all.ts";
import { readKnown, readRegressions } from "../fuzz/campaign-context.ts";
import type { CampaignInputs } from "../fuzz/campaign-context.ts";
import { fuzzCampaign } from "../fuzz/campaign.ts";
import {
  counterexamplesFolder,
  regressionsFolder,
  replayedFolders,
} from "../fuzz/counterexample-files.ts";
import { FailureSaver } from "../fuzz/failure-saver.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { Limits } from "../fuzz/limits.ts";
import { selectWithout } from "../fuzz/select-properties.ts";
import { startWorkers } from "../fuzz/worker-pool.ts";
import type { OpenTarget } from "../target/open-target.ts";
import { identifyTarget } from "../target/target-identity.ts";
import { readFuzzSettings, type FuzzOptions, type FuzzSettings } from "./options/fuzz-settings.ts";
import type { ReportFile } from "./options/report-files.ts";
import { targetWords, withTarget } from "./options/with-target.ts";
import { hasEvidence, readEvidenceOptions } from "./options/evidence-options.ts";
import { repeatOf, repeatOptions } from "./output/evidence-commands.ts";
import { buildEvidence, hashReplayed } from "../report/evidence/build-evidence.ts";
import { refuseOtherTarget, type AttachedReports } from "../report/evidence/attached-reports.ts";
import { startProgress } from "./output/progress.ts";
import { describePlan, publish } from "./output/publish-campaign.ts";
import { watchSignals } from "./output/stop-signals.ts";
import { exitCodes, printsText, type ExitCode, type Terminal } from "./output/terminal.ts";

const linesMax = 10_000;

/** `stop` ends the campaign after the case in hand, as a signal does. Throws `BadInputError`. */
export async function fuzz(
  options: FuzzOptions,
  terminal: Terminal,
  stop?: AbortSignal,
): Promise<ExitCode> {
  const settings = readFuzzSettings(options);
  const { seed, runs, sequences } = settings;
  const selection = { propertyNames: options.property ?? [], without: options.without ?? [] };
  const known = propertiesFor({ isOnWire: options.wire !== undefined });
  selectWithout(selection.propertyNames, selection.without, known);
  const attached = readEvidenceOptions(settings, options.attach);
  if (settings.shard !== null && hasEvidence(settings)) throw new BadInputError(noShard);
  const wants = (wanted: ReportFile["kind"]) =>
    settings.reports.some(({ kind }) => kind === wanted);
  const inputs = {
    seed,
    runs,
    sequences,
    regressions: readRegressions(replayedFolders),
    ...selection,
    known: options.known === undefined ? [] : readKnown(options.known),
    linesEvery: wants("ndjson") ? Math.ceil(runs / linesMax) : 0,
    ...(wants("observations") && { observedSince: Date.now() / 1_000 }),
  };
  const limits = Limits.start(settings.maxTimeMs);
  stop?.addEventListener("abort", () => void limits.addSignal());
  const unwatch = watchSignals(limits, terminal);
  try {
    return await withTarget(options, (opened) =>
      runAndPublish(settings, inputs, { opened, limits, options, attached }, terminal),
    );
  } finally {
    unwatch();
  }
}

const oneFile =
  "--workers: the profile has `audit`, and the events of several bots in one file cannot be separated; use one worker";

const noShard =
  "--report: evidence is of a whole campaign: write it with `merge`, from the reports of all shards";

type Session = {
  readonly opened: OpenTarget;
  readonly limits: Limits;
  /** As written. */
  readonly options: FuzzOptions;
  readonly attached: AttachedReports;
};

async function runAndPublish(
  settings: FuzzSettings,
  inputs: CampaignInputs,
  { opened, limits, options, attached }: Session,
  terminal: Terminal,
): Promise<ExitCode> {
  const { shard, bail, workers, maxTimeMs, save, botProfile } = settings;
  const { target, command, close } = opened;
  if (workers > 1 && target.ownTrail !== undefined) throw new BadInputError(oneFile);
  const words = targetWords(options);
  const identity = identifyTarget(opened, words);
  refuseOtherTarget(attached, { target: target.name, identity });
  const replayed = hasEvidence(settings) ? hashReplayed() : null;
  const { seed, runs: random, sequences } = inputs;
  const supportsSequences = target.supportsSequences !== false;
  const plan = describePlan(seed, { random, sequences }, supportsSequences);
  if (printsText(settings)) terminal.out(`${plan}\n`);
  const saver = new FailureSaver(save ? regressionsFolder : counterexamplesFolder);
  const progress = startProgress(performance.now() + (maxTimeMs ?? Infinity), terminal);
  const {
    report: ran,
    lines,
    observations,
  } = await fuzzCampaign(inputs, target, {
    shard,
    bail,
    limits,
    identity,
    endTarget: close,
    // The workers start while this thread composes the same campaign.
    pool:
      workers > 1
        ? startWorkers(workers, inputs, { command, profilePath: botProfile }, limits.shared)
        : null,
    onProgress: progress.show,
    // A shard saves nothing, because the next shard would replay it; its report has its failures.
    onFailure: (counterexample) => (shard === null ? saver.trySave(counterexample) : undefined),
  }).finally(progress.end);
  const report = { ...ran, repeat: repeatOptions(options, maxTimeMs) };
  const evidence = () => {
    const repeat = repeatOf(report, attached);
    return buildEvidence(report, { attached, replayed, shards: [], repeat });
  };
  const published = { ...settings, lines, observations, saver, evidence };
  await publish(report, { target, words, limits }, published, terminal);
  return exitCodes[report.verdict];
}
