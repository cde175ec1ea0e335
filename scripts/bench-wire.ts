/** Measures what a bot on the wire costs: its process, its rounds with the harness, and its requests. */
import { spawn, type ChildProcess } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { withOrderAndPosition } from "../properties/enumeration/on-wire.ts";
import { wireBotPath } from "../properties/planted-bugs/wire/wire-bug.ts";
import { runScenario } from "../src/simulation/run-scenario.ts";
import { observedOrder, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { gatesForBot } from "../src/target/bot-gates.ts";
import { fitToWire } from "../src/target/wire/fit-wire.ts";
import { quoted } from "../src/domain/shell-word.ts";
import { environmentOf, fillCommand } from "../src/target/wire/wire-command.ts";
import { openWireTarget } from "../src/target/wire/wire-target.ts";
import { Sandbox } from "../src/wire/sandbox.ts";
import { SimulatedVenue } from "../src/wire/simulated-venue.ts";
import { contextOf, openTrivialBot, timeCase } from "./bench-campaign.ts";
import { medians, say } from "./measure.ts";

const startRounds = 31;
const caseRounds = 15;
const requestRounds = 31;
/** Below the weight that the venue allows in a minute. */
const requestsPerRound = 2_300;
const connections = 16;
const key = { key: "k".repeat(64), secret: "s".repeat(64) };

export async function benchWire(): Promise<void> {
  await benchStartedBot();
  await benchKeptBot();
  await benchRequests();
}

/** A case of a bot that exits by itself, over the same bot against an exchange without a judge. */
async function benchStartedBot(): Promise<void> {
  const command = `${quoted(process.execPath)} ${quoted(wireBotPath)} {confirm}`;
  const scenario = fitToWire(withOrderAndPosition);
  const { target, close } = await openWireTarget(command);
  const folder = mkdtempSync(join(tmpdir(), "bench-wire-"));
  const input = join(folder, "input.json");
  const { config, expected } = scenario;
  const empty = { priorCalls: [], lastPortCallAtMs: null };
  writeFileSync(input, JSON.stringify({ config, expected, ...empty }));
  const gates = gatesForBot(scenario.gates);
  const alone = async () => {
    const venue = new SimulatedVenue(scenario);
    const sandbox = await Sandbox.start({ venue, key });
    const at = `127.0.0.1:${sandbox.server.port}`;
    const address = { url: `http://${at}`, stream: `ws://${at}`, ...key, input };
    const startedAt = performance.now();
    const env = environmentOf(process.env, gates, address);
    const child = spawn(fillCommand(command, gates, address), { shell: true, env, stdio: "pipe" });
    child.stdout.resume();
    child.stderr.resume();
    await once(child, "close");
    const elapsedMs = performance.now() - startedAt;
    if (venue.portCalls === 0) throw new Error("the bot alone made no port call");
    await sandbox.close();
    return elapsedMs;
  };
  const judged = async () => {
    const startedAt = performance.now();
    const { targetError, portCalls } = await runScenario(scenario, target);
    const elapsedMs = performance.now() - startedAt;
    if (targetError !== null || portCalls.length === 0) throw new Error("the case was no case");
    return elapsedMs;
  };
  const [aloneMs = 0, judgedMs = 0] = await medians(startRounds, async () => [
    await alone(),
    await judged(),
  ]);
  await close();
  rmSync(folder, { recursive: true });
  say(
    `wire: a bot alone ${aloneMs.toFixed(1)} ms, a case of it ${judgedMs.toFixed(1)} ms, ` +
      `ratio ${(judgedMs / aloneMs).toFixed(2)} (at most 1.3)`,
  );
}

/** A bot that only takes its runs, so that the rounds with the harness are measured. */
const trivialKeptBot = `
  const { request, Agent } = require("node:http");
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const base = process.env.RECONCILE_HARNESS_REST;
  const ask = (method, path, then) => {
    request(base + path, { method, agent }, (reply) => {
      let text = "";
      reply.setEncoding("utf8").on("data", (part) => (text += part));
      reply.on("end", () => then(reply.statusCode, text));
    }).end();
  };
  const next = () => ask("GET", "/__harness/next", (status, text) => {
    if (status === 204) return next();
    if (status !== 200) return agent.destroy();
    JSON.parse(text);
    ask("POST", "/__harness/done", next);
  });
  ask("GET", "/fapi/v1/ping", next);
`;

/** The cases of a kept-alive bot over those of a bot behind stdio; neither does anything. */
async function benchKeptBot(): Promise<void> {
  const stdio = await openTrivialBot();
  const kept = await openWireTarget(`${quoted(process.execPath)} -e ${quoted(trivialKeptBot)}`);
  const [overStdio, onWire] = [contextOf(stdio.target), contextOf(kept.target)];
  const [stdioMs = 0, keptMs = 0] = await medians(caseRounds, async (round) => [
    await timeCase(overStdio, round),
    await timeCase(onWire, round),
  ]);
  await stdio.close();
  await kept.close();
  say(
    `wire: a trivial bot behind stdio ${caseRate(stdioMs)}, one that is kept alive ${caseRate(keptMs)}, ` +
      `ratio ${(stdioMs / keptMs).toFixed(2)} (at least 0.1)`,
  );
}

const caseRate = (ms: number) => `${(1_000 / ms).toFixed(0)} cases/s`;

/** A client of its own process: raw sockets, one request in flight on each. It answers with milliseconds. */
const loadClient = `
  const { connect } = require("node:net");
  process.on("message", ({ port, requests, connections }) => {
    let [sent, ended] = [0, 0];
    const startedAt = performance.now();
    for (let at = 0; at < connections; at += 1) {
      const socket = connect(port, "127.0.0.1").setNoDelay(true);
      let text = "";
      const next = () => (sent < requests.length ? socket.write(requests[sent++]) : socket.end());
      socket.on("data", (part) => {
        text += part.toString("latin1");
        const end = text.indexOf("\\r\\n\\r\\n");
        const length = Number(/content-length: (\\d+)/i.exec(text)?.[1] ?? NaN);
        if (end === -1 || text.length < end + 4 + length) return;
        if (!text.startsWith("HTTP/1.1 200 ")) throw new Error(text);
        text = "";
        ended += 1;
        if (ended === requests.length) process.send(performance.now() - startedAt);
        next();
      });
      next();
    }
  });
`;

const several = Array.from({ length: 3 }, (_, index) =>
  observedOrder({ clientOrderId: `grinder_grid_B_${index}_1704067100_1`, orderId: `${index + 1}` }),
);
const account = scenarioWith({ exchange: { orders: several, prices: { BTCUSDT: "50000" } } });

const ping = () => "/fapi/v1/ping";

function signed(): string {
  const query = `symbol=BTCUSDT&recvWindow=60000&timestamp=${Date.now()}`;
  const signature = createHmac("sha256", key.secret).update(query).digest("hex");
  return `/fapi/v1/openOrders?${query}&signature=${signature}`;
}

/** Requests of the exchange over those of a bare server that sends the same body. */
async function benchRequests(): Promise<void> {
  const client = spawn(process.execPath, ["-e", loadClient], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [bareMs = 0, pingMs = 0, bareOrdersMs = 0, ordersMs = 0] = await medians(
    requestRounds,
    async () => [
      await timeBare(client, "{}", ping),
      await timeExchange(client, ping),
      await timeBare(client, await ordersOf(signed()), signed),
      await timeExchange(client, signed),
    ],
  );
  client.kill();
  say(
    `wire: signed lists of a bare server ${requestRate(bareOrdersMs)}, of the exchange ` +
      `${requestRate(ordersMs)}, ratio ${(bareOrdersMs / ordersMs).toFixed(2)} (at least 0.3); pings of a bare server ` +
      `${requestRate(bareMs)}, of the exchange ${requestRate(pingMs)}, ratio ${(bareMs / pingMs).toFixed(2)}`,
  );
}

const requestRate = (ms: number) => `${((1_000 * requestsPerRound) / ms).toFixed(0)} requests/s`;

async function openExchange(): Promise<Sandbox> {
  return Sandbox.start({ venue: new SimulatedVenue(account), key });
}

async function ordersOf(path: string): Promise<string> {
  const sandbox = await openExchange();
  const headers = { "X-MBX-APIKEY": key.key };
  const reply = await fetch(`http://127.0.0.1:${sandbox.server.port}${path}`, { headers });
  const text = await reply.text();
  await sandbox.close();
  if (!text.includes("grinder_grid_B_2")) throw new Error(`it lists no orders: ${text}`);
  return text;
}

async function timeExchange(client: ChildProcess, path: () => string): Promise<number> {
  const sandbox = await openExchange();
  const elapsedMs = await timeRequests(client, sandbox.server.port, path);
  await sandbox.close();
  return elapsedMs;
}

async function timeBare(client: ChildProcess, body: string, path: () => string): Promise<number> {
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const server = createServer((_, response) => response.writeHead(200, headers).end(body));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const elapsedMs = await timeRequests(client, (server.address() as AddressInfo).port, path);
  server.close();
  return elapsedMs;
}

async function timeRequests(client: ChildProcess, port: number, path: () => string) {
  const requests = Array.from(
    { length: requestsPerRound },
    () => `GET ${path()} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-MBX-APIKEY: ${key.key}\r\n\r\n`,
  );
  const answered = once(client, "message");
  client.send({ port, requests, connections });
  const [elapsedMs] = z.tuple([z.number()], z.unknown()).parse(await answered);
  return elapsedMs;
}
