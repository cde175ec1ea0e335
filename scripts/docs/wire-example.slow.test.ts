/** The commands of docs/wire.md about the example bot, with the built command line. */
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/package-root.ts";
import { cliPath, temporaryFolder } from "../../src/test-fixtures/run-cli.ts";
import { blocksOf, commandsOf, readDocument } from "./documents.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;
const missing = hasPython ? "" : " (skipped: its interpreter is not installed)";

const commands = blocksOf(readDocument("docs/wire.md"))
  .flatMap(commandsOf)
  .filter((command) => command.includes("wire-bot.py"));

/** What each command prints. */
const printed = [
  "FAIL  broken-reply-takes-no-action / action-after-broken-reply",
  "",
  "broken-reply-takes-no-action--action-after-broken-reply",
];

const folder = temporaryFolder();
cpSync(join(packageRoot, "examples"), join(folder, "examples"), { recursive: true });

// Each needs what the one before it has written.
test.skipIf(!hasPython).each(commands.map((command, at) => [command, printed[at]] as const))(
  `%s${missing}`,
  (command, expected) => {
    const built = command.replace("npx tsx src/cli.ts", `'${process.execPath}' '${cliPath}'`);
    const { status, stdout } = spawnSync("sh", ["-c", built], { cwd: folder, encoding: "utf8" });
    const exitCode = Number(/# exits with (\d)/.exec(command)?.[1] ?? 0);
    expect({ status, stdout }).toEqual({
      status: exitCode,
      stdout: expect.stringContaining(expected ?? "a command that is not expected here"),
    });
  },
);

test.skipIf(!hasPython)(`the fix changes the line of the bug${missing}`, () => {
  expect(commands).toHaveLength(printed.length);
  const [wrong = [], fixed = []] = ["examples/wire-bot.py", "reports/wire-bot.py"].map((path) =>
    readFileSync(join(folder, path), "utf8").split("\n"),
  );
  expect(wrong.filter((line, at) => line !== fixed[at])).toEqual([
    "    return rows if isinstance(rows, list) else []  # the bug",
  ]);
});
