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
  // HTTP forbids a length there.
  if (status === 204) {
    response.writeHead(status, headers).end();
    return;
  }
  const whole = textOf(body);
  const fields = (length: number) => ({
    "content-type": json,
    ...headers,
    "content-length": length,
  });
  if (form === "half-body" || form === "cut-json") {
    const bytes = Buffer.from(whole);
    const isCut = form === "cut-json";
    const half = bytes.subarray(0, isCut ? Math.ceil(bytes.length / 2) : bytes.length >> 1);
    response.writeHead(status, fields(isCut ? half.length : bytes.length));
    if (isCut) response.end(half);
    else response.write(half, () => response.destroy());
    return;
  }
  // As text: a buffer is a write of its own after the one of the headers, which halves the rate.
  response.writeHead(status, fields(Buffer.byteLength(whole))).end(whole);
}

/** A text is sent as it is: not every reply is JSON. */
function textOf(body: unknown): string {
  return typeof body === "string" ? body : writeJson(body);
}
