/** Bots on the wire that misbehave, each as a real process: what is reported, and that nothing of them is left. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withOrderAndPosition } from "../../properties/enumeration/on-wire.ts";
import { whyNotSealed } from "../target/wire/sealed-space.ts";
import { isRunning, waitFor } from "../test-fixtures/is-running.ts";
import { folderWith, startCli } from "../test-fixtures/run-cli.ts";

/** Each names its processes by files. `isTryOut`: its first process. */
const head = `
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
const isTryOut = !existsSync("tried");
writeFileSync("tried", "");
writeFileSync("pid-" + process.pid, "");
const base = process.env.RECONCILE_HARNESS_REST;
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** The status, or 0 without a reply. */
const ask = (method, path, body) => new Promise((resolve) => {
  const asked = request(base + path, { method }, (reply) => {
    reply.resume().on("end", () => resolve(reply.statusCode));
  });
  asked.on("error", () => resolve(0));
  asked.end(body);
});
`;
const ping = `await ask("GET", "/fapi/v1/ping");`;

/** Starts a process in a session of its own, which names itself. */
const daemon = (start: string) => `
const mark = "started-" + process.pid;
spawn("sh", ["-c", \`exec ${start} sh -c 'touch pid-$$; touch \${mark}; exec sleep 3600'\`], { stdio: "ignore", detached: true }).unref();
while (!existsSync(mark)) await wait(5);`;

const inRun = (text: string) => `${ping}\nif (!isTryOut) {\n${text}\n}`;

type Bad = {
  readonly text: string;
  readonly exitCode: number;
  readonly message: string;
  readonly args?: readonly string[];
};

/** Ends when no process of the bot is left. */
async function outcomeOf({ text, args = [] }: Bad) {
  const cwd = folderWith({ "bot.mjs": head + text, "case.json": withoutAction });
  mkdirSync(join(cwd, "tmp"));
  const mounts = mountsNow();
  const command = ["replay", "case.json", "--wire", "node bot.mjs", ...args];
  const run = await startCli(command, { cwd, env: { TMPDIR: join(cwd, "tmp") } });
  const pids = readdirSync(cwd).flatMap((name) => /^pid-(\d+)$/.exec(name)?.slice(1) ?? []);
  if (pids.length === 0) throw new Error("the bot did not start");
  await waitFor(() => !pids.some((pid) => isRunning(Number(pid))));
  const folders = readdirSync(join(cwd, "tmp"));
  const left = { folders, hasMounts: mountsNow() !== mounts };
  return { exitCode: run.exitCode, text: run.stdout + run.stderr, left };
}

const dueOf = ({ exitCode, message }: Bad) => ({
  exitCode,
  text: expect.stringContaining(message) as string,
  left: { folders: [], hasMounts: false },
});

/** A bot that sends nothing but a ping passes it. */
const withoutAction = {
  ...withOrderAndPosition,
  config: { ...withOrderAndPosition.config, action: "none" },
};

function mountsNow(): string {
  return existsSync("/proc/mounts") ? readFileSync("/proc/mounts", "utf8") : "";
}

const passes = { exitCode: 0, message: "case.json: passes" };
const stays = "setInterval(() => undefined, 1_000);";

const bad: Readonly<Record<string, Bad>> = {
  "ignores SIGTERM": {
    text: `process.on("SIGTERM", () => undefined); ${ping} ${stays}`,
    args: ["--settle", "200ms"],
    ...passes,
  },
  "keeps running after its answer": {
    text: `${ping} ${stays}`,
    args: ["--settle", "200ms"],
    ...passes,
  },
  "never connects": {
    text: stays,
    exitCode: 3,
    message: "it sent no request to http://127.0.0.1:",
  },
  "floods requests": {
    text: inRun(`
const socket = connect(Number(new URL(base).port), "127.0.0.1");
socket.on("error", () => undefined).resume();
socket.write("GET /fapi/v1/ping HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n".repeat(11_000));
${stays}`),
    exitCode: 1,
    message: "it sent more than 10000 requests in one run",
  },
  "opens 1,000 sockets": {
    text: `
const sockets = Array.from({ length: 1_000 }, () => connect(Number(new URL(base).port), "127.0.0.1"));
await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
${ping}
process.exit();`,
    ...passes,
  },
  "sends a body of 100 MB": {
    text: inRun(`await ask("POST", "/fapi/v1/order", "x".repeat(100_000_000));`),
    exitCode: 1,
    message: "POST /fapi/v1/order a body of more than 1 MiB: refused with 413",
  },
  "prints 100 MB": {
    text: `${ping}
for (let at = 0; at < 100; at += 1) {
  await new Promise((resolve) => process.stdout.write("x".repeat(1_000_000) + "\\n", resolve));
}`,
    ...passes,
  },
};

// Side by side, because they mostly wait.
test.concurrent.each(Object.entries(bad))("a bot that %s", async (_, one) => {
  expect(await outcomeOf(one)).toEqual(dueOf(one));
});

const isLinux = process.platform === "linux";
test.skipIf(!isLinux)(
  "a bot that daemonises itself, and one whose daemon alone would send requests",
  async () => {
    const message = "a process that it started left its process group, and was killed";
    const later = { text: inRun(daemon("setsid")), exitCode: 1, message };
    expect(await outcomeOf(later)).toEqual(dueOf(later));
    const first = { text: daemon("setsid"), exitCode: 3, message };
    expect(await outcomeOf(first)).toEqual(dueOf(first));
  },
);

const reason = whyNotSealed();
const skipped = reason === null ? "" : ` (skipped: ${reason})`;
const alone = `const send = (url) => new Promise((resolve) => {
  request(url, (reply) => reply.resume().on("end", resolve)).on("error", resolve).end();
});`;
const overTls = `const { request: requestTls } = await import("node:https");
await new Promise((resolve) => requestTls(base + "/fapi/v1/ping", (reply) => reply.resume().on("end", resolve)).end());`;

test.skipIf(reason !== null).each<[string, Bad]>([
  [
    "sends plain HTTP to the port of TLS",
    {
      text: `${alone} await send("http://fapi.binance.com:443/fapi/v1/ping");`,
      exitCode: 3,
      message: "it sent HTTP without TLS to the port of TLS",
    },
  ],
  [
    "needs a host that is not simulated",
    {
      text: `${alone} ${overTls} await send("http://api.telegram.org/bot");`,
      exitCode: 1,
      message: "it asked api.telegram.org",
    },
  ],
  [
    "daemonises itself without its environment",
    { text: `${overTls} ${daemon("env -i setsid")}`, ...passes },
  ],
])(`a sealed bot that %s${skipped}`, async (_, one) => {
  expect(await outcomeOf({ ...one, args: ["--sealed"] })).toEqual(dueOf(one));
});
