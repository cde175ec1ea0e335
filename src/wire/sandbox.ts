/** A simulated exchange on loopback for a person who tries a client. `/__harness/requests` lists what arrived. */
import type { RecordedRequest } from "../domain/wire-request.ts";
import type { ApiKey } from "./parameters.ts";
import { otherHost, recordRequest } from "./record-request.ts";
import { errorBody, ok, type VenueReply } from "./reply.ts";
import { RestFace } from "./rest-face.ts";
import type { ListenKeys } from "./routes/route.ts";
import type { SimulatedVenue } from "./simulated-venue.ts";
import { WireServer, type Answer, type ArrivedRequest } from "./wire-server.ts";
import type { WireServerOptions } from "./wire-server.ts";

export type SandboxOptions = Pick<WireServerOptions, "port" | "tls" | "onUpgrade"> & {
  readonly venue: SimulatedVenue;
  readonly key: ApiKey;
  readonly listenKeys: ListenKeys;
  /** Whether replies have the form of before 2026-07-15. */
  readonly hasAverages?: boolean;
};

/** Requests of the harness itself are no requests to the exchange. */
const harnessPath = "/__harness/";

/** Of more requests the last ones are kept. */
const requestsKeptMax = 10_000;

export class Sandbox {
  readonly server: WireServer;
  readonly requests: readonly RecordedRequest[];

  private constructor(server: WireServer, requests: readonly RecordedRequest[]) {
    this.server = server;
    this.requests = requests;
  }

  /** Throws `BadInputError` where the port is taken. */
  static async start(options: SandboxOptions): Promise<Sandbox> {
    const { venue, key, listenKeys, hasAverages = false, ...places } = options;
    const face = new RestFace({ venue, key, listenKeys, hasAverages });
    const requests: RecordedRequest[] = [];
    const answer = async (request: ArrivedRequest): Promise<Answer> => {
      const isOfHarness = request.isKnownHost && request.path.startsWith(harnessPath);
      if (isOfHarness) return { reply: answerHarness(request, requests) };
      const read = face.read(request);
      const callsBefore = venue.portCalls;
      const reply = request.isKnownHost ? await face.answer(request, read) : otherHost;
      requests.push(recordOf(request, read, reply, venue, venue.portCalls - callsBefore));
      if (requests.length > requestsKeptMax) requests.shift();
      return { reply };
    };
    return new Sandbox(await WireServer.start({ ...places, answer }), requests);
  }
}

function recordOf(
  request: ArrivedRequest,
  read: ReturnType<RestFace["read"]>,
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

function answerHarness(
  { method, path }: ArrivedRequest,
  requests: readonly RecordedRequest[],
): VenueReply {
  if (method === "GET" && path === `${harnessPath}requests`) return ok(requests);
  return { status: 404, body: errorBody(-1, `the harness has only GET ${harnessPath}requests`) };
}
