// A kept-alive bot on the wire. Its argument names what it does wrong; each answer is a line of log.jsonl.
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { setTimeout as delay } from "node:timers/promises";

const { env, argv } = process;
const base = env.RECONCILE_HARNESS_REST;
const mode = argv[2] ?? "correct";
const key = env.RECONCILE_HARNESS_API_KEY;

function log(entry) {
  appendFileSync(`${import.meta.dirname}/log.jsonl`, `${JSON.stringify(entry)}\n`);
}

/** Status and text of the reply; status 0 where there is none. */
function ask(method, path, body = "", headers = {}) {
  const request = base.startsWith("https") ? requestTls : requestPlain;
  const sent = { method, headers: { "X-MBX-APIKEY": key, ...headers } };
  return new Promise((resolve) => {
    const asked = request(base + path, sent, (reply) => {
      let text = "";
      reply.setEncoding("utf8").on("data", (part) => (text += part));
      reply.on("end", () => resolve({ status: reply.statusCode, text }));
    });
    asked.on("error", () => resolve({ status: 0, text: "" }));
    asked.end(body);
  });
}

/** Whether this happens for the first time, over all processes. */
function isFirst(name) {
  const mark = `${import.meta.dirname}/${name}`;
  if (existsSync(mark)) return false;
  writeFileSync(mark, "");
  return true;
}

const cancel = () => ask("DELETE", "/fapi/v1/order?symbol=BTCUSDT&origClientOrderId=late");
const next = (headers) => ask("GET", "/__harness/next", "", headers);
const done = (body) => ask("POST", "/__harness/done", body);
const logReply = async (name, reply) => log({ name, ...(await reply) });

const inRun = {
  dies: () => process.exit(7),
  "kills itself": () => process.kill(process.pid, "SIGKILL"),
  hangs: () => delay(3_600_000),
  floods: async () => {
    for (;;) await Promise.all(Array.from({ length: 50 }, () => ask("GET", "/fapi/v1/ping")));
  },
  "asks early": () => logReply("next", next()),
  "reports no JSON": () => logReply("done", done("{")),
  "reports another run": () => logReply("done", done('{"run": 77}')),
  "asks a foreign host": () => logReply("next", next({ host: "evil.example" })),
  "asks for the list": () => logReply("requests", ask("GET", "/__harness/requests")),
};
const afterRun = {
  "cancels late": cancel,
  "reports twice": () => logReply("done", done("")),
  "dies between": () => process.exit(8),
  "never asks again": () => delay(3_600_000),
  "asks twice": async () => {
    const first = next();
    await ask("GET", "/fapi/v1/ping");
    await logReply("second", next());
    return first;
  },
  "gives up": async () => {
    const given = new AbortController();
    const asked = requestPlain(`${base}/__harness/next`, { signal: given.signal });
    asked.on("error", () => undefined).end();
    await ask("GET", "/fapi/v1/ping");
    given.abort();
    await delay(50);
    log({ name: "gave up" });
  },
};

if (mode === "ignores SIGTERM") process.on("SIGTERM", () => undefined);
if (mode === "never asks again" && !isFirst("started")) await delay(3_600_000);
const { status } = await ask("GET", "/fapi/v1/exchangeInfo");
log({ name: "start", pid: process.pid, key, exchangeInfo: status });

let early;
for (;;) {
  const reply = await (early ?? next());
  early = undefined;
  if (reply.status === 204) {
    log({ name: "no run yet", text: reply.text });
    continue;
  }
  if (reply.status !== 200) {
    log({ name: "end", ...reply });
    if (reply.status === 409) {
      await delay(20);
      continue;
    }
    break;
  }
  const order = JSON.parse(reply.text);
  log({ name: "run", ...order });
  await ask("GET", "/fapi/v1/ping");
  // The first run is the try-out.
  const isWrong = order.run > 1 && isFirst(mode);
  if (isWrong) await inRun[mode]?.();
  if (mode !== "reports nothing") await done(JSON.stringify({ run: order.run }));
  if (isWrong) early = await afterRun[mode]?.();
  if (early !== undefined && early.status === undefined) early = undefined;
}
if (mode === "ignores SIGTERM") setInterval(() => undefined, 1_000);
