/** Sealed bots that misbehave, each as a real process: what is reported, and that nothing of them is left. */
import { expect, test } from "vitest";
import { whyNotSealed } from "../target/wire/sealed-space.ts";
import { daemon, dueOf, outcomeOf, passes, type Bad } from "../test-fixtures/bad-wire-bot.ts";

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
