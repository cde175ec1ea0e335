/**
 * The listenKey of an API key: it names the user stream, and lives 60 minutes after its last extension. Source: Binance
 * USDⓈ-M futures, page "Start User Data Stream" and those of its PUT and DELETE.
 */
import { randomBytes } from "node:crypto";
import type { ListenKeys } from "../routes/route.ts";

const lifeMs = 60 * 60_000;

export type ListenKeyOptions = {
  /** The clock of the exchange, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Another text in each call: letters and digits. */
  readonly newKey?: () => string;
};

/** An expiry is noticed at the next use or `tick`. */
export class OneListenKey implements ListenKeys {
  /** Called once for each key that expires, and for none that is closed. */
  onExpired: (key: string) => void = () => undefined;
  readonly #options: ListenKeyOptions;
  #current: { readonly key: string; expiresAtMs: number } | null = null;

  constructor(options: ListenKeyOptions) {
    this.#options = options;
  }

  create(): string {
    this.tick();
    const { nowMs, newKey = randomKey } = this.#options;
    const key = this.#current?.key ?? newKey();
    this.#current = { key, expiresAtMs: nowMs() + lifeMs };
    return key;
  }

  keepAlive(): boolean {
    this.tick();
    if (this.#current === null) return false;
    this.#current.expiresAtMs = this.#options.nowMs() + lifeMs;
    return true;
  }

  close(): void {
    this.tick();
    this.#current = null;
  }

  /** Null where there is none. */
  current(): string | null {
    this.tick();
    return this.#current?.key ?? null;
  }

  /** Expires the key if its time is over. */
  tick(): void {
    if (this.#current !== null && this.#options.nowMs() >= this.#current.expiresAtMs) this.expire();
  }

  /** Its time is over now. */
  expire(): void {
    const expired = this.#current;
    this.#current = null;
    if (expired !== null) this.onExpired(expired.key);
  }
}

function randomKey(): string {
  return randomBytes(32).toString("hex");
}
