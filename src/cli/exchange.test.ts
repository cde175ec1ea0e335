import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { once } from "node:events";
import { request } from "node:https";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import * as z from "zod";
import { cliPath, folderWith, runCli } from "../test-fixtures/run-cli.ts";
import { scenarioWith } from "../test-fixtures/scenarios.ts";

const printedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal("exchange"),
  url: z.string(),
  stream: z.string(),
  key: z.string().length(64),
  secret: z.string().length(64),
  authority: z.string().nullable(),
  requests: z.string(),
});

/** Starts the command, lets `use` work with its first output, and ends it by a signal. */
async function serve(
  args: readonly string[],
  signal: NodeJS.Signals,
  use: (printed: string) => Promise<void>,
  cwd = folderWith({}),
): Promise<{ readonly exitCode: unknown; readonly stderr: string }> {
  const child = spawn(process.execPath, [cliPath, "exchange", ...args], { cwd });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const closed = once(child, "close");
  try {
    const [printed] = await Promise.race([
      once(child.stdout.setEncoding("utf8"), "data"),
      closed.then(() => Promise.reject(new Error(stderr))),
    ]);
    await use(String(printed));
  } finally {
    child.kill(signal);
  }
  const [exitCode] = await closed;
  return { exitCode, stderr };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends it with exit code 0",
  async (signal) => {
    let url = "";
    const ended = await serve(["--quiet"], signal, async (printed) => {
      url = printed.trim();
      const info: unknown = await (await fetch(`${url}/fapi/v1/exchangeInfo`)).json();
      const symbols = [{ symbol: "BTCUSDT" }, { symbol: "ETHUSDT" }];
      expect(info).toMatchObject({ symbols });
    });
    expect(ended).toEqual({ exitCode: 0, stderr: "" });
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  },
);

test("it prints where a client gets to it, and with which key", async () => {
  const ended = await serve([], "SIGTERM", async (printed) => {
    const lines = printed.trimEnd().split("\n");
    expect(lines.map((line) => line.slice(0, 12).trim())).toEqual([
      "base URL",
      "streams",
      "API key",
      "API secret",
      "requests",
      "Ctrl-C ends",
    ]);
  });
  expect(ended.exitCode).toBe(0);
});

test("with TLS and a scenario it serves that state now, and removes the certificate at its end", async () => {
  const scenario = scenarioWith({
    exchange: { positions: [{ symbol: "BTCUSDT", quantity: "1" }] },
  });
  const cwd = folderWith({ "own.json": scenario });
  let file = "";
  const use = async (printed: string) => {
    const { url, authority } = printedSchema.parse(JSON.parse(printed));
    file = authority ?? "";
    const text = await new Promise<string>((resolve, reject) => {
      const asked = request(`${url}/fapi/v1/time`, { ca: readFileSync(file) }, (reply) => {
        reply.setEncoding("utf8").once("data", resolve);
      });
      asked.once("error", reject).end();
    });
    const { serverTime } = z.object({ serverTime: z.number() }).parse(JSON.parse(text));
    expect(Math.abs(Date.now() - serverTime)).toBeLessThan(3_600_000);
  };
  const args = ["--tls", "--json", "--scenario", "own.json"];
  expect(await serve(args, "SIGINT", use, cwd)).toEqual({ exitCode: 0, stderr: "" });
  expect(file).toMatch(/ca\.pem$/);
  expect(existsSync(file)).toBe(false);
});

test("a port that is taken, and options that cannot be used, are bad input", async () => {
  const other = createServer();
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  const port = String(Reflect.get(Object(other.address()), "port"));
  const child = spawn(process.execPath, [cliPath, "exchange", "--port", port]);
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  expect((await once(child, "close"))[0]).toBe(2);
  expect(stderr).toContain(`--port: ${port} on 127.0.0.1 is taken by another program`);
  other.close();
  for (const [args, message] of [
    [["--port", "70000"], "--port: expected a port from 0 to 65535, got '70000'"],
    [["--port", "http"], "--port: expected a port from 0 to 65535, got 'http'"],
    [["--scenario", "all"], "--scenario: an exchange starts with one scenario, not with all"],
    [["--scenario", "none.json"], "none.json: there is no such file"],
  ] as const) {
    const run = runCli(["exchange", ...args]);
    expect(run).toMatchObject({ exitCode: 2, stdout: "" });
    expect(run.stderr).toContain(message);
  }
});
