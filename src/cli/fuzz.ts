/** `fuzz`: runs a campaign and publishes its report. */
import { readRegressions, selectProperties } from "../fuzz/campaign-context.ts";
import type { CampaignInputs } from "../fuzz/campaign-context.ts";
import { fuzzCampaign } from "../fuzz/campaign.ts";
import { replayedFolders } from "../fuzz/counterexample-files.ts";
import { startWorkers } from "../fuzz/worker-pool.ts";
import type { OpenTarget } from "../target/open-target.ts";
import { readFuzzSettings, type FuzzOptions, type FuzzSettings } from "./options/fuzz-settings.ts";
import { withTarget } from "./options/with-target.ts";
import { startProgress } from "./output/progress.ts";
import { describePlan, publish } from "./output/publish-campaign.ts";
import { exitCodes, type ExitCode, type Terminal } from "./output/terminal.ts";

const linesMax = 10_000;

/** Throws `BadInputError`. */
export async function fuzz(options: FuzzOptions, terminal: Terminal): Promise<ExitCode> {
  const settings = readFuzzSettings(options);
  const { seed, runs, sequences } = settings;
  selectProperties(options.property ?? []);
  const wantsLines = settings.reports.some(({ kind }) => kind === "ndjson");
  const inputs = {
    seed,
    runs,
    sequences,
    regressions: readRegressions(replayedFolders),
    propertyNames: options.property ?? [],
    linesEvery: wantsLines ? Math.ceil(runs / linesMax) : 0,
  };
  terminal.out(`${describePlan(seed, { random: runs, sequences })}\n`);
  return withTarget(options.target, terminal, async (opened) => {
    const { report, lines } = await runUntilStopped(settings, inputs, opened, terminal);
    await publish(report, opened, { ...settings, lines }, terminal);
    return exitCodes[report.verdict];
  });
}

/** Ctrl-C and the time limit end the campaign after the batches that are running. */
async function runUntilStopped(
  { shard, bail, workers, maxTimeMs }: FuzzSettings,
  inputs: CampaignInputs,
  { target, command }: OpenTarget,
  terminal: Terminal,
): ReturnType<typeof fuzzCampaign> {
  const deadlineMs = performance.now() + (maxTimeMs ?? Number.POSITIVE_INFINITY);
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, interrupt);
  const progress = startProgress(deadlineMs, terminal);
  try {
    return await fuzzCampaign(inputs, target, {
      shard,
      bail,
      // The workers start while this thread composes the same campaign.
      pool: workers > 1 ? startWorkers(workers, inputs, command) : null,
      shouldStop: () =>
        interrupted ? "interrupted" : performance.now() >= deadlineMs ? "time" : null,
      onProgress: progress.show,
    });
  } finally {
    progress.end();
    for (const signal of signals) process.removeListener(signal, interrupt);
  }
}
