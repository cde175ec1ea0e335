/** `smoke`: runs the standard scenarios, or any scenario file, and prints the standard report. */
import { gateEnvironmentVariables } from "../domain/gate.ts";
import { isQuotedInUsdt } from "../domain/trading-symbol.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { renameSymbols, symbolsOf } from "../scenario/rename-symbols.ts";
import { runSmoke, verdictOf, type SmokeInputs, type SmokeRun } from "../smoke/run-smoke.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { renderSmoke, renderSmokeJson, renderSmokeQuietly } from "../report/standard-report.ts";
import { readAuditPath } from "./options/audit-path.ts";
import { inputFilesOf, withTarget, type TargetOptions } from "./options/with-target.ts";
import { readReportFiles } from "./options/report-files.ts";
import { parseSymbolOption } from "./options/symbol-option.ts";
import { exitCodes, type ExitCode, type OutputOptions, type Terminal } from "./output/terminal.ts";

export type SmokeOptions = OutputOptions &
  TargetOptions & {
    readonly scenario: string;
    readonly confirm?: string;
    readonly symbol?: string;
    readonly report?: readonly string[];
  };

/** Throws `BadInputError`. */
export async function smoke(options: SmokeOptions, terminal: Terminal): Promise<ExitCode> {
  const reports = readReportFiles(options.report ?? [], ["html"], inputFilesOf(options));
  const [first, ...rest] = readScenarios(options.scenario);
  const set = gateEnvironmentVariables.flatMap((name) => {
    const value = terminal.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const inputs: Omit<SmokeInputs, "target" | "endTarget"> = {
    scenarios: [rename(first, options.symbol), ...rest.map((more) => rename(more, options.symbol))],
    // The environment is copied once, so that the gates cannot change during the run.
    gates: { confirm: options.confirm ?? null, env: Object.fromEntries(set) },
    auditPath: readAuditPath(terminal),
  };
  return withTarget(options, async ({ target, close }) => {
    const run = await runSmoke({ ...inputs, target, endTarget: close });
    for (const failure of auditFailures(run)) terminal.warn(`warning: ${failure}`);
    if (options.json === true) terminal.out(renderSmokeJson(run));
    else terminal.out(options.quiet === true ? renderSmokeQuietly(run) : renderSmoke(run));
    if (reports.length > 0) {
      const { writePages, smokeCommand } = await import("./output/write-pages.ts");
      const { smokePage } = await import("../report/page/smoke-page.ts");
      await writePages(smokePage(run, smokeCommand(options, inputs)), reports, terminal);
    }
    return exitCodes[verdictOf(run)];
  });
}

function rename(scenario: Scenario, symbol: string | undefined): Scenario {
  if (symbol === undefined) return scenario;
  const wanted = parseSymbolOption("--symbol", symbol);
  if (!isQuotedInUsdt(wanted)) {
    const problem = `${wanted} is not quoted in USDT or USDC, so no position of it is flattened`;
    throw new BadInputError(`--symbol: ${problem}; name another symbol, such as ETHUSDT`);
  }
  const named = symbolsOf(scenario);
  const [from] = named;
  if (from === undefined || named.length > 1) {
    throw new BadInputError(
      "--symbol replaces the one symbol of a scenario, " +
        `and ${scenario.name} has ${named.length === 0 ? "none" : named.join(", ")}`,
    );
  }
  return renameSymbols(scenario, new Map([[from, wanted]]));
}

/** Each message once, although it is the same in every scenario. */
function auditFailures(run: SmokeRun): ReadonlySet<string> {
  const results = run.mode === "refused" ? [] : run.results;
  return new Set(results.flatMap(({ auditFailure }) => auditFailure ?? []));
}
