/** What the runner asks of each client library. Each call rejects with an error of the library. */
export type Client = {
  readonly start: () => Promise<unknown>;
  readonly openOrders: () => Promise<unknown>;
  readonly positions: () => Promise<unknown>;
  readonly place: () => Promise<unknown>;
  readonly cancel: (clientOrderId: string) => Promise<unknown>;
  readonly flatten: () => Promise<unknown>;
};

export type Place = { readonly url: string; readonly key: string; readonly secret: string };

/** By the name of the package. Rejects where the package is not installed. */
export declare const drivers: Readonly<Record<string, (place: Place) => Promise<Client>>>;
