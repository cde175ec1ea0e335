import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { campaignReportSchema } from "../fuzz/campaign-report.ts";
import { isRunning, waitFor } from "../test-fixtures/is-running.ts";
import { cliPath, folderWith } from "../test-fixtures/run-cli.ts";

/**
 * Its runs wait for nothing but the file `go`, so that a test chooses the moments. Where the file `slow` is, so
 * does each start but the first, which the campaign makes before its workers start theirs.
 */
const waitingBot = `
  import { existsSync, writeFileSync } from "node:fs";
  import { createInterface } from "node:readline";
  const send = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
  const capabilities = { reports: [] };
  writeFileSync("pid-" + process.pid, "");
  const isSlow = existsSync("slow") && existsSync("started");
  writeFileSync("started", "");
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method } = JSON.parse(line);
    if (method === "initialize" && !isSlow) {
      send({ id, result: { protocolVersion: 2, name: "bot", capabilities } });
      continue;
    }
    writeFileSync("running", "");
    while (!existsSync("go")) await new Promise((resolve) => setTimeout(resolve, 5));
    send({ id, result: {} });
  }
`;

test.each<[string, NodeJS.Signals, boolean, readonly string[], string?]>([
  ["the first signal ends the campaign after the case in hand", "SIGINT", false, []],
  ["SIGTERM does so with workers", "SIGTERM", false, ["--workers", "2"]],
  ["the second signal ends it at once", "SIGHUP", true, []],
  ["the second signal ends it at once with workers", "SIGINT", true, ["--workers", "2"]],
  ["the second signal ends starts of workers too", "SIGTERM", true, ["--workers", "2"], "slow"],
])("%s, the report is written, and no process is left", async (...row) => {
  const [, signal, isTwice, options, mark = "quick"] = row;
  const cwd = folderWith({ "bot.mjs": waitingBot, [mark]: "" });
  const sizes = ["--runs", "100000", "--sequences", "0", ...options];
  const args = [
    "fuzz",
    "--seed",
    "1",
    ...sizes,
    "--target",
    "node bot.mjs",
    "--report",
    "json=r.json",
  ];
  const env = { PATH: process.env["PATH"] };
  const child = spawn(process.execPath, [cliPath, ...args], { cwd, env });
  let stderr = "";
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  child.stdout.resume();
  const ended = new Promise((resolve) => child.once("close", resolve));
  await waitFor(() => existsSync(join(cwd, "running")));
  child.kill(signal);
  await waitFor(() => stderr.includes(`${signal}: the campaign ends after the case in hand`));
  if (isTwice) child.kill(signal);
  else writeFileSync(join(cwd, "go"), "");
  const exitCode = await ended;
  const report = campaignReportSchema.parse(JSON.parse(readFileSync(join(cwd, "r.json"), "utf8")));
  expect(report).toMatchObject({ stopped: "interrupted", batchesDone: [] });
  const cases = Object.values(report.result.cases).reduce((left, right) => left + right, 0);
  expect(cases > 0).toBe(!isTwice);
  expect(exitCode).toBe(report.verdict === "fail" ? 1 : 3);
  // Each process names its file: one that is killed in the middle of a write would leave an empty file.
  const pids = readdirSync(cwd).flatMap((name) =>
    (/^pid-(\d+)$/.exec(name)?.slice(1) ?? []).map(Number),
  );
  expect(pids.length).toBeGreaterThan(0);
  // The system needs a moment to end a process that was killed.
  await waitFor(() => !pids.some(isRunning));
});
