/** One client library in a process of its own, so that it can be in another network. Its parent sends names of calls. */
import * as z from "zod";
import { describeError, describeValue } from "./describe-outcome.ts";
import { clientCalls, drivers, type ClientCall } from "./drivers.mjs";
import { parsePlace } from "./place.ts";
import { restingOrderId } from "./resting-order.ts";

const [, , name = "", placeText = ""] = process.argv;
const open = drivers[name];
if (open === undefined) throw new Error(`no client ${name}`);
const opened = open(parsePlace(placeText));

async function answer(call: ClientCall): Promise<void> {
  const client = await opened;
  const result = await client[call](restingOrderId).then(
    (value) => describeValue(call, value),
    describeError,
  );
  process.send?.({ call, result });
}

process.on("message", (message) => void answer(z.enum(clientCalls).parse(message)));
process.on("disconnect", () => process.exit());
