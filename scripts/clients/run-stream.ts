/** The user stream of one client library in a process of its own: subscribe, place an order, and wait for its event. */
import * as z from "zod";
import { describeError } from "./describe-outcome.ts";
import { drivers } from "./drivers.mjs";
import { parsePlace } from "./place.ts";
import { streams } from "./streams.mjs";

const [, , name = "", placeText = ""] = process.argv;
const place = parsePlace(placeText);
const stream = streams[name];
const open = drivers[stream?.client ?? ""];
if (stream === undefined || open === undefined) throw new Error(`no user stream ${name}`);

const orderSchema = z.object({ clientOrderId: z.string() });
const client = await open(place);
let event: Promise<unknown> = Promise.resolve(null);
let placed: Promise<unknown> = Promise.resolve(null);

const steps: Readonly<Record<string, () => Promise<string>>> = {
  subscribe: async () => {
    ({ event } = await stream.subscribe(place));
    return "subscribed";
  },
  place: async () => {
    placed = client.place("");
    await placed;
    return "placed";
  },
  event: async () => {
    const arrived = orderSchema.nullable().parse(await event);
    if (arrived === null) return "**nothing**";
    const { clientOrderId } = orderSchema.parse(await placed);
    return arrived.clientOrderId === clientOrderId ? "the event of its order" : "another order";
  },
};

async function answer(call: string): Promise<void> {
  const result = await steps[call]?.().catch(describeError);
  process.send?.({ call, result });
}

process.on("message", (message) => void answer(z.string().parse(message)));
// ccxt reads positions for its own use. Where the stream ends before, it rejects a promise that it does not await.
process.on("unhandledRejection", () => undefined);
process.on("disconnect", () => process.exit());
