/** `target check`: a conversation with somebody's bot, and in plain words what it lacks. */
import { reportParts } from "../domain/run-report.ts";
import { checkTarget } from "../smoke/check-target.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { renderCheck } from "../report/check-report.ts";
import { partByNeeds, selectProperties } from "../fuzz/campaign-context.ts";
import { openTarget } from "../target/open-target.ts";
import { exitCodes } from "./output/terminal.ts";
import type { ExitCode, Terminal } from "./output/terminal.ts";

/** Throws `TargetError` when there is no conversation at all. */
export async function targetCheck(command: string, terminal: Terminal): Promise<ExitCode> {
  const { target, close } = await openTarget(command);
  const [scenario] = readScenarios("order");
  const steps = await checkTarget(target, scenario);
  const endFault = await close();
  const reports = reportParts.filter((part) => target.reports?.has(part) ?? true);
  const { leftOut } = partByNeeds(selectProperties([]), target);
  terminal.out(renderCheck({ name: target.name, reports, steps, leftOut, endFault }));
  const verdicts = steps.map(({ verdict }) => verdict);
  if (verdicts.includes("calls_behind_a_closed_gate")) return exitCodes.fails;
  const conforms = endFault === null && verdicts.every((verdict) => verdict === "ok");
  return conforms ? exitCodes.holds : exitCodes.inconclusive;
}
