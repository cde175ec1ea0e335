/** Where a client library is pointed at, as an argument of a process. */
import * as z from "zod";
import type { Place } from "./drivers.mjs";

const text = z.string();
const schema = z.object({ url: text.nullable(), stream: text.nullable(), key: text, secret: text });

export function parsePlace(argument: string): Place {
  return schema.parse(JSON.parse(argument));
}
