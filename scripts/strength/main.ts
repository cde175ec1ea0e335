/** The command line of `npm run strength`. */
import { Command } from "commander";
import { runProgram, terminal } from "../../src/cli/output/run-program.ts";
import { strength, type StrengthOptions } from "./strength.ts";

const program = new Command("strength")
  .description("measure how well the properties detect planted bugs")
  .option("--seeds <n>", "how many seeds each bug is measured with (default: 10)")
  .option("--seed <n>", "the first of the seeds (default: 1)")
  .option("--bug <names...>", "measure only these planted bugs")
  .option("--report <kind=file...>", "write a report: html, json or markdown")
  .action(async (options: StrengthOptions) => {
    process.exitCode = await strength(options, terminal);
  });

await runProgram(program);
