/**
 * Answers and records the requests of a bot. Each belongs to the run in which it arrives; one that arrives outside every
 * run changes nothing.
 */
import type { RecordedRequest } from "../../domain/wire-request.ts";
import { printableShort } from "../../domain/printable-text.ts";
import type { TakenCall } from "../../simulation/calls-outside-runs.ts";
import { harnessPath } from "../../wire/harness-requests.ts";
import { describeParameters } from "../../wire/parameters.ts";
import { breakReply } from "../../wire/broken-reply.ts";
import { otherHost, recordHandshake, recordRequest } from "../../wire/record-request.ts";
import { errorBody, type VenueReply } from "../../wire/reply.ts";
import { RestFace, type ReadRequest } from "../../wire/rest-face.ts";
import type { Handshake } from "../../wire/stream/stream-server.ts";
import type { Venue } from "../../wire/venue.ts";

import type { Answer, ArrivedRequest } from "../../wire/wire-server.ts";
import { endpointOf, letRequestsArrive, unbroken, unreadLists, type Given } from "./run-reply.ts";
import { RunStream } from "./run-stream.ts";
import type { RunVenue } from "./run-venue.ts";
import type { RunTimer } from "./run-timer.ts";
import { emptyVenue } from "./empty-venue.ts";

type Keys = { readonly key: string; readonly secret: string };

type ActiveRun = {
  /** Null while the bot is tried out. */
  readonly venue: RunVenue | null;
  readonly face: RestFace;
  readonly timer: Pick<RunTimer, "touch">;
};
/** Answers what a bot asks of the harness itself. */
export type HarnessFace = (request: ArrivedRequest) => VenueReply | Promise<VenueReply>;

export class RunRecorder {
  #active: ActiveRun | null = null;
  /** The index of the run of the scenario. */
  #run = -1;
  #tlsTrouble: string | null = null;
  #requests: RecordedRequest[] = [];
  #outside: (TakenCall & { readonly served: number })[] = [];
  /** Runs that have begun, and how many of them the bot had got when the last one began for it. */
  #runs = { begun: 0, served: 0 };
  readonly #keys: Keys;
  readonly #harness: HarnessFace;
  /** While a kept-alive bot starts, it may read an empty account. */
  #start: RestFace | null = null;
  /** On which the changes of the account are shown. */
  readonly stream = new RunStream();

  constructor(keys: Keys, harness: HarnessFace) {
    this.#keys = keys;
    this.#harness = harness;
  }

  /** A run has begun, which the bot may get later. */
  beginRun(): void {
    this.#runs.begun += 1;
  }

  startRun(venue: RunVenue | null, timer: ActiveRun["timer"]): void {
    this.#run += 1;
    this.#runs.served = this.#runs.begun;
    this.#active = { venue, face: this.#face(venue ?? emptyVenue()), timer };
    this.stream.startRun(this.#run, venue);
  }

  /** Until the bot asks for a run. */
  startBot(): void {
    this.#start = this.#face(emptyVenue());
  }

  endStart(): void {
    this.#start = null;
  }

  #face(venue: Venue): RestFace {
    return new RestFace({ venue, key: this.#keys, listenKeys: this.stream.listenKeys });
  }

  endRun(): void {
    this.#active = null;
    this.stream.endRun();
  }

  /** Of the scenario that has ended. */
  takeRequests(): readonly RecordedRequest[] {
    const taken = this.#requests;
    this.#requests = [];
    this.#run = -1;
    return taken;
  }

  takeCallsOutsideRuns(): readonly TakenCall[] {
    const taken = this.#outside;
    this.#outside = [];
    const { begun } = this.#runs;
    return taken.map(({ served, ...call }) => ({ ...call, runsAgo: begun - served }));
  }

  /** The bot asked for the address of another host, or connected to it. */
  addOtherHost(host: string): void {
    const active = this.#active;
    active?.timer.touch();
    this.#requests.push({
      run: active === null ? null : this.#run,
      atMs: 0,
      method: "CONNECT",
      path: "",
      host: printableShort(host),
      group: "other-host",
      parameters: "",
      list: null,
      refusal: null,
      status: 0,
      reply: "none",
      bannedUntilMs: null,
      portCalls: 0,
    });
  }

  /** Of the server. */
  readonly answer = async (request: ArrivedRequest): Promise<Answer> => {
    if (request.path.startsWith(harnessPath)) return this.#answerHarness(request);
    const active = this.#active;
    if (active === null) return this.#answerOutside(request);
    if (!active.timer.touch()) return { reply: notFound, isLost: true };
    active.venue?.passTo(Date.now());
    const read = active.face.read(request);
    const run = this.#run;
    const callsBefore = active.venue?.portCalls ?? 0;
    const given = await this.#answerInRun(active, request, read);
    const { venue } = active;
    for (const list of unreadLists(read, given)) {
      venue?.failRead(list, `its reply was ${given.recorded}`);
    }
    const portCalls = (venue?.portCalls ?? 0) - callsBefore;
    if (portCalls > 0) this.stream.publishChanges();
    this.#record(request, read, { run, given, portCalls, venue });
    return given;
  };

  /** Of the server. Such a request changes nothing. */
  readonly noteTooLong = (request: ArrivedRequest): void => {
    const active = this.#active;
    active?.timer.touch();
    const { route } = this.#face(emptyVenue()).read(request);
    const detail = "a body of more than 1 MiB";
    if (active === null) {
      if (route?.group === "mutating") this.#addOutside(request, detail);
      return;
    }
    const { venue } = active;
    const atMs = (venue?.nowMs() ?? 0) - (venue?.shiftMs ?? 0);
    const read = { route, parameters: new Map<string, string>() };
    const outcome = { run: this.#run, atMs, refusal: 413, status: 413, reply: "error" } as const;
    const record = recordRequest(request, read, { ...outcome, bannedUntilMs: null, portCalls: 0 });
    this.#requests.push({ ...record, parameters: detail });
  };

  /** Of the server. */
  readonly noteTlsError = (code: string): void => {
    this.#tlsTrouble = describeTlsError(code) ?? this.#tlsTrouble;
  };

  /** Why the bot may have reached no endpoint; null where there is no sign of it. */
  get tlsTrouble(): string | null {
    return this.#tlsTrouble;
  }

  /** Of the stream server. No request of a list, but a path or host that the bot should not ask for counts. */
  readonly noteHandshake = (handshake: Handshake): void => {
    const active = this.#active;
    if (active === null) return;
    active.timer.touch();
    active.venue?.passTo(Date.now());
    const { venue } = active;
    const atMs = (venue?.nowMs() ?? 0) - (venue?.shiftMs ?? 0);
    this.#requests.push(recordHandshake(handshake, { run: this.#run, atMs }));
  };

  #addOutside({ method, path }: ArrivedRequest, detail: string): void {
    const { served } = this.#runs;
    this.#outside.push({ when: "between-runs", method: `${method} ${path}`, detail, served });
  }

  async #answerInRun(
    active: ActiveRun,
    request: ArrivedRequest,
    read: ReadRequest,
  ): Promise<Given> {
    if (!request.isKnownHost) return unbroken(otherHost);
    const { venue, face } = active;
    const endpoint = endpointOf(read);
    const fault = endpoint === null ? null : (venue?.nextFault(endpoint) ?? null);
    if (fault !== null && endpoint === "mutation") venue?.loseNextReply(fault);
    try {
      const whole = await face.answer(request, read);
      const given =
        fault === null || whole.refusal !== undefined
          ? unbroken(whole)
          : breakReply(whole, fault.kind, venue?.nowMs() ?? 0);
      const { bannedUntilMs } = given.reply;
      if (bannedUntilMs !== undefined && !face.isBanned()) {
        await letRequestsArrive();
        face.ban(bannedUntilMs);
      }
      return given;
    } catch {
      return { reply: notFound, isLost: true, recorded: "none" };
    } finally {
      venue?.keepFaults();
    }
  }

  #record(
    request: ArrivedRequest,
    read: ReadRequest,
    { run, given, portCalls, venue }: Recorded,
  ): void {
    const { reply, isLost = false, recorded } = given;
    const shift = venue?.shiftMs ?? 0;
    const { bannedUntilMs } = reply;
    const outcome = {
      run,
      atMs: (venue?.nowMs() ?? 0) - shift,
      refusal: reply.refusal ?? null,
      status: isLost ? 0 : reply.status,
      reply: recorded,
      bannedUntilMs: bannedUntilMs === undefined ? null : bannedUntilMs - shift,
      portCalls,
    };
    this.#requests.push(recordRequest(request, read, outcome));
  }

  /** It is no request to the exchange, but one to another host leaves the sandbox. */
  async #answerHarness(request: ArrivedRequest): Promise<Answer> {
    if (!request.isKnownHost) this.addOtherHost(request.host);
    return { reply: await this.#harness(request) };
  }

  /** It changes nothing. A request that could change something is a call outside every run. */
  async #answerOutside(request: ArrivedRequest): Promise<Answer> {
    const face = this.#start ?? this.#face(emptyVenue());
    const read = face.read(request);
    const { route, parameters } = read;
    if (route?.group === "mutating") {
      this.#addOutside(request, describeParameters(parameters));
    } else if (this.#start !== null && request.isKnownHost) {
      return { reply: await face.answer(request, read) };
    }
    return { reply: { status: 503, body: errorBody(0, "Service Unavailable.") } };
  }
}

/** Null where the client just went. */
function describeTlsError(code: string): string | null {
  if (code === "ERR_SSL_HTTP_REQUEST") return "it sent HTTP without TLS to the port of TLS";
  return /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)$/.test(code)
    ? "it does not trust the certificate; NODE_EXTRA_CA_CERTS and SSL_CERT_FILE name the authority"
    : null;
}

type Recorded = {
  readonly run: number;
  readonly given: Given;
  readonly portCalls: number;
  readonly venue: RunVenue | null;
};

const notFound: VenueReply = { status: 404, body: errorBody(-1, "Not Found") };
