/**
 * A simulated exchange on loopback for a person who tries a client: REST, user stream and WebSocket API.
 * `/__harness/requests` lists what arrived.
 */
import type { RecordedRequest } from "../domain/wire-request.ts";
import { answerHarness, isOfHarness } from "./harness-requests.ts";
import type { ApiKey } from "./parameters.ts";
import { otherHost, recordHandshake, recordRequest } from "./record-request.ts";
import type { VenueReply } from "./reply.ts";
import { RestFace, type ReadRequest } from "./rest-face.ts";
import type { SimulatedVenue } from "./simulated-venue.ts";
import { AccountChanges, accountOf } from "./stream/account-changes.ts";
import { configEventOf } from "./stream/config-events.ts";
import { OneListenKey } from "./stream/listen-keys.ts";
import { StreamServer, type StreamOptions } from "./stream/stream-server.ts";
import { serveApi } from "./stream/ws-api.ts";
import { WireServer, type ArrivedRequest } from "./wire-server.ts";
import type { WireServerOptions } from "./wire-server.ts";

export type SandboxOptions = Pick<WireServerOptions, "port" | "tls"> & {
  readonly venue: SimulatedVenue;
  readonly key: ApiKey;
  readonly stream?: Pick<StreamOptions, "faults" | "onlyForm">;
  /** Whether replies have the form of before 2026-07-15. */
  readonly hasAverages?: boolean;
};

/** Of more requests the last ones are kept. */
const requestsKeptMax = 10_000;
/** How often the stream reads its clock, in milliseconds. */
const tickMs = 1_000;

export class Sandbox {
  readonly server: WireServer;
  readonly stream: StreamServer;
  readonly requests: readonly RecordedRequest[];
  readonly #ticks: NodeJS.Timeout;

  private constructor(
    server: WireServer,
    stream: StreamServer,
    requests: readonly RecordedRequest[],
    passTime: () => void,
  ) {
    this.server = server;
    this.stream = stream;
    this.requests = requests;
    this.#ticks = setInterval(passTime, tickMs).unref();
  }

  /** Throws `BadInputError` where the port is taken. */
  static async start(options: SandboxOptions): Promise<Sandbox> {
    const { venue, key, stream: streamOptions, hasAverages = false, ...places } = options;
    const { nowMs } = venue;
    const listenKeys = new OneListenKey({ nowMs });
    const face = new RestFace({ venue, key, listenKeys, hasAverages });
    const requests: RecordedRequest[] = [];
    const keep = (request: RecordedRequest): void => {
      requests.push(request);
      if (requests.length > requestsKeptMax) requests.shift();
    };
    const changes = new AccountChanges(accountOf(venue));
    const publishChanges = () => {
      for (const event of changes.take(accountOf(venue))) stream.publish(event);
    };
    const passTime = () => {
      if (venue.passTime()) publishChanges();
    };
    const serve = async (request: ArrivedRequest, read: ReadRequest): Promise<VenueReply> => {
      const callsBefore = venue.portCalls;
      const reply = request.isKnownHost ? await face.answer(request, read) : otherHost;
      keep(recordOf(request, read, reply, venue, venue.portCalls - callsBefore));
      const configEvent = configEventOf(read, reply, nowMs());
      if (configEvent !== null) stream.publish(configEvent);
      if (read.route?.group === "mutating") publishChanges();
      return reply;
    };
    const stream = new StreamServer({
      ...streamOptions,
      listenKeys,
      nowMs,
      onApi: serveApi({
        key,
        nowMs,
        handle: (request, read) => {
          passTime();
          return serve({ ...request, isKnownHost: true }, read);
        },
      }),
      onHandshake: (handshake) => keep(recordHandshake(handshake, { run: null, atMs: nowMs() })),
    });
    const answer = async (request: ArrivedRequest) => {
      passTime();
      if (!isOfHarness(request)) return { reply: await serve(request, face.read(request)) };
      const reply = answerHarness(request, requests, venue);
      publishChanges();
      return { reply };
    };
    const server = await WireServer.start({ ...places, answer, onUpgrade: stream.onUpgrade });
    return new Sandbox(server, stream, requests, () => {
      passTime();
      stream.tick();
    });
  }

  /** Nothing listens afterwards, and no connection is left. */
  async close(): Promise<void> {
    clearInterval(this.#ticks);
    await this.stream.close();
    await this.server.close();
  }
}

function recordOf(
  request: ArrivedRequest,
  read: ReadRequest,
  { status, refusal, bannedUntilMs }: VenueReply,
  venue: SimulatedVenue,
  portCalls: number,
): RecordedRequest {
  const form = status === 200 ? "ok" : "error";
  return recordRequest(request, read, {
    run: null,
    atMs: venue.nowMs(),
    refusal: refusal ?? null,
    status,
    reply: form,
    bannedUntilMs: bannedUntilMs ?? null,
    portCalls,
  });
}
