/** `target check`: runs a short session with a bot, lists what is missing, and names the rules that it breaks. */
import { allProperties } from "../../properties/all.ts";
import { reportParts } from "../domain/run-report.ts";
import { checkRules } from "../fuzz/check-rules.ts";
import { checkEnd, checkTarget } from "../smoke/check-target.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { checkAsJson, renderCheck } from "../report/check-report.ts";
import { selectApplicable } from "../fuzz/campaign-context.ts";
import { openTarget } from "../target/open-target.ts";
import {
  exitCodes,
  jsonText,
  type ExitCode,
  type JsonOption,
  type Terminal,
} from "./output/terminal.ts";

/** Throws `TargetError` for a bot that does not start or does not speak the protocol. */
export async function targetCheck(
  command: string,
  { json = false }: JsonOption,
  terminal: Terminal,
): Promise<ExitCode> {
  const { target, close } = await openTarget(command);
  const [scenario] = readScenarios("order");
  const checked = await checkTarget(target, scenario);
  // A target that breaks the protocol already would only repeat its errors.
  const conforms = checked.every(({ verdict }) => verdict === "ok");
  const rules = conforms ? await checkRules(target) : null;
  const steps = [...checked, checkEnd(target, await close())];
  const reports = reportParts.filter((part) => target.reports?.has(part) ?? true);
  const { skippedProperties, skippedChecks } = selectApplicable(allProperties, target);
  const report = { name: target.name, reports, steps, rules, skippedProperties, skippedChecks };
  terminal.out(json ? jsonText(checkAsJson(report)) : renderCheck(report));
  const verdicts = steps.map(({ verdict }) => verdict);
  if (verdicts.includes("forbidden-call") || (rules?.broken.length ?? 0) > 0) return exitCodes.fail;
  return verdicts.every((verdict) => verdict === "ok") ? exitCodes.pass : exitCodes.inconclusive;
}
