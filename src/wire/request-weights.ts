/**
 * The rate limits of the venue: weight a minute and IP, and new orders in ten seconds and a minute. Source: Binance
 * USDⓈ-M futures, page "General Info".
 */
import { tooManyRequests as limitMessage, venueMessage } from "../exchange/venue-errors.ts";
import { errorBody, tooManyRequests, type VenueReply } from "./reply.ts";

export const weightMax = 2_400;
export const ordersOfTenSecondsMax = 300;
export const ordersOfMinuteMax = 1_200;
const minuteMs = 60_000;
const tenSecondsMs = 10_000;
/** The shortest ban; the longest one is three days. */
const banMs = 120_000;

/** Windows begin at whole multiples of their length, in milliseconds. */
class Window {
  used = 0;
  #startedAtMs = 0;
  readonly #lengthMs: number;
  readonly #max: number;

  constructor(lengthMs: number, max: number) {
    this.#lengthMs = lengthMs;
    this.#max = max;
  }

  get endsAtMs(): number {
    return this.#startedAtMs + this.#lengthMs;
  }

  /** Whether a new window has begun. */
  passTo(nowMs: number): boolean {
    if (nowMs < this.endsAtMs) return false;
    this.#startedAtMs = nowMs - (nowMs % this.#lengthMs);
    this.used = 0;
    return true;
  }

  isOver(): boolean {
    return this.used > this.#max;
  }
}

export class RequestWeights {
  readonly #weight = new Window(minuteMs, weightMax);
  readonly #ordersOfTenSeconds = new Window(tenSecondsMs, ordersOfTenSecondsMax);
  readonly #ordersOfMinute = new Window(minuteMs, ordersOfMinuteMax);
  #isWarned = false;
  #bannedUntilMs = 0;

  /** The refusal of a request, or null. One more request after 429 is a ban. */
  count(weight: number, orders: number, nowMs: number): VenueReply | null {
    if (this.isBanned(nowMs)) return this.#banned(nowMs);
    if (this.#weight.passTo(nowMs)) this.#isWarned = false;
    this.#ordersOfTenSeconds.passTo(nowMs);
    this.#ordersOfMinute.passTo(nowMs);
    this.#weight.used += weight;
    this.#ordersOfTenSeconds.used += orders;
    this.#ordersOfMinute.used += orders;
    if (this.#weight.isOver()) return this.#refuseWeight(nowMs);
    if (orders === 0) return null;
    if (this.#ordersOfTenSeconds.isOver()) {
      const limit = `${ordersOfTenSecondsMax} orders per TEN_SECONDS`;
      return tooManyOrders(limit, this.#ordersOfTenSeconds.endsAtMs - nowMs);
    }
    if (!this.#ordersOfMinute.isOver()) return null;
    const limit = `${ordersOfMinuteMax} orders per MINUTE`;
    return tooManyOrders(limit, this.#ordersOfMinute.endsAtMs - nowMs);
  }

  /** In milliseconds since 1970. */
  ban(untilMs: number): void {
    this.#bannedUntilMs = untilMs;
  }

  isBanned(nowMs: number): boolean {
    return nowMs < this.#bannedUntilMs;
  }

  /** Each reply has the weight that is used, and that to a new order the number of orders. */
  headers(orders: number): Record<string, string> {
    const weight = { "X-MBX-USED-WEIGHT-1M": String(this.#weight.used) };
    if (orders === 0) return weight;
    return {
      ...weight,
      "X-MBX-ORDER-COUNT-10S": String(this.#ordersOfTenSeconds.used),
      "X-MBX-ORDER-COUNT-1M": String(this.#ordersOfMinute.used),
    };
  }

  #refuseWeight(nowMs: number): VenueReply {
    if (!this.#isWarned) {
      this.#isWarned = true;
      return { ...tooManyRequests(limitMessage, this.#weight.endsAtMs, nowMs), status: 429 };
    }
    this.#bannedUntilMs = nowMs + banMs;
    return this.#banned(nowMs);
  }

  #banned(nowMs: number): VenueReply {
    const untilMs = this.#bannedUntilMs;
    return tooManyRequests(venueMessage(-1003, String(untilMs)), untilMs, nowMs);
  }
}

function tooManyOrders(limit: string, leftMs: number): VenueReply {
  const headers = { "Retry-After": String(Math.ceil(leftMs / 1_000)) };
  return { status: 429, headers, body: errorBody(-1015, venueMessage(-1015, limit)) };
}
