/** The command `observe` with its options. */
import type { Command } from "commander";
import type { ObserveOptions } from "../observe.ts";
import { helpWith } from "../output/help-with.ts";
import { exitWith, terminal } from "../output/run-program.ts";
import { jsonOption, quietOption } from "./shared-options.ts";

export function declareObserve(program: Command): void {
  program
    .command("observe")
    .description("judge runs that already happened, by their audit trail and other records")
    .argument("<trails...>", "the audit trail, and the files that it was renamed to")
    .option("--settings <file>", "what the operator set, and from when: gates, config, filters")
    .option("--log <file>", "the log at the edge of the bot: runs, port calls and answers")
    .option("--orders <file>", "the reply of GET /fapi/v1/allOrders")
    .option("--trades <file>", "the reply of GET /fapi/v1/userTrades")
    .option("--out <folder>", "the folder for the scenarios of violations", "reports/observed")
    .option(...jsonOption)
    .addOption(quietOption)
    .option("--verbose", "list every check and line that is not judged")
    .addHelpText(
      "after",
      helpWith("observe audit/reconcile.jsonl --settings settings.json --log bot.ndjson"),
    )
    .action(
      exitWith(async (trails: string[], options: ObserveOptions) =>
        (await import("../observe.ts")).observe(trails, options, terminal),
      ),
    );
}
