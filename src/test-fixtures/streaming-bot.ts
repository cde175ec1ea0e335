/** A bot on the wire that is a function in this process. Its requests and its user stream are real ones. */
import { onTestFinished } from "vitest";
import * as z from "zod";
import type { Target } from "../simulation/target.ts";
import { RunRecorder } from "../target/wire/run-recorder.ts";
import { RunVenue } from "../target/wire/run-venue.ts";
import { TargetRun } from "../target/target-run.ts";
import { StreamServer } from "../wire/stream/stream-server.ts";
import { WireServer } from "../wire/wire-server.ts";
import { StreamClient } from "./stream-client.ts";
import { encode, hmacKey, sign } from "./wire-client.ts";

const created = z.object({ listenKey: z.string() });
const noReports = new Set<never>();
/** What it can ask of the exchange. */
export type Bot = {
  /** A signed request of the run; the body of its reply. */
  readonly ask: (method: string, path: string, parameters?: object) => Promise<unknown>;
  readonly open: () => Promise<StreamClient>;
};

export type StreamingBot = {
  readonly target: Target;
  readonly stream: StreamServer;
  readonly recorder: RunRecorder;
};

/** It stays for all runs, and ends with the test. `run` is one run of it; its index counts all of them. */
export async function startStreamingBot(
  run: (bot: Bot, index: number) => Promise<void>,
): Promise<StreamingBot> {
  const recorder = new RunRecorder(hmacKey, () => ({ status: 404, body: {} }));
  const { stream: own, noteHandshake: onHandshake } = recorder;
  const { listenKeys, noteEvent: onEvent, noteSent: onSent } = own;
  const nowMs = Date.now;
  const stream = new StreamServer({ listenKeys, nowMs, onHandshake, onEvent, onSent });
  own.server = stream;
  const server = await WireServer.start({ answer: recorder.answer, onUpgrade: stream.onUpgrade });
  onTestFinished(async () => {
    await stream.close();
    await server.close();
  });
  const ask: Bot["ask"] = async (method, path, parameters = {}) => {
    const query = encode({ ...parameters, timestamp: Date.now() });
    const url = `http://127.0.0.1:${server.port}${path}?${query}&signature=${sign(query)}`;
    const reply = await fetch(url, { method, headers: { "X-MBX-APIKEY": hmacKey.key } });
    return reply.json();
  };
  const open: Bot["open"] = async () => {
    const { listenKey } = created.parse(await ask("POST", "/fapi/v1/listenKey"));
    return StreamClient.open(`ws://127.0.0.1:${server.port}/private/ws/${listenKey}`);
  };
  let index = -1;
  const target: Target = {
    name: "a bot in this process",
    reports: noReports,
    isOnWire: true,
    opensUserStream: true,
    takeRequests: () => recorder.takeRequests(),
    takeStreamEvents: () => recorder.stream.takeEvents(),
    reconcile: async (inputs, services, view) => {
      if (view === undefined) throw new Error("there is a view on the wire");
      const going = await TargetRun.start(inputs, services, noReports);
      recorder.startRun(new RunVenue(view, going.port, Date.now()), { touch: () => true });
      index += 1;
      await run({ ask, open }, index);
      recorder.endRun();
      return going.finish({});
    },
  };
  return { target, stream, recorder };
}
