/** Bugs of what a bot sends, reads and takes for permission. */
import {
  dry,
  withExternalOrder,
  withGates,
  withOrder,
  withOrderAndPosition,
  withOwnAndExternal,
  withPosition,
  withSmallPosition,
  withTwoOrders,
} from "../../enumeration/on-wire.ts";
import {
  reads,
  mutation,
  gate,
  afterFailedRead,
  closedGate,
  inDryRun,
  end,
  upgradeHeaders,
} from "./bug-parts.ts";
import type { WireBug } from "./wire-bug.ts";

export const bugsOfRequests: readonly WireBug[] = [
  {
    name: "silence-read-as-agreement",
    replaces: end,
    by: `
const opened = request({
  host: base.hostname,
  port: base.port,
  path: "/private/stream",
  headers: ${upgradeHeaders},
});
opened.end();
const socket = await new Promise((resolve) => opened.on("upgrade", (_, one) => resolve(one)));
await new Promise((resolve) => setTimeout(resolve, 50));
if (socket.read() !== null) await reconcile();
socket.destroy();
`,
    expectedFailure: "quiet-stream-is-not-agreement/no-list-with-a-stream",
    scenario: withOrder,
  },
  {
    name: "time-not-signed",
    replaces: "    .update(query)",
    by: `    .update(query.replace(/&timestamp=\\d+/, ""))`,
    expectedFailure: "requests-are-well-formed/wrong-signature",
    scenario: withOrder,
  },
  {
    name: "key-not-sent-with-reads",
    replaces: `headers: { "X-MBX-APIKEY": env.RECONCILE_HARNESS_API_KEY }`,
    by: `headers: method === "GET" ? {} : { "X-MBX-APIKEY": env.RECONCILE_HARNESS_API_KEY }`,
    expectedFailure: "requests-are-well-formed/wrong-signature",
    scenario: withOrder,
  },
  {
    name: "time-in-seconds",
    replaces: "const timestamp = Date.now();",
    by: "const timestamp = Math.floor(Date.now() / 1_000);",
    expectedFailure: "requests-are-well-formed/wrong-time",
    scenario: withOrder,
  },
  {
    name: "symbol-left-out-of-a-cancel",
    replaces: "const cancel = { symbol, origClientOrderId: clientOrderId };",
    by: "const cancel = { origClientOrderId: clientOrderId };",
    expectedFailure: "requests-are-well-formed/wrong-parameter",
    scenario: withOrder,
  },
  {
    name: "empty-object-read-as-no-orders",
    issue: "ccxt/ccxt#29710",
    replaces: "return Array.isArray(rows) ? rows : null;",
    by: "return Array.isArray(rows) ? rows : Object.values(rows);",
    expectedFailure: afterFailedRead,
    scenario: reads("empty-object"),
  },
  {
    name: "null-read-as-no-orders",
    replaces: "return Array.isArray(rows) ? rows : null;",
    by: "return rows ?? [];",
    expectedFailure: afterFailedRead,
    scenario: reads("null"),
  },
  {
    name: "cut-reply-read-as-no-orders",
    replaces: "  } catch {\n    return null;",
    by: "  } catch {\n    return [];",
    expectedFailure: afterFailedRead,
    scenario: reads("cut-json"),
  },
  {
    name: "error-read-as-no-orders",
    issue: "TorchTrade/torchtrade#270",
    replaces: "if (status !== 200) return null;",
    by: "if (status !== 200) return [];",
    expectedFailure: afterFailedRead,
    scenario: reads("service-unavailable"),
  },
  {
    name: "reset-read-as-no-orders",
    issue: "nautechsystems/nautilus_trader#4230",
    replaces: "if (status !== 200) return null;",
    by: "if (status === 0) return [];\n  if (status !== 200) return null;",
    expectedFailure: afterFailedRead,
    scenario: reads("reset"),
  },
  {
    name: "unknown-outcome-not-the-end",
    replaces: `    : "ended";`,
    by: `    : "rejected";`,
    expectedFailure: "unknown-outcome-ends-the-run/call-after-unknown-outcome",
    scenario: mutation("unknown-error", withTwoOrders),
  },
  {
    name: "flat-by-market-order-at-the-end",
    replaces: end,
    by: `\nawait reconcile();
for (const { symbol, positionAmt } of (await findPositions()) ?? []) {
  const order = { symbol, side: "SELL", type: "MARKET", quantity: positionAmt, reduceOnly: "true" };
  await ask("POST", "/fapi/v1/order", order);
}
`,
    expectedFailure: "dry-run-makes-no-port-calls/port-call-in-dry-run",
    scenario: withGates(withOrderAndPosition, dry),
  },
  {
    name: "leverage-set-in-a-dry-run",
    replaces: end,
    by: `\nawait ask("POST", "/fapi/v1/leverage", { symbol: "BTCUSDT", leverage: "1" });\nawait reconcile();\n`,
    expectedFailure: inDryRun,
    scenario: withGates(withOrderAndPosition, dry),
  },
  {
    name: "countdown-set-when-refused",
    replaces: "if (confirm !== null && !isLive) process.exit(1);\n",
    by: `if (confirm !== null && !isLive) {
  await ask("POST", "/fapi/v1/countdownCancelAll", { symbol: "BTCUSDT", countdownTime: "0" });
  process.exit(1);
}
`,
    expectedFailure: "dry-run-sends-no-mutating-request/mutating-request-when-refused",
    scenario: gate({ RECONCILE_DRY_RUN: "1" }),
  },
  {
    name: "armed-read-as-a-number",
    replaces: `armed: env.ARMED === "1"`,
    by: `armed: Number(env.ARMED) === 1`,
    expectedFailure: closedGate,
    scenario: gate({ ARMED: " 1" }),
  },
  {
    name: "active-set-at-all",
    replaces: `active: env.RECONCILE_ALLOW_ACTIVE === "1"`,
    by: `active: Boolean(env.RECONCILE_ALLOW_ACTIVE)`,
    expectedFailure: closedGate,
    scenario: gate({ RECONCILE_ALLOW_ACTIVE: "0" }),
  },
  {
    name: "dry-run-only-by-its-own-word",
    replaces: `dryRun: env.RECONCILE_DRY_RUN === "0"`,
    by: `dryRun: env.RECONCILE_DRY_RUN !== "1"`,
    expectedFailure: closedGate,
    scenario: gate({ RECONCILE_DRY_RUN: "no" }),
  },
  {
    name: "confirm-without-case",
    replaces: `confirm === "LIVE_REMEDIATE"`,
    by: `confirm?.toUpperCase() === "LIVE_REMEDIATE"`,
    expectedFailure: closedGate,
    scenario: gate({}, "live_remediate"),
  },
  {
    name: "old-endpoint-of-conditional-orders",
    replaces: end,
    by: `\nawait ask("GET", "/fapi/v1/openConditionalOrders");\nawait reconcile();\n`,
    expectedFailure: "no-request-leaves-the-sandbox/unknown-endpoint",
    scenario: withOrder,
  },
  {
    name: "spot-account-read-at-the-start",
    replaces: end,
    by: `\nawait ask("GET", "/api/v3/account");\nawait reconcile();\n`,
    expectedFailure: "no-request-leaves-the-sandbox/unknown-endpoint",
    scenario: withOrder,
  },
  {
    name: "other-host-named",
    replaces: `headers: { "X-MBX-APIKEY"`,
    by: `headers: { Host: "dapi.binance.com", "X-MBX-APIKEY"`,
    expectedFailure: "no-request-leaves-the-sandbox/other-host",
    scenario: withOrder,
  },
  {
    name: "all-open-orders-cancelled",
    issue: "hummingbot/hummingbot#2896",
    replaces: `send("DELETE", "/fapi/v1/order", cancel)`,
    by: `send("DELETE", "/fapi/v1/allOpenOrders", { symbol })`,
    expectedFailure: "cancels-touch-only-own-orders/external-cancel",
    scenario: withOwnAndExternal,
  },
  {
    name: "reduce-only-not-sent",
    replaces: `{ reduceOnly: "true" } : { positionSide }`,
    by: `{} : { positionSide }`,
    expectedFailure: "flatten-only-reduces/wrong-position-parameters",
    scenario: withPosition,
  },
  {
    name: "orders-not-read",
    replaces: "const orders = await findOrders();",
    by: "const orders = [];",
    expectedFailure: "orders-beat-positions/flatten-sent-before-orders",
    scenario: withOrderAndPosition,
  },
  {
    name: "size-as-a-float",
    issue: "Binance-docs/Binance_Futures_python#138",
    replaces: "    yield `${digits.slice(0, -18)}.${digits.slice(-18)}`;",
    by: "    yield `${Number(`${digits.slice(0, -18)}.${digits.slice(-18)}`)}`;",
    expectedFailure: "port-calls-are-well-formed/invalid-quantity",
    scenario: withSmallPosition,
  },
  {
    name: "foreign-orders-taken-as-own",
    replaces: "return id.startsWith(prefix) && config.allowedStrategies.includes(strategy);",
    by: "return true;",
    expectedFailure: "cancels-touch-only-own-orders/external-cancel",
    scenario: withExternalOrder,
  },
];
