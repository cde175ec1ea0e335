/** What docs/clients.md shows of one mode. */
import type { Measured } from "./clients-markdown.ts";
import type { Mode } from "./faulty-exchange.ts";
import { measureClients } from "./measure-clients.ts";
import { measureStreams } from "./measure-streams.ts";

export async function measure(mode: Mode): Promise<Measured> {
  const streams = await measureStreams(mode);
  return { streams, clients: await measureClients(mode) };
}
