/**
 * `npm run pictures -- --tutorial`: runs the commands of each chapter of the tutorial until its failure, and takes the
 * picture of that failure.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { blocksOf, commandsOf, readDocument, tutorialPaths } from "../docs/documents.ts";

/** The page of the failure of each chapter, by the name of the chapter. */
export function tutorialPages(): ReadonlyMap<string, string> {
  return new Map(tutorialPaths().map((path) => [basename(path, ".md"), pageOf(path)]));
}

/** Throws `Error` where a command of the chapter does not do what the chapter describes. */
function pageOf(path: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tutorial-"));
  cpSync(join(packageRoot, "examples"), join(folder, "examples"), { recursive: true });
  const blocks = blocksOf(readDocument(path)).filter(({ language }) => language === "sh");
  const commands = blocks.flatMap(commandsOf);
  const fuzz = commands.findIndex((command) => command.includes(" fuzz "));
  for (const command of commands.slice(0, fuzz))
    execFileSync("sh", ["-c", command], { cwd: folder });
  const found = (commands[fuzz] ?? "").replace(
    "npx tsx src/cli.ts",
    `'${process.execPath}' '${cli}'`,
  );
  const withPage = found.replace(" # exits with 1", " --report html=reports/page.html");
  const { status } = spawnSync("sh", ["-c", withPage], { cwd: folder });
  if (status !== 1) throw new Error(`${path}: the bot does not fail`);
  return readFileSync(join(folder, "reports", "page.html"), "utf8");
}

const cli = join(packageRoot, "dist", "cli.js");
