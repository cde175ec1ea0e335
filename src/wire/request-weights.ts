/**
 * The rate limits of the venue: weight a minute and IP, and new orders in ten seconds and a minute. Source: Binance
 * USDⓈ-M futures, page "General Info".
 */
import { tooManyRequests as limitMessage } from "../exchange/venue-errors.ts";
import { tooManyRequests, type VenueReply } from "./reply.ts";

const weightMax = 2_400;
const minuteMs = 60_000;
const tenSecondsMs = 10_000;
/** The shortest ban: from two minutes to three days. */
const banMs = 120_000;

type Window = { readonly lengthMs: number; startedAtMs: number; used: number };

export class RequestWeights {
  readonly #weight: Window = { lengthMs: minuteMs, startedAtMs: 0, used: 0 };
  readonly #ordersOfTenSeconds: Window = { lengthMs: tenSecondsMs, startedAtMs: 0, used: 0 };
  readonly #ordersOfMinute: Window = { lengthMs: minuteMs, startedAtMs: 0, used: 0 };
  #warnings = 0;
  #bannedUntilMs = 0;

  /** The refusal of a request, or null. One more request after 429 is a ban. */
  count(weight: number, orders: number, nowMs: number): VenueReply | null {
    if (nowMs < this.#bannedUntilMs) {
      const message = `Way too many requests; IP banned until ${this.#bannedUntilMs}. Please use the websocket for live updates to avoid bans.`;
      return tooManyRequests(message, this.#bannedUntilMs, nowMs);
    }
    for (const window of [this.#weight, this.#ordersOfTenSeconds, this.#ordersOfMinute]) {
      if (nowMs - window.startedAtMs < window.lengthMs) continue;
      window.startedAtMs = nowMs - (nowMs % window.lengthMs);
      window.used = 0;
      if (window === this.#weight) this.#warnings = 0;
    }
    this.#weight.used += weight;
    this.#ordersOfTenSeconds.used += orders;
    this.#ordersOfMinute.used += orders;
    const isOver =
      this.#weight.used > weightMax ||
      this.#ordersOfTenSeconds.used > 300 ||
      this.#ordersOfMinute.used > 1_200;
    if (!isOver) return null;
    this.#warnings += 1;
    if (this.#warnings === 1) {
      const untilMs = this.#weight.startedAtMs + minuteMs;
      return { ...tooManyRequests(limitMessage, untilMs, nowMs), status: 429 };
    }
    this.#bannedUntilMs = nowMs + banMs;
    return this.count(0, 0, nowMs);
  }

  headers(orders: number): Record<string, string> {
    const weight = { "X-MBX-USED-WEIGHT-1M": String(this.#weight.used) };
    if (orders === 0) return weight;
    return {
      ...weight,
      "X-MBX-ORDER-COUNT-10S": String(this.#ordersOfTenSeconds.used),
      "X-MBX-ORDER-COUNT-1M": String(this.#ordersOfMinute.used),
    };
  }
}
