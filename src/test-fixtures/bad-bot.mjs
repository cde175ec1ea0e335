/** A bot that misbehaves by its argument. It implements no more of the protocol than that needs. */
import { appendFileSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

const [, , misbehaviour = "none"] = process.argv;
const write = (text) => process.stdout.write(text);
const send = (message) => write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const answer = (id, { gates }) => {
  send({ id, result: { mode: gates.confirm === null ? "dry_run" : "live" } });
};
const call = (id, run, symbol = "BTCUSDT") => {
  const clientOrderId = "grinder_grid_BTCUSDT_1_1704067100_1";
  send({ id, method: "port/cancelOrder", params: { run, symbol, clientOrderId } });
};

let remembered = false;
const cancelOnce = (id, params) => {
  pending = () => answer(id, params);
  if (remembered) return pending();
  remembered = true;
  call("once", params.run);
};
/** Called when the port has answered. */
let pending = () => undefined;

const misbehaviours = {
  "does nothing": answer,
  "leaves out what it reports": (id) => send({ id, result: {} }),
  "answers with another id": (id) => send({ id: id + 1, result: {} }),
  "answers with a long id": () => send({ id: "x".repeat(100_000), result: {} }),
  "answers with a deep id": () => {
    write(`{"jsonrpc":"2.0","id":${"[".repeat(100_000)}${"]".repeat(100_000)},"result":{}}\n`);
  },
  "answers twice": (id, params) => {
    answer(id, params);
    answer(id, params);
  },
  "answers with wrong types": (id) => send({ id, result: { mode: "perhaps" } }),
  "answers with an error": (id) => send({ id, error: { code: -1, message: "out of memory" } }),
  "answers with an error text": (id) => send({ id, error: "out of memory" }),
  "answers with a list": (id) => write(`${JSON.stringify([{ jsonrpc: "2.0", id, result: {} }])}\n`),
  "answers and dies": (id, params) => {
    answer(id, params);
    setTimeout(() => process.exit(0), 10);
  },
  "truncates a line": (id) => {
    write(JSON.stringify({ jsonrpc: "2.0", id, result: {} }).slice(0, 20));
    process.exit(0);
  },
  "prints a traceback": () => write("Traceback (most recent call last):\n"),
  "prints 100 MB": async () => {
    const megabyte = "x".repeat(1024 * 1024);
    for (let printed = 0; printed < 100; printed += 1) {
      if (!write(megabyte)) await sleep(1);
    }
  },
  "never answers": () => undefined,
  "calls late": (id, params) => {
    answer(id, params);
    call("late", params.run);
  },
  "calls for an unknown run": (id, params) => {
    call("odd", params.run + 7);
    answer(id, params);
  },
  "calls for an earlier run": (id, params) => {
    if (params.run > 1) call("odd", params.run - 1);
    answer(id, params);
  },
  "calls an unknown method": (id, params) => {
    send({ id: "odd", method: "Port/cancelOrder", params: {} });
    answer(id, params);
  },
  "calls in a batch": (id, params) => {
    write(`[{"jsonrpc":"2.0","id":"odd","method":"port/cancelOrder","params":{}}]\n`);
    answer(id, params);
  },
  "calls at the end": answer,
  "calls without a newline and dies": (_, { run }) => {
    write(`{"jsonrpc":"2.0","id":"odd","method":"port/cancelOrder","params":{"run":${run}}}`);
    process.exit(1);
  },
  "calls without end": async (_, { run }) => {
    for (let calls = 0; ; calls += 1) {
      call(calls, run);
      if (calls % 200 === 0) await sleep(0);
    }
  },
  "calls with wrong types": (_, { run }) => call("odd", run, 7),
  "calls without an id": (_, { run }) => call(undefined, run),
  "calls and answers in one message": (id, { run }) => {
    send({ id, method: "port/cancelOrder", params: { run }, result: { mode: "dry_run" } });
  },
  "logs and never answers": () => process.stderr.write("stuck\n"),
  "logs and answers with an error": (id) => {
    process.stderr.write("no connection\n");
    send({ id, error: { code: -1, message: "out of memory" } });
  },
  "logs and answers with wrong types": (id) => {
    process.stderr.write("mode \u001b[31mperhaps\n");
    send({ id, result: { mode: "perhaps" } });
  },
  "logs and prints a banner": () => {
    process.stderr.write("hello\n");
    write("Bot 1.0, ready\n");
  },
  dies: () => process.exit(4),
  "calls and dies": (_, { run }) => {
    // Writes to a pipe are synchronous, so the call is complete.
    call("last", run);
    process.stderr.write("about to crash\nSegmentation fault\n");
    process.exit(139);
  },
  "ignores the end": answer,
  /** Cancels only once, as long as it remembers the call. */
  "remembers until it starts": (id, params) => cancelOnce(id, params),
  "remembers across starts": (id, params) => cancelOnce(id, params),
  "starts only twice": answer,
  "has no start": answer,
  /** As an example of the first bots with protocol 2 does. */
  "repeats its name": answer,
  /** The last error names the number of its starts. */
  "counts starts": (id, params) => {
    process.stderr.write(`${starts} starts\n`);
    if (params.run < 3) answer(id, params);
    else process.exit(4);
  },
  "counts starts and has no start": (id, params) => misbehaviours["counts starts"](id, params),
  "declares sequences and has no start": answer,
  "remembers, and dies in its second start": answer,
};
let starts = 0;
let current;
/** The processes of this bot in its folder, for a bot that counts them. */
let startsSoFar = 0;

if (misbehaviour === "prints a banner") write("Bot 1.0, ready\n");
if (misbehaviour === "ignores the end") setInterval(() => undefined, 1_000);
if (misbehaviour === "starts only twice") {
  // Appending is atomic, so two bots that start at the same time count as two.
  appendFileSync("starts", ".");
  startsSoFar = readFileSync("starts", "utf8").length;
  if (startsSoFar > 2) setTimeout(() => process.exit(5), 300);
  else setInterval(() => undefined, 1_000);
}
if (misbehaviour === "calls at the end") process.stdin.on("end", () => call("end"));
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === "once") return pending();
  if (method === "initialize") {
    if (misbehaviour === "starts only twice" && startsSoFar > 2) return;
    if (misbehaviour === "answers no version") {
      process.stderr.write("no version is known\n");
      return send({ id, result: {} });
    }
    const sequences = misbehaviour.startsWith("remembers") || misbehaviour.startsWith("declares");
    const capabilities = { reports: ["mode"], sequences };
    const oldAnswer = { protocolVersion: 1, name: misbehaviour, capabilities: { histories: true } };
    current = { protocolVersion: 2, name: misbehaviour, capabilities };
    send({ id, result: misbehaviour === "speaks protocol 1" ? oldAnswer : current });
  } else if (method === "start") {
    starts += 1;
    if (misbehaviour.endsWith("has no start")) {
      return send({ id, error: { code: -32_601, message: "Method not found" } });
    }
    if (misbehaviour === "fails to start") {
      return send({ id, error: { code: -32_603, message: "no memory" } });
    }
    if (misbehaviour !== "remembers across starts") remembered = false;
    if (misbehaviour === "remembers, and dies in its second start" && starts === 2) process.exit(6);
    send({ id, result: misbehaviour === "repeats its name" ? current : {} });
  } else if (method === "reconcile") {
    void misbehaviours[misbehaviour](id, params);
  }
});
