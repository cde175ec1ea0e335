import type { Place } from "./drivers.mjs";

type UserStream = {
  /** The name of the package, by which an order is placed. */
  readonly client: string;
  readonly subscribe: (place: Place) => Promise<{
    readonly event: Promise<{ readonly clientOrderId: string } | null>;
  }>;
};

/** By what its users write, in Markdown. */
export declare const streams: Readonly<Record<string, UserStream>>;
