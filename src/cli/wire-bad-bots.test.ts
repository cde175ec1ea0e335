/** Bots on the wire that misbehave, each as a real process: what is reported, and that nothing of them is left. */
import { expect, test } from "vitest";
import {
  daemon,
  dueOf,
  inRun,
  outcomeOf,
  passes,
  ping,
  type Bad,
} from "../test-fixtures/bad-wire-bot.ts";

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
}
writeFileSync("printed", "");`,
    last: "printed",
    // It may print slowly, and sends nothing meanwhile.
    args: ["--settle", "30s"],
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
