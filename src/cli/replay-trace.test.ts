/** `replay --trace`: the messages of one more run, as they went over the wire. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { folderWith, runCli } from "../test-fixtures/run-cli.ts";

const order = join(packageRoot, "scenarios", "order.json");

/** It logs each request, and the text of each answer has a space that JSON does not need. */
const bot = `
  import { createInterface } from "node:readline";
  createInterface({ input: process.stdin }).on("line", (line) => {
    const { id, method } = JSON.parse(line);
    process.stderr.write("got " + method + "\\u001b[31m\\n");
    const identity = '{"protocolVersion":2,"name":"bot","capabilities":{"reports":[]}}';
    const result = method === "initialize" ? identity : "{}";
    process.stdout.write('{"jsonrpc":"2.0", "id":' + id + ',"result":' + result + "}\\n");
  });
`;

test("each message is on a line as it was sent, and so is each line of the log", () => {
  const cwd = folderWith({ "bot.mjs": bot });
  const { stdout } = runCli(["replay", order, "--trace", "--target", "node bot.mjs"], { cwd });
  const lines = stdout.slice(stdout.indexOf("The messages")).trimEnd().split("\n");
  const [title, ...messages] = lines;
  expect(title).toBe(`The messages of one more run of ${order}:`);
  const shown = messages.map((line) => line.replace(/"id":\d+/, '"id":N').slice(0, 50));
  const answer = '← {"jsonrpc":"2.0", "id":N,"result":{}}';
  expect(shown.toSorted()).toEqual([
    "! got reconcile\\u{1b}[31m",
    "! got start\\u{1b}[31m",
    answer,
    answer,
    '→ {"jsonrpc":"2.0","id":N,"method":"reconcile","pa',
    '→ {"jsonrpc":"2.0","id":N,"method":"start","params',
  ]);
  expect(messages.filter((line) => !line.startsWith("!")).map((line) => line[0])).toEqual([
    "→",
    "←",
    "→",
    "←",
  ]);
  const run = messages.find((line) => line.includes('"reconcile"'))?.slice(2);
  expect(JSON.parse(run ?? "")).toMatchObject({ params: { config: { action: "cancel_all" } } });
});

test("without --trace there are no messages", () => {
  const cwd = folderWith({ "bot.mjs": bot });
  const { stdout } = runCli(["replay", order, "--target", "node bot.mjs"], { cwd });
  expect(stdout).not.toContain("The messages");
});

test("--trace without a bot is exit 2 with the cure", () => {
  const run = runCli(["replay", order, "--trace"]);
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain("--trace: expected --target COMMAND with it");
});
