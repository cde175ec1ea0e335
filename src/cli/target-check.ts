/** `target check`: runs a short session with a bot, lists what is missing, and names the rules that it breaks. */
import { propertiesFor } from "../../properties/wire/all.ts";
import { reportParts } from "../domain/run-report.ts";
import { checkRules } from "../fuzz/check-rules.ts";
import { checkEnd, checkTarget } from "../smoke/check-target.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import {
  renderCheck,
  renderCheckJson,
  renderCheckQuietly,
  verdictOf,
} from "../report/check-report.ts";
import { selectApplicable } from "../fuzz/campaign-context.ts";
import { commandOf, type TargetOptions } from "./options/with-target.ts";
import { canonicalJson } from "../audit/canonical-json.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { suggestProfile } from "../fuzz/suggest-profile.ts";
import { writeWholeFile } from "../input/whole-file.ts";
import { printable } from "../domain/printable-text.ts";
import { canRemediate } from "../profile/has-part.ts";
import type { Target } from "../simulation/target.ts";
import { findProfile, profilePathOf, readProfile } from "../profile/read-profile.ts";
import { openTarget } from "../target/open-target.ts";
import { exitCodes, type ExitCode, type OutputOptions, type Terminal } from "./output/terminal.ts";

export type CheckOptions = OutputOptions &
  Pick<TargetOptions, "botProfile" | "settle" | "sealed"> & {
    /** Whether the command starts a bot on the wire. */
    readonly wire?: boolean;
    readonly writeProfile?: boolean;
  };

/** Throws `BadInputError` where a written profile would not count, `TargetError` for a bot that does not start or does not speak the protocol. */
export async function targetCheck(
  command: string,
  options: CheckOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const {
    json = false,
    quiet = false,
    verbose = false,
    botProfile,
    writeProfile = false,
  } = options;
  const { wire, ...others } = options;
  const named = commandOf({ ...others, [wire === true ? "wire" : "target"]: command });
  const { target, close } = await openTarget(named, { profilePath: botProfile });
  if (writeProfile && botProfile === undefined && hasOwnProfile(target, command)) {
    await close();
    throw new BadInputError(
      "--write-profile: the answer to `initialize` has a profile, which comes before a file next to the bot; " +
        "change the profile in the answer, or take it out of the answer",
    );
  }
  const cancels = target.profile === undefined || canRemediate(target.profile, "cancel");
  const [scenario] = readScenarios(cancels ? "order" : "position");
  const checked = await checkTarget(target, scenario);
  // A target that breaks the protocol already would only repeat its errors.
  const conforms = checked.every(({ verdict }) => verdict === "ok");
  const rules = conforms ? await checkRules(target) : null;
  const steps = [...checked, checkEnd(target, await close())];
  const reports = reportParts.filter((part) => target.reports?.has(part) ?? true);
  const { skippedProperties, skippedChecks } = selectApplicable(propertiesFor(target), target);
  const suggested = rules === null ? null : suggestProfile(rules, target.profile);
  const report = {
    name: target.name,
    isOnWire: target.isOnWire === true,
    reports,
    steps,
    rules,
    suggested,
    skippedProperties,
    skippedChecks,
  };
  if (json) terminal.out(renderCheckJson(report));
  else terminal.out(quiet ? renderCheckQuietly(report) : renderCheck(report, verbose));
  if (writeProfile && suggested !== null) {
    const path = botProfile ?? profilePathOf(command);
    writeWholeFile(path, `${JSON.stringify(suggested, null, 2)}\n`);
    if (!json) terminal.out(`wrote ${printable(path)}\n`);
  }
  return exitCodes[verdictOf(report)];
}

/** Whether the profile of the target is that of its answer, and not that of the file which the command finds. */
function hasOwnProfile({ profile }: Target, command: string): boolean {
  if (profile === undefined) return false;
  const path = findProfile(command);
  return path === null || canonicalJson(readProfile(path)) !== canonicalJson(profile);
}
