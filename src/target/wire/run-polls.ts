/** Gives runs to a kept-alive bot: it asks for each one, and reports the end of each one. */
import { harnessPath } from "../../wire/harness-requests.ts";
import { errorBody, ok, type VenueReply } from "../../wire/reply.ts";
import type { ArrivedRequest } from "../../wire/wire-server.ts";
import type { BotGates } from "../bot-gates.ts";

/** What a bot that is started for each run gets in its arguments, its environment and its input file. */
export type RunOrder = {
  /** Counts the runs of the bot, from 1. */
  readonly run: number;
  /** Counts the accounts, from 1. A new one has nothing of those before: no order, no position, no ban. */
  readonly account: number;
  readonly gates: Pick<BotGates, "confirm" | "env" | "arguments">;
  /** What the input file has. */
  readonly input: unknown;
};

type Poll = { readonly answer: (reply: VenueReply) => void };
type GoingRun = { readonly run: number; readonly finish: () => void };

export class RunPolls {
  /** Whether a bot may ask for runs. `over`: it gets no more. */
  state: "closed" | "open" | "over" = "closed";
  readonly #pollMs: number;
  #poll: Poll | null = null;
  #going: GoingRun | null = null;
  #onAsked: () => void = () => undefined;

  constructor(pollMs: number) {
    this.#pollMs = pollMs;
  }

  /** Ends when a request for the next run is open. */
  async asked(): Promise<"asked"> {
    if (this.#poll === null) await new Promise<void>((resolve) => (this.#onAsked = resolve));
    return "asked";
  }

  /** Answers the open request for the next run. `finish` is called when the bot reports its end. */
  give(order: RunOrder, finish: () => void): void {
    this.#going = { run: order.run, finish };
    this.#poll?.answer(ok(order));
  }

  /** The process whose request is open has ended. */
  drop(): void {
    this.#poll?.answer(noRunYet);
  }

  endRun(): void {
    this.#going = null;
  }

  /** There are no more runs. */
  end(): void {
    this.state = "over";
    this.#going = null;
    this.#poll?.answer(noMore);
  }

  /** To a request below the path of the harness. */
  answer(request: ArrivedRequest): VenueReply | Promise<VenueReply> {
    const { method, path, host, isKnownHost } = request;
    if (!isKnownHost) return refused(421, `ask the base URL of the exchange, not the host ${host}`);
    switch (`${method} ${path}`) {
      case `GET ${harnessPath}next`:
        return this.#answerNext(request);
      case `POST ${harnessPath}done`:
        return this.#answerDone(request);
      default:
        return refused(404, `a bot can ask GET ${harnessPath}next and POST ${harnessPath}done`);
    }
  }

  #answerNext({ onClose }: ArrivedRequest): VenueReply | Promise<VenueReply> {
    if (this.state === "over") return noMore;
    if (this.state === "closed") return refused(409, startedForEachRun);
    if (this.#poll !== null) return refused(409, "another request for the next run is open");
    if (this.#going !== null) {
      return refused(409, `run ${this.#going.run} goes on: first POST ${harnessPath}done`);
    }
    return new Promise((resolve) => {
      const answer = (reply: VenueReply) => {
        clearTimeout(late);
        if (this.#poll === poll) this.#poll = null;
        resolve(reply);
      };
      const late = setTimeout(() => answer(noRunYet), this.#pollMs);
      const poll = { answer };
      this.#poll = poll;
      // A client that gives up may ask again.
      onClose?.(() => answer(noRunYet));
      this.#onAsked();
    });
  }

  #answerDone({ body }: ArrivedRequest): VenueReply {
    const run = readRun(body);
    if (run === undefined) return refused(400, doneBody);
    const going = this.#going;
    if (going === null) {
      return refused(409, "no run goes on; one ends too when no request came for --settle");
    }
    if (run !== null && run !== going.run) {
      return refused(409, `run ${going.run} goes on, not run ${run}`);
    }
    this.#going = null;
    going.finish();
    return ok({});
  }
}

/** Null: the body names none. Undefined: it cannot be read. */
function readRun(body: string): number | null | undefined {
  if (body.trim() === "") return null;
  try {
    const read: unknown = JSON.parse(body);
    if (typeof read !== "object" || read === null || Array.isArray(read)) return undefined;
    const run: unknown = Reflect.get(read, "run") ?? null;
    return run === null || typeof run === "number" ? run : undefined;
  } catch {
    return undefined;
  }
}

function refused(status: number, message: string): VenueReply {
  return { status, body: errorBody(-1, message) };
}

const doneBody = 'expected no body, or JSON such as {"run": 3}';
const startedForEachRun =
  "this bot is started for each run, because its first process did not ask for one";
const noMore = refused(410, "there are no more runs");
/** HTTP 204. */
const noRunYet: VenueReply = { status: 204, body: "" };
