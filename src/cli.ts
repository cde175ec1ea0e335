#!/usr/bin/env node
/** The command line: it parses the arguments, runs one command, and sets the exit code. */
import { Argument, Command, Option } from "commander";
import type { MergeOptions } from "./cli/merge.ts";
import type { ExchangeOptions } from "./cli/exchange.ts";
import type { FuzzOptions } from "./cli/options/fuzz-settings.ts";
import type { TargetOptions } from "./cli/options/with-target.ts";
import type { CheckOptions } from "./cli/target-check.ts";
import type { ReportOptions } from "./cli/report.ts";
import type { ReplayOptions } from "./cli/replay.ts";
import { smoke, type SmokeOptions } from "./cli/smoke.ts";
import { declareRecords } from "./cli/options/declare-records.ts";
import { initKinds, type InitKind } from "./cli/options/init-kinds.ts";
import {
  attachOption,
  jsonOption,
  keptTestOption,
  pageOption,
  profileOption,
  quietNames,
  quietOption,
  reportOption,
  saveOption,
  sealedOption,
  settleOption,
  traceOption,
  verboseOption,
  watchOption,
  withTargetOptions,
} from "./cli/options/shared-options.ts";
import { exitWith, runProgram, terminal } from "./cli/output/run-program.ts";
import { helpWith } from "./cli/output/help-with.ts";
import type { OutputOptions } from "./cli/output/terminal.ts";
import { readPackageVersion } from "./package-root.ts";

const program = new Command("reconcile-harness")
  .description("Verifies reconcile → remediate pipelines of trading bots.")
  .version(readPackageVersion());

withTargetOptions(program.command("smoke"))
  .description("run the standard scenarios and print the standard report")
  .option("--scenario <name|file>", "order, position, mixed, all, or a scenario file", "all")
  .option("--confirm <token>", "request live mode, against the simulated exchange")
  .option("--symbol <symbol>", "replace the symbol of the scenario")
  .option(...pageOption)
  .option(...jsonOption)
  .addOption(quietOption)
  .addHelpText(
    "after",
    helpWith("smoke", "smoke --scenario mixed --json", "smoke --target 'node bot.mjs'"),
  )
  .action(exitWith((options: SmokeOptions) => smoke(options, terminal)));

declareRecords(program);

// The modules of a campaign are loaded on demand, so that the smoke test starts fast.
const presets = ["pr", "nightly", "soak"];
withTargetOptions(program.command("fuzz"))
  .description(
    "replay what is saved, then search for a scenario that fails a property, and shrink it",
  )
  .option("--seed <n>", "the seed of the campaign (default: a random one, printed first)")
  .option("--runs <n>", "number of random cases (default: 10000)")
  .option("--sequences <n>", "number of random sequences, of many runs each (default: 2000)")
  .option("--max-time <time>", "stop after this time, such as 30s, 10m or 2h")
  .option("--property <names...>", "judge only these properties; * stands for any text")
  .option("--without <names...>", "judge all but these properties")
  .option("--workers <n>", "number of threads (default: 1)")
  .option("--shard <i/n>", "run one of n parts of the campaign; `merge` joins the reports")
  .option("--bail", "end after the batch that has the first failure (250 cases; 25 on the wire)")
  .option("--known <folder>", "only count the failures that counterexamples in this folder explain")
  .option(
    reportOption,
    "write a report: html, json, ndjson, junit, ctrf, sarif, observations, or evidence in a folder",
  )
  .option(...attachOption)
  .option(...saveOption)
  .option(...jsonOption)
  .addOption(quietOption)
  .option(...verboseOption)
  .addOption(watchOption)
  .addOption(new Option("--preset <name>", "runs, sequences and time limit for").choices(presets))
  .addHelpText(
    "after",
    helpWith(
      "fuzz --seed 42",
      "fuzz --target 'python3 bot.py' --max-time 2m",
      "fuzz --target 'python3 bot.py' --bail --watch",
      "fuzz --property 'orders-*' --without orders-fit-the-filters --bail",
    ),
  )
  .action(
    exitWith(async (options: FuzzOptions) =>
      options.watch === true
        ? (await import("./cli/fuzz-watch.ts")).fuzzWatch(options, terminal)
        : (await import("./cli/fuzz.ts")).fuzz(options, terminal),
    ),
  );

withTargetOptions(program.command("drill"))
  .description("disturb a bot by fixed scenarios, and count runs and port calls until it is safe")
  .argument("[name]", "the name of a drill (default: all)")
  .option(...jsonOption)
  .addOption(quietOption)
  .addHelpText("after", helpWith("drill", "drill kill-switch --target 'python3 bot.py'"))
  .action(
    exitWith(async (name: string | undefined, options: OutputOptions & TargetOptions) =>
      (await import("./cli/drill.ts")).drill(name, options, terminal),
    ),
  );

program
  .command("init")
  .description("write an adapter for a bot, its profile, a command and a CI job")
  .addArgument(
    new Argument("[language]", "default: by the files of this folder").choices(initKinds),
  )
  .addHelpText("after", helpWith("init python"))
  .action(
    exitWith(async (kind: InitKind | undefined) =>
      (await import("./cli/init.ts")).init(kind, terminal),
    ),
  );

withTargetOptions(program.command("replay"))
  .description("run the scenario of a saved counterexample again, or judge a scenario of your own")
  .argument("<counterexample>", "an id, a file, or a folder of counterexamples and scenarios")
  .option(...jsonOption)
  .addOption(quietOption)
  .option(...pageOption)
  .addOption(traceOption)
  .addOption(keptTestOption)
  .addHelpText(
    "after",
    helpWith("replay reports/counterexamples", "replay c1068334 --target 'python3 bot.py'"),
  )
  .action(
    exitWith(async (name: string, options: ReplayOptions) =>
      (await import("./cli/replay.ts")).replayCommand(name, options, terminal),
    ),
  );

program
  .command("properties")
  .description("list what is judged, or explain one property with a counterexample")
  .argument("[name]", "the name of a property")
  .option(...jsonOption)
  .addOption(quietNames)
  .addHelpText("after", helpWith("properties", "properties limits-hold"))
  .action(
    exitWith(async (name: string | undefined, options: OutputOptions) =>
      (await import("./cli/properties.ts")).properties(name, options, terminal),
    ),
  );

program
  .command("merge")
  .description("merge the JSON reports of the shards of a campaign")
  .argument("<files...>", "the JSON reports of all shards")
  .option(reportOption, "write a report: html, json, junit, ctrf, sarif, or evidence in a folder")
  .option(...attachOption)
  .option(...saveOption)
  .option(...jsonOption)
  .addOption(quietOption)
  .option(...verboseOption)
  .addHelpText("after", helpWith("merge shard-1.json shard-2.json --report json=all.json"))
  .action(
    exitWith(async (files: string[], options: MergeOptions) =>
      (await import("./cli/merge.ts")).merge(files, options, terminal),
    ),
  );

program
  .command("report")
  .description("write the page of a JSON report: one HTML file")
  .argument("<file>", "the JSON report of fuzz, merge or npm run strength")
  .option("--out <file>", "the page (default: next to the report, with .html)")
  .option("--open", "open the page in the browser")
  .addHelpText("after", helpWith("report fuzz.json --open"))
  .action(
    exitWith(async (file: string, options: ReportOptions) =>
      (await import("./cli/report.ts")).report(file, options, terminal),
    ),
  );

program
  .command("target")
  .description("check a bot that a command starts")
  .command("check")
  .description("run a short session with the bot, and list what is missing before it can be judged")
  .argument("<command>", "the command that starts it, such as 'python3 bot.py'")
  .option(...profileOption)
  .option(
    "--write-profile",
    "write a profile next to the bot, without the policy rules that it breaks",
  )
  .option("--wire", "the bot sends its requests to a simulated Binance")
  .addOption(settleOption)
  .addOption(sealedOption)
  .option(...jsonOption)
  .addOption(quietOption)
  .option("--verbose", "list the properties and checks that the bot is not judged by")
  .addHelpText(
    "after",
    helpWith("target check 'python3 bot.py'", "target check 'node bot.mjs {confirm}' --wire"),
  )
  .action(
    exitWith(async (command: string, options: CheckOptions) =>
      (await import("./cli/target-check.ts")).targetCheck(command, options, terminal),
    ),
  );

program
  .command("exchange")
  .description("serve a simulated Binance USDⓈ-M on loopback, until a signal ends it")
  .option("--scenario <name|file>", "its state at the start (default: an empty account)")
  .option("--port <n>", "the port (default: a free one)")
  .option("--tls", "serve https, with a certificate of a throw-away authority")
  .option("--json", "print address and keys as one JSON document")
  .addOption(new Option("--quiet", "print only the base URL").conflicts("json"))
  .addHelpText("after", helpWith("exchange", "exchange --scenario order --port 8080 --tls"))
  .action(
    exitWith(async (options: ExchangeOptions) =>
      (await import("./cli/exchange.ts")).exchange(options, terminal),
    ),
  );

program
  .command("complete")
  .description("print the completion script of a shell")
  .addArgument(new Argument("<shell>", "the shell").choices(["bash", "zsh", "fish"]))
  .addHelpText("after", helpWith("complete bash"))
  .action(
    exitWith(async (shell: string) =>
      (await import("./cli/complete.ts")).printScript(program, shell, terminal),
    ),
  );

// What a completion script asks has options that are no options of `complete`.
const [, , command, separator, ...words] = process.argv;
if (command === "complete" && separator === "--") {
  (await import("./cli/complete.ts")).printCompletions(program, words);
} else {
  await runProgram(program);
}
