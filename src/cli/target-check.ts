/** `target check`: runs a short session with a bot, and lists what is missing. */
import { reportParts } from "../domain/run-report.ts";
import { checkTarget } from "../smoke/check-target.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { renderCheck } from "../report/check-report.ts";
import { selectApplicable, selectProperties } from "../fuzz/campaign-context.ts";
import { openTarget } from "../target/open-target.ts";
import { exitCodes, type ExitCode, type Terminal } from "./output/terminal.ts";

/** Throws `TargetError` for a bot that does not start or does not speak the protocol. */
export async function targetCheck(command: string, terminal: Terminal): Promise<ExitCode> {
  const { target, close } = await openTarget(command);
  const [scenario] = readScenarios("order");
  const steps = await checkTarget(target, scenario);
  const endFault = await close();
  const reports = reportParts.filter((part) => target.reports?.has(part) ?? true);
  const { skippedProperties } = selectApplicable(selectProperties([]), target);
  terminal.out(renderCheck({ name: target.name, reports, steps, skippedProperties, endFault }));
  const verdicts = steps.map(({ verdict }) => verdict);
  if (verdicts.includes("call-behind-closed-gate")) return exitCodes.fail;
  const conforms = endFault === null && verdicts.every((verdict) => verdict === "ok");
  return conforms ? exitCodes.pass : exitCodes.inconclusive;
}
