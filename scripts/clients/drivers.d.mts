/** What the runner asks of each client library. Each call rejects with an error of the library. */
export declare const clientCalls: readonly [
  "start",
  "openOrders",
  "positions",
  "place",
  "cancel",
  "flatten",
];
export type ClientCall = (typeof clientCalls)[number];

/** Only `cancel` needs the id. */
export type Client = Readonly<Record<ClientCall, (clientOrderId: string) => Promise<unknown>>>;

export type Place = {
  /** Null: the client keeps its own base URLs. */
  readonly url: string | null;
  /** Likewise, of streams. */
  readonly stream: string | null;
  readonly key: string;
  readonly secret: string;
};

/** By the name of the package. Rejects where the package is not installed. */
export declare const drivers: Readonly<Record<string, (place: Place) => Promise<Client>>>;
