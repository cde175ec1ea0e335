/** The commands about a real account and its records: `plan`, `capture`, `audit` and `observe`, with their options. */
import { Option, type Command } from "commander";
import { actions } from "../../domain/config.ts";
import { auditVerify } from "../audit-verify.ts";
import type { CaptureOptions } from "../capture.ts";
import type { ObserveOptions } from "../observe.ts";
import { plan, type PlanOptions } from "../plan.ts";
import { helpWith } from "../output/help-with.ts";
import { exitWith, terminal } from "../output/run-program.ts";
import type { OutputOptions } from "../output/terminal.ts";
import { captureOption, hostOption, jsonOption, quietOption } from "./shared-options.ts";

export function declareRecords(program: Command): void {
  declareAccount(program);
  declareTrail(program);
}

function declareAccount(program: Command): void {
  program
    .command("plan")
    .description("show what the pipeline would do with captured replies; sends nothing")
    .option("--open-orders <file>", "the reply of GET /fapi/v1/openOrders")
    .option("--position-risk <file>", "the reply of GET /fapi/v2/positionRisk, or v3")
    .option("--open-algo-orders <file>", "the reply of GET /fapi/v1/openAlgoOrders")
    .requiredOption(
      "--expected <file>",
      "the bot's expected state: {orders, positions, config?, …}",
    )
    .addOption(
      new Option("--action <action>", "the remediations that are allowed").choices(actions),
    )
    .option("--whitelist <symbols>", "symbols that may be changed, separated by commas")
    .option("--captured-at <time>", "when the replies were captured (default: the file times)")
    .addOption(captureOption)
    .option(...hostOption)
    .option(...jsonOption)
    .addOption(quietOption)
    .addHelpText(
      "after",
      helpWith(
        "plan --open-orders open-orders.json --position-risk position-risk.json --expected expected.json --action cancel_all",
      ),
    )
    .action(exitWith((options: PlanOptions) => plan(options, terminal)));

  program
    .command("capture")
    .description(
      "read open orders, conditional orders and positions of an account; changes nothing",
    )
    .requiredOption("--out <folder>", "the folder for the replies, which `plan` reads")
    .option(...hostOption)
    .option(...jsonOption)
    .addOption(quietOption)
    .addHelpText("after", helpWith("capture --out capture"))
    .action(
      exitWith(async (options: CaptureOptions) =>
        (await import("../capture.ts")).capture(options, terminal),
      ),
    );
}

function declareTrail(program: Command): void {
  program
    .command("audit")
    .description("check an audit trail")
    .command("verify")
    .description("check schema, run ids, attempts, results, totals and torn lines of a trail")
    .argument("<file>", "the trail, such as audit/reconcile.jsonl")
    .option(...jsonOption)
    .addOption(quietOption)
    .addHelpText("after", helpWith("audit verify audit/reconcile.jsonl"))
    .action(
      exitWith((file: string, options: OutputOptions) => auditVerify(file, options, terminal)),
    );

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
