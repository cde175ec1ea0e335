/** Sends a reply, whole or broken. */
import type { ServerResponse } from "node:http";
import type { BrokenForm } from "./broken-reply.ts";
import { writeJson, type VenueReply } from "./reply.ts";

/** `form`: how its transport breaks. `isLost`: the connection breaks instead of a reply. */
export type Answer = {
  readonly reply: VenueReply;
  readonly form?: BrokenForm | undefined;
  readonly isLost?: boolean;
};

const json = "application/json;charset=UTF-8";

export function send(response: ServerResponse, { reply, form }: Answer): void {
  const { status, headers = {}, body } = reply;
  const whole = Buffer.from(textOf(body));
  const text = form === "cut-json" ? whole.subarray(0, Math.ceil(whole.length / 2)) : whole;
  // HTTP forbids a length there.
  if (status === 204) {
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { "content-type": json, ...headers, "content-length": text.length });
  if (form !== "half-body") {
    response.end(text);
    return;
  }
  response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => response.destroy());
}

/** A text is sent as it is: not every reply is JSON. */
function textOf(body: unknown): string {
  return typeof body === "string" ? body : writeJson(body);
}
