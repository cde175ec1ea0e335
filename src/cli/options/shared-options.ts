/** Options as commander declares them, mostly of several commands. */
import { Option, type Command } from "commander";
import { testFrameworks } from "./test-frameworks.ts";

/** docs/protocol.md defines the protocol that the command has to speak. */
const targetOption = ["--target <command>", "judge the bot that this command starts"] as const;
const wireOption = new Option(
  "--wire <command>",
  "judge the bot that this command starts by its requests to a simulated Binance",
).conflicts("target");
export const sealedOption = new Option(
  "--sealed",
  "give the bot a network without a way out, in which the names of Binance are the harness",
);
export const settleOption = new Option(
  "--settle <time>",
  "end a run of a bot that does not exit after this time without a request (default: 2s)",
);
export const profileOption = [
  "--bot-profile <file>",
  "the profile of the bot: what it is and is not",
] as const;
/** The options of each command that judges a bot. */
export function withTargetOptions(command: Command): Command {
  return command
    .option(...targetOption)
    .addOption(wireOption)
    .addOption(settleOption)
    .addOption(sealedOption)
    .option(...profileOption);
}
export const reportOption = "--report <kind=file...>";
export const attachOption = [
  "--attach <files...>",
  "reports of `drill --json` and `npm run strength`, for the evidence",
] as const;
/** Of commands that have no other report in a file. */
export const pageOption = [reportOption, "write a page: html"] as const;
export const saveOption = ["--save", "save counterexamples in scenarios/regressions"] as const;
export const verboseOption = [
  "--verbose",
  "print the tables of properties and coverage too",
] as const;
export const jsonOption = ["--json", "print the report as one JSON document"] as const;
export const traceOption = new Option(
  "--trace",
  "print each message to and from the bot, and its log",
).conflicts(["json", "quiet"]);
export const keptTestOption = new Option(
  "--as <framework>",
  "print it as a test for the suite of the bot",
)
  .choices(testFrameworks)
  .conflicts(["json", "quiet", "trace"]);
export const quietOption = new Option("--quiet", "print only the verdict").conflicts([
  "json",
  "verbose",
]);
export const watchOption = new Option(
  "--watch",
  "start again whenever a file of the target changes",
).conflicts("json");
export const hostOption = [
  "--host <url>",
  "the host of the account (default: https://fapi.binance.com)",
] as const;
export const captureOption = new Option(
  "--capture <folder>",
  "capture the replies into this folder first, and plan with them",
).conflicts(["openOrders", "positionRisk", "openAlgoOrders", "capturedAt"]);
export const quietNames = new Option("--quiet", "print only the names").conflicts("json");
