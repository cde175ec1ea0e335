#!/usr/bin/env node
/** The command line: arguments in, one command, exit code out. */
import { Command, Option } from "commander";
import { auditVerify } from "./cli/audit-verify.ts";
import type { FuzzOptions } from "./cli/options/fuzz-settings.ts";
import { plan } from "./cli/plan.ts";
import type { PlanOptions } from "./cli/plan.ts";
import { smoke } from "./cli/smoke.ts";
import type { SmokeOptions } from "./cli/smoke.ts";
import { runProgram, terminal } from "./cli/output/run-program.ts";
import { actions } from "./domain/config.ts";
import { readPackageVersion } from "./package-root.ts";

function buildProgram(): Command {
  const program = new Command("reconcile-harness")
    .description("Verifies reconcile → remediate pipelines of trading bots.")
    .version(readPackageVersion());
  addSmoke(program);
  addPlan(program);
  addAudit(program);
  addFuzz(program);
  addReplay(program);
  addMerge(program);
  addTarget(program);
  return program;
}

/** PROTOCOL.md says how such a command is talked to. */
const targetOption = [
  "--target <command>",
  "judge the bot behind this command, over stdio",
] as const;

function addSmoke(program: Command): void {
  program
    .command("smoke")
    .description("run the standard scenarios and print the standard report")
    .option("--scenario <name|file>", "order, position, mixed, all, or a scenario file", "all")
    .option("--confirm <token>", "ask for live mode (against the simulated exchange)")
    .option("--symbol <symbol>", "inject this symbol instead of the scenario's own")
    .option("--json", "print one JSON object")
    .option(...targetOption)
    .action(async (options: SmokeOptions) => {
      process.exitCode = await smoke(options, process.env, terminal);
    });
}

function addPlan(program: Command): void {
  program
    .command("plan")
    .description("show what the pipeline would do about a real capture; never sends anything")
    .requiredOption("--open-orders <file>", "the reply of GET /fapi/v1/openOrders")
    .requiredOption("--position-risk <file>", "the reply of GET /fapi/v2/positionRisk, or v3")
    .requiredOption("--expected <file>", "what the bot believes: {orders, positions, config?}")
    .addOption(new Option("--action <action>", "what may be remediated").choices(actions))
    .option("--whitelist <symbols>", "symbols that may be acted on, separated by commas")
    .option("--captured-at <time>", "when the faults were captured (default: the files' times)")
    .option("--json", "print one JSON object")
    .action(async (options: PlanOptions) => {
      process.exitCode = await plan(options, terminal);
    });
}

function addAudit(program: Command): void {
  const audit = program.command("audit").description("work with an audit trail");
  audit
    .command("verify")
    .description("check a trail: schema, run ids, attempts and results, totals, torn lines")
    .argument("<file>", "the trail, such as audit/reconcile.jsonl")
    .action((file: string) => {
      process.exitCode = auditVerify(file, terminal);
    });
}

// What a campaign needs is loaded only for it, so that the smoke test starts at once.
function addFuzz(program: Command): void {
  program
    .command("fuzz")
    .description("look for a scenario that breaks a property, and shrink it")
    .option("--seed <n>", "the campaign's seed (default: a fresh one, printed first)")
    .option("--runs <n>", "how many random cases (default: 10000)")
    .option("--sequences <n>", "how many random sequences, of many runs each (default: 2000)")
    .option("--max-time <time>", "end after this time, such as 30s, 10m or 2h")
    .option("--property <names...>", "judge only these properties")
    .option("--workers <n>", "how many threads (default: 1)")
    .option("--shard <i/n>", "run only this part of the campaign; `merge` joins the reports")
    .option("--bail", "end at the first failure")
    .option("--report <kind=file...>", "write a report: json, ndjson or junit")
    .option(...targetOption)
    .addOption(
      new Option("--preset <name>", "runs and time for").choices(["pr", "nightly", "soak"]),
    )
    .action(async (options: FuzzOptions) => {
      const { fuzz } = await import("./cli/fuzz.ts");
      process.exitCode = await fuzz(options, process.env, terminal);
    });
}

function addReplay(program: Command): void {
  program
    .command("replay")
    .description("run a saved counterexample again, by its scenario and not by its seed")
    .argument("<what>", "an id, a file, or a folder of counterexamples")
    .option(...targetOption)
    .action(async (what: string, { target }: { target?: string }) => {
      const { replayCommand } = await import("./cli/replay.ts");
      process.exitCode = await replayCommand(what, target, terminal);
    });
}

function addMerge(program: Command): void {
  program
    .command("merge")
    .description("make one report of the JSON reports of a campaign's shards")
    .argument("<files...>", "the shards' JSON reports")
    .option("--report <kind=file...>", "write a report: json or junit")
    .action(async (files: string[], { report = [] }: { report?: string[] }) => {
      const { merge } = await import("./cli/merge.ts");
      process.exitCode = await merge(files, report, process.env, terminal);
    });
}

function addTarget(program: Command): void {
  const target = program.command("target").description("work with a bot behind a command");
  target
    .command("check")
    .description("talk with it, and say what it lacks before it can be judged")
    .argument("<command>", "how to start it, such as 'python3 bot.py'")
    .action(async (command: string) => {
      const { targetCheck } = await import("./cli/target-check.ts");
      process.exitCode = await targetCheck(command, terminal);
    });
}

await runProgram(buildProgram());
