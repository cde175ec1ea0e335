/** `drill`: runs the named drills against a target. */
import { readPackageVersion } from "../package-root.ts";
import {
  drillReport,
  renderDrills,
  renderDrillsJson,
  renderDrillsQuietly,
} from "../report/drill-report.ts";
import { drillsOf, readDrills } from "../smoke/drill.ts";
import { runDrills } from "../smoke/run-drills.ts";
import { identifyTarget } from "../target/target-identity.ts";
import { targetWords, withTarget, type TargetOptions } from "./options/with-target.ts";
import { exitCodes, type ExitCode, type OutputOptions, type Terminal } from "./output/terminal.ts";

/** Throws `BadInputError` for a name that no drill has. */
export async function drill(
  name: string | undefined,
  options: OutputOptions & TargetOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const drills = readDrills(name);
  return withTarget(options, async (opened) => {
    const { target, close } = opened;
    const harness = readPackageVersion();
    const identity = identifyTarget(opened, targetWords(options));
    const { possible, leftOut } = drillsOf(target, drills);
    const results = await runDrills(possible, target, close);
    const report = drillReport({ harness, target: target.name, identity }, results, leftOut);
    if (options.json === true) terminal.out(renderDrillsJson(report));
    else terminal.out(options.quiet === true ? renderDrillsQuietly(report) : renderDrills(report));
    return exitCodes[report.verdict];
  });
}
