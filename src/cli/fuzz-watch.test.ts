/** `fuzz --watch` in its own process, with changes of real files. Each step waits for what the process prints. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { cliPath, folderWith, runCli, temporaryFolder } from "../test-fixtures/run-cli.ts";

function startWatch(cwd: string, ...args: readonly string[]) {
  const env = { PATH: process.env["PATH"] };
  const child = spawn(process.execPath, [cliPath, "fuzz", "--watch", ...args], { cwd, env });
  const printed = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.stderr += text));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, printed, ended };
}

async function waitFor(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** In one step, so that the watch sees one change. */
function replaceFile(path: string, text: string): void {
  const other = join(temporaryFolder(), "new");
  writeFileSync(other, text);
  renameSync(other, path);
}

const wrongBot = readFileSync(join(packageRoot, "examples", "bot.mjs"), "utf8");
const rightBot = wrongBot.replace('Number(env.ARMED ?? "0") > 0', 'env.ARMED === "1"');
const campaign = ["--seed", "1", "--runs", "5", "--sequences", "0", "--bail"];
const only = ["--property", "live-needs-all-five-gates", "--target", "node bot.mjs"];

test("each change replays the saved failures and fuzzes; the last campaign gives the exit code", async () => {
  const cwd = folderWith({ "bot.mjs": wrongBot });
  const reports = ["--report", "json=r.json"];
  const { child, printed, ended } = startWatch(cwd, ...campaign, ...only, ...reports);
  let [readOut, readErr] = [0, 0];
  /** Waits for the end of a campaign, and returns what was printed since the one before. */
  const nextRound = async (): Promise<string> => {
    await waitFor(() => printed.stderr.includes("watching .; Ctrl-C ends", readErr));
    const text = printed.stdout.slice(readOut) + printed.stderr.slice(readErr);
    [readOut, readErr] = [printed.stdout.length, printed.stderr.length];
    return text;
  };
  const first = await nextRound();
  expect(first).toMatch(/^FAIL {2}\d findings?: /m);
  expect(first).not.toContain("still-fails");
  replaceFile(join(cwd, "bot.mjs"), rightBot);
  const second = await nextRound();
  expect(second).toMatch(/^reports\/counterexamples\/live-needs-\S+: fixed\nseed 1, /m);
  expect(second).toMatch(/^INCONCLUSIVE$/m);
  replaceFile(join(cwd, "bot.mjs"), "this is no program(");
  expect(await nextRound()).toContain("the target: ");
  replaceFile(join(cwd, "bot.mjs"), wrongBot);
  const last = await nextRound();
  expect(last).toMatch(/^reports\/counterexamples\/live-needs-\S+: still-fails\n/m);
  expect(last).toMatch(/^FAIL {2}\d findings?: /m);
  child.kill("SIGINT");
  expect(await ended).toBe(1);
  // The files that the harness wrote into the folder are no change.
  const changes = printed.stderr.match(/^.* changed: /gm);
  expect(new Set(changes)).toEqual(new Set(["bot.mjs changed: "]));
});

/** Its runs wait for the file `go`, and then name the version of the bot. */
const waitingBot = (version: string) => `
  import { existsSync, writeFileSync } from "node:fs";
  import { createInterface } from "node:readline";
  const send = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method } = JSON.parse(line);
    if (method === "initialize") {
      send({ id, result: { protocolVersion: 2, name: "bot", capabilities: { reports: [] } } });
      continue;
    }
    writeFileSync("${version}", "");
    while (!existsSync("go-${version}")) await new Promise((resolve) => setTimeout(resolve, 5));
    send({ id, result: {} });
  }
`;

test("a change stops the campaign in hand without its report; Ctrl-C ends the next one with its report", async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "bot"));
  const path = join(cwd, "bot", "bot.mjs");
  writeFileSync(path, waitingBot("first"));
  const sizes = ["--seed", "1", "--runs", "100000", "--sequences", "0"];
  const target = ["--target", "node bot/bot.mjs"];
  const { child, printed, ended } = startWatch(cwd, ...sizes, ...target);
  await waitFor(() => existsSync(join(cwd, "first")));
  replaceFile(path, waitingBot("second"));
  // The run in hand ends only now, so the campaign ends after the change.
  await waitFor(() => printed.stderr.includes("bot/bot.mjs changed: "));
  writeFileSync(join(cwd, "go-first"), "");
  await waitFor(() => existsSync(join(cwd, "second")));
  child.kill("SIGINT");
  await waitFor(() => printed.stderr.includes("SIGINT: the campaign ends after the case in hand"));
  writeFileSync(join(cwd, "go-second"), "");
  const exitCode = await ended;
  const verdicts = printed.stdout.match(/^(?:PASS|FAIL {2}\d+ finding|INCONCLUSIVE).*$/gm) ?? [];
  expect(verdicts).toHaveLength(1);
  expect(printed.stdout).toContain("stopped   interrupted");
  expect(exitCode).toBe(verdicts[0]?.startsWith("FAIL") === true ? 1 : 3);
});

const profile = (...actions: readonly string[]) =>
  JSON.stringify({ schemaVersion: 1, kind: "bot-profile", actions });

test.each([
  [".profile.json", ["--bot-profile", "profiles/.profile.json"], "profiles"],
  ["reconcile-harness.json", [], "."],
])(
  "a change of the profile %s starts a new campaign, also where the bot is elsewhere",
  async (...place) => {
    const [name, options, folder] = place;
    const cwd = temporaryFolder();
    for (const path of ["bot", "profiles"]) mkdirSync(join(cwd, path));
    writeFileSync(join(cwd, "bot", "bot.mjs"), rightBot);
    const path = join(folder, name);
    if (options.length > 0) writeFileSync(join(cwd, path), profile("cancel_all"));
    const batch = [...campaign, "--shard", "1/40", "--property", "limits-hold"];
    const target = ["--target", "node bot/bot.mjs"];
    const { child, printed, ended } = startWatch(cwd, ...batch, ...target, ...options);
    const watching = `watching bot, ${path}`;
    await waitFor(() => printed.stderr.includes(watching));
    const readOut = printed.stdout.length;
    // It is created where it is the default one, and else changes.
    replaceFile(join(cwd, path), profile("flatten"));
    await waitFor(() => printed.stderr.split(watching).length === 3);
    child.kill("SIGINT");
    await ended;
    expect(printed.stderr).toContain(`${path} changed: a new campaign starts`);
    expect(printed.stdout.slice(readOut)).toContain(
      "the profile does not have an action that cancels",
    );
    expect(printed.stdout.slice(0, readOut)).not.toContain("an action that cancels");
  },
);

test.each<[string, readonly string[], string]>([
  ["with --settle alone", ["--target", "node bot.mjs", "--settle", "1s"], "--settle: add --wire"],
  ["without an unknown property", ["--target", "node bot.mjs", "--without", "x"], "--without"],
  ["without --target", [], "--watch: add --target"],
  ["for a command without a file", ["--target", "npm start"], "--watch: no word of 'npm start'"],
  ["with --json", ["--target", "node bot.mjs", "--json"], "'--watch' cannot be used with"],
  ["with a wrong option", ["--target", "node bot.mjs", "--runs", "many"], "--runs: expected"],
  ["with an unknown property", ["--target", "node bot.mjs", "--property", "x"], "--property"],
])("--watch %s is exit 2", (_, args, message) => {
  const cwd = folderWith({ "bot.mjs": "" });
  const run = runCli(["fuzz", "--watch", ...args], { cwd });
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain(message);
});
