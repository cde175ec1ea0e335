import { afterEach, expect, test } from "vitest";
import { StreamClient } from "../../test-fixtures/stream-client.ts";
import { StreamServer } from "../../wire/stream/stream-server.ts";
import { WireServer } from "../../wire/wire-server.ts";
import { RunRecorder } from "./run-recorder.ts";

const keys = { key: "k".repeat(64), secret: "s".repeat(64) };
let close = async () => {};

afterEach(async () => close());

async function start() {
  const recorder = new RunRecorder(keys, () => ({ status: 404, body: {} }));
  const { stream: own, noteHandshake: onHandshake } = recorder;
  const { listenKeys } = own;
  const stream = new StreamServer({ listenKeys, nowMs: Date.now, onHandshake });
  const server = await WireServer.start({ answer: recorder.answer, onUpgrade: stream.onUpgrade });
  close = async () => {
    await stream.close();
    await server.close();
  };
  const touched = { times: 0 };
  const timer = { touch: () => (touched.times += 1) > 0 };
  const open = (path: string) => StreamClient.open(`ws://127.0.0.1:${server.port}${path}`);
  return { recorder, timer, touched, open, url: `http://127.0.0.1:${server.port}` };
}

test("a user stream is a request of the run, and another path one that leaves the sandbox", async () => {
  const { recorder, timer, touched, open, url } = await start();
  await open("/private/ws/none");
  recorder.startRun(null, timer);
  const headers = { "X-MBX-APIKEY": "k".repeat(64) };
  const created = await fetch(`${url}/fapi/v1/listenKey`, { method: "POST", headers });
  const { listenKey } = (await created.json()) as { listenKey: string };
  expect(listenKey).toMatch(/^\w{64}$/);
  await open(`/private/ws/${listenKey}`);
  await expect(open("/ws-fapi/v1")).rejects.toThrow("404");
  recorder.endRun();
  await open("/private/ws/none");
  const seen = recorder.takeRequests().map(({ run, method, path, group, status }) => {
    return [run, method, path, group, status].join(" ");
  });
  expect(seen).toEqual([
    "0 POST /fapi/v1/listenKey stream 200",
    "0 GET /private/ws/KEY stream 101",
    "0 GET /ws-fapi/v1 unknown 404",
  ]);
  expect(touched.times).toBe(3);
});
