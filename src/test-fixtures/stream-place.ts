/** A stream server on loopback whose clock a test moves. Its first listenKey is `key1`, the next one `key2`. */
import { ok } from "../wire/reply.ts";
import { accountConfigUpdate } from "../wire/stream/events.ts";
import { OneListenKey } from "../wire/stream/listen-keys.ts";
import { StreamServer } from "../wire/stream/stream-server.ts";
import type { Handshake, StreamOptions } from "../wire/stream/stream-server.ts";
import { WireServer } from "../wire/wire-server.ts";
import { startsAtMs } from "./scenarios.ts";
import { StreamClient } from "./stream-client.ts";

const answer = async () => ({ reply: ok({}) });

export async function startStream(options: Partial<StreamOptions> = {}) {
  let made = 0;
  const clock = { nowMs: startsAtMs };
  const nowMs = () => clock.nowMs;
  const listenKeys = new OneListenKey({ nowMs, newKey: () => `key${(made += 1)}` });
  listenKeys.create();
  const handshakes: Handshake[] = [];
  const onHandshake = (handshake: Handshake) => handshakes.push(handshake);
  const stream = new StreamServer({ listenKeys, nowMs, onHandshake, ...options });
  const server = await WireServer.start({ answer, onUpgrade: stream.onUpgrade });
  const url = `ws://127.0.0.1:${server.port}`;
  /** Numbered, so that a test sees which one arrived. */
  const event = (leverage: number) =>
    accountConfigUpdate({ symbol: "BTCUSDT", leverage }, clock.nowMs);
  return {
    clock,
    listenKeys,
    handshakes,
    stream,
    server,
    url,
    event,
    open: (path: string) => StreamClient.open(`${url}${path}`),
    publish: (...numbers: readonly number[]) => {
      for (const number of numbers) stream.publish(event(number));
    },
    passTo: (ms: number) => {
      clock.nowMs = startsAtMs + ms;
      stream.tick();
    },
    close: async () => {
      await stream.close();
      await server.close();
    },
  };
}

export type StreamPlace = Awaited<ReturnType<typeof startStream>>;
