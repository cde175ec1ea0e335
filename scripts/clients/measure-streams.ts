/** Lets each client library subscribe to its user stream and place an order. */
import { ClientProcess } from "./client-process.ts";
import { FaultyExchange, type Mode } from "./faulty-exchange.ts";
import { streams } from "./streams.mjs";

const program = new URL("run-stream.ts", import.meta.url);

export type StreamResult = {
  readonly name: string;
  /** As `/private/ws?listenKey=KEY`. A library opens some of them at once, so they are sorted. */
  readonly paths: readonly string[];
  /** For a reader. */
  readonly result: string;
};

/** Side by side. */
export async function measureStreams(mode: Mode): Promise<StreamResult[]> {
  return Promise.all(Object.keys(streams).map((name) => measureStream(name, mode)));
}

async function measureStream(name: string, mode: Mode): Promise<StreamResult> {
  const exchange = new FaultyExchange();
  const { place, settings } = await exchange.open(mode);
  const client = new ClientProcess(program, name, settings, place);
  try {
    const subscribed = await client.ask("subscribe");
    if (subscribed !== "subscribed") return { name, paths: exchange.paths(), result: subscribed };
    const event = client.ask("event");
    await Promise.race([exchange.connected, event]);
    const placed = await client.ask("place");
    if (placed !== "placed") return { name, paths: exchange.paths(), result: placed };
    // What was sent before arrives before the end. So nothing depends on how long a silent stream is waited for.
    await place.stream.close();
    return { name, paths: exchange.paths(), result: await event };
  } finally {
    await client.close();
    await place.close();
  }
}
