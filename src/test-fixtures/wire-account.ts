/** An account at the exchange on the wire: a real server on loopback, whose lists and replies a test sets. */
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import type { ObservedOrder } from "../domain/order.ts";
import type { PortReply, PortRequest } from "../domain/port-call.ts";
import type { ObservedPosition } from "../domain/position.ts";
import { emptyVenue } from "../target/wire/empty-venue.ts";
import { ApiKeys, venueKeyNames } from "../venue/api-keys.ts";
import { ReadHost } from "../venue/hosts.ts";
import type { ClientSettings } from "../venue/signed-request.ts";
import { describeParameters } from "../wire/parameters.ts";
import type { VenueReply } from "../wire/reply.ts";
import { RestFace } from "../wire/rest-face.ts";
import { WireServer, type Answer, type ArrivedRequest } from "../wire/wire-server.ts";

export const wireKeys = { key: "key-of-the-account-on-the-wire", secret: "secret-of-the-account" };
export const wireEnvironment = {
  [venueKeyNames.key]: wireKeys.key,
  [venueKeyNames.secret]: wireKeys.secret,
};

type Lists = {
  orders: readonly ObservedOrder[];
  positions: readonly ObservedPosition[];
  conditionalOrders: readonly ObservedConditionalOrder[];
};

export class WireAccount {
  lists: Lists = { orders: [], positions: [], conditionalOrders: [] };
  /** The answer of the exchange to each port call. */
  outcome: PortReply = { status: "accepted" };
  /** Changes a reply on its way; the path has no query. */
  spoil: (reply: VenueReply, path: string) => Answer = (reply) => ({ reply });
  /** As they arrived, such as `GET /fapi/v1/openOrders `. */
  readonly requests: string[] = [];
  readonly calls: (readonly [PortRequest["method"], unknown])[] = [];
  #server: WireServer | null = null;

  static async start(): Promise<WireAccount> {
    const account = new WireAccount();
    account.#server = await WireServer.start({ answer: (request) => account.#answer(request) });
    return account;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server?.port ?? 0}`;
  }

  get host(): ReadHost {
    return new ReadHost(this.url, "url");
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  /** As before the first request. */
  reset(): void {
    Object.assign(this, new WireAccount());
  }

  async #answer(request: ArrivedRequest): Promise<Answer> {
    const face = new RestFace({ venue: this.#venue(), key: wireKeys, listenKeys });
    const read = face.read(request);
    const { method, path } = request;
    this.requests.push(`${method} ${path} ${describeParameters(read.parameters)}`);
    return this.spoil(await face.answer(request, read), path);
  }

  #venue() {
    const { orders, positions, conditionalOrders } = this.lists;
    return {
      ...emptyVenue(),
      openOrders: () => part(orders),
      positions: () => part(positions),
      openAlgoOrders: () => part(conditionalOrders),
      allOrders: () => orders,
      allAlgoOrders: () => conditionalOrders,
      send: async (method: PortRequest["method"], parameters: unknown) => {
        this.calls.push([method, parameters]);
        return this.outcome;
      },
    };
  }
}

function part<Item>(items: readonly Item[]) {
  return { status: "ok", takenAtMs: 0, items } as const;
}

const listenKeys = { create: () => "none", keepAlive: () => false, close: () => undefined };

export const wireClient: ClientSettings = {
  keys: new ApiKeys(wireEnvironment, [venueKeyNames]),
  nowMs: Date.now,
  timeoutMs: 60_000,
};
