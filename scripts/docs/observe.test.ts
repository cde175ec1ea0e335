/** Holds docs/observe.md against the code, and runs its commands with the built command line. */
import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/package-root.ts";
import { judgeableRows } from "../../src/records/judgeable.ts";
import { settingsSchema } from "../../src/records/records.ts";
import { cliPath, temporaryFolder } from "../../src/test-fixtures/run-cli.ts";
import { blocksOf, commandsOf, readDocument } from "./documents.ts";

const document = readDocument("docs/observe.md");
const blocks = blocksOf(document);

test("the table of docs/observe.md is that of the code", () => {
  const rows = document
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split("|").slice(1, -1).join("|").replaceAll(/ +/g, " ").trim());
  const missing = judgeableRows().filter((row) => !rows.includes(row.join(" | ")));
  expect(missing).toEqual([]);
  const start = rows.indexOf("property | checks | needs");
  expect(rows.slice(start + 2).filter((row) => row.split(" | ").length === 3)).toHaveLength(
    judgeableRows().length,
  );
});

test("the settings of docs/observe.md are valid", () => {
  const written = blocks.find(({ language }) => language === "json");
  expect(settingsSchema.parse(JSON.parse(written?.text ?? ""))).toHaveLength(2);
});

test("the commands of docs/observe.md print what it shows", () => {
  const cwd = temporaryFolder();
  cpSync(join(packageRoot, "examples"), join(cwd, "examples"), { recursive: true });
  const [observe = "", replay = ""] = blocks
    .filter(({ language }) => language === "sh")
    .flatMap(commandsOf);
  const run = (command: string) => {
    const built = command.replace("npx tsx src/cli.ts", `'${process.execPath}' '${cliPath}'`);
    return spawnSync("sh", ["-c", built], { cwd, encoding: "utf8" });
  };
  const found = run(observe);
  expect(found.status).toBe(1);
  const [shown = ""] = blocks.filter(({ language }) => language === "text").map(({ text }) => text);
  const parts = shown.split("…").map((part) => part.trim());
  expect(parts.filter((part) => !found.stdout.includes(part))).toEqual([]);
  const again = run(replay);
  expect(again).toMatchObject({
    status: 1,
    stdout: expect.stringContaining("FAIL  orders-beat-positions / flatten-sent-before-orders"),
  });
});
