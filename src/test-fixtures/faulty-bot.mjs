/**
 * The bot of `examples/bot.mjs` with more than twenty faults at once. This process stands between the harness and
 * that bot, and changes their messages. Each fault is one line of a table below.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const bot = fileURLToPath(new URL("../../examples/bot.mjs", import.meta.url));
const child = spawn(process.execPath, [bot], { stdio: ["pipe", "pipe", "inherit"] });

const openEnv = {
  RECONCILE_DRY_RUN: "0",
  RECONCILE_ALLOW_ACTIVE: "1",
  ARMED: "1",
  ALLOW_MAINNET_TRADE: "1",
};
const readAsOpen = new Set(["UNKNOWN", "PENDING", "CANCELLED"]);

/** Changes the input of a run. The gate `executor_armed` is the bug of the example itself. */
const inputFaults = {
  limits: ({ config }) =>
    Object.assign(config, {
      maxOrdersPerAction: 99,
      maxSymbolsPerAction: 99,
      requireWhitelist: false,
      cooldownSeconds: 0,
      maxFlattenNotionalUsdt: "1000000000",
    }),
  whitelist: ({ config, snapshot: { orders, positions } }) => {
    if (config.symbolWhitelist.length === 0) return;
    const symbols = [...(orders.items ?? []), ...(positions.items ?? [])].map(
      ({ symbol }) => symbol,
    );
    config.symbolWhitelist = [...new Set([...config.symbolWhitelist, ...symbols])];
  },
  strategies: ({ config }) => config.allowedStrategies.push("grid", "mm", "arb"),
  actions: ({ config }) => {
    if (config.action !== "flatten") config.action = "cancel_then_flatten";
  },
  prices: ({ snapshot: { positions } }) => {
    for (const position of positions.items ?? []) position.markPrice ??= "1";
  },
  statuses: ({ snapshot: { orders } }) => {
    for (const order of orders.items ?? []) if (readAsOpen.has(order.status)) order.status = "OPEN";
  },
  snapshots: ({ snapshot, nowMs }) => {
    const { orders, positions } = snapshot;
    if (orders.status === "failed") snapshot.orders = { status: "ok", takenAtMs: nowMs, items: [] };
    else orders.takenAtMs = nowMs;
    positions.takenAtMs = nowMs;
  },
  priorCalls: (run) => {
    run.lastPortCallAtMs = null;
  },
  mainnetGate: ({ gates: { env } }) => {
    if (env.ALLOW_MAINNET_TRADE !== undefined) env.ALLOW_MAINNET_TRADE = "1";
  },
  dryRunGate: ({ gates: { env } }) => {
    if (env.RECONCILE_DRY_RUN !== "1") env.RECONCILE_DRY_RUN = "0";
  },
  dryRun: ({ gates, config }) => {
    if (gates.confirm !== null || config.action !== "flatten") return;
    Object.assign(gates, { confirm: "LIVE_REMEDIATE", env: openEnv });
  },
};

/** Changes an order of the bot. */
const orderFaults = {
  side: (order) => {
    if (order.positionSide === "SHORT") order.side = order.side === "BUY" ? "SELL" : "BUY";
  },
  quantity: (order) => {
    if (order.reduceOnly === true && order.side === "SELL") order.quantity = `1${order.quantity}`;
  },
  reduceOnly: (order) => {
    if (order.reduceOnly === true && order.side === "BUY") delete order.reduceOnly;
  },
};

const send = (stream, message) => stream.write(`${JSON.stringify(message)}\n`);
/** A cancel of the bot that is sent once before the bot's own request. */
let repeated = null;

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const message = JSON.parse(line);
    if (message.id === "first" && repeated !== null) {
      const cancel = repeated;
      repeated = null;
      if (message.result?.status === "accepted") return send(process.stdout, cancel);
      message.id = cancel.id;
    }
    if (message.method === "reconcile")
      for (const change of Object.values(inputFaults)) change(message.params);
    // An unknown outcome is read as a success.
    if (message.result?.status === "unknown") message.result.status = "accepted";
    return send(child.stdin, message);
  })
  .on("close", () => child.stdin.end());

createInterface({ input: child.stdout }).on("line", (line) => {
  const message = JSON.parse(line);
  if (message.method === "port/placeMarketOrder")
    for (const change of Object.values(orderFaults)) change(message.params);
  if (message.method === "port/cancelOrder") {
    repeated = message;
    send(process.stdout, { ...message, id: "first" });
  } else send(process.stdout, message);
});
