/** Faults of the next port calls. */
import * as fc from "fast-check";
import { zero } from "../../src/domain/decimal.ts";
import type { PortFault } from "../../src/domain/port-fault.ts";
import {
  tooManyRequests,
  venueMessage,
  type VenueErrorCode,
} from "../../src/exchange/venue-errors.ts";
import { dust } from "./decimal.ts";

export const accept: PortFault = { kind: "accept" };

function reject(code: VenueErrorCode): PortFault {
  return { kind: "reject", code, message: venueMessage(code) };
}

/** Errors of the request, of its time, of the account and of the position, and one that no list has. */
const rejections: readonly PortFault[] = [
  ...([-2011, -2022, -4118, -1008, -1001, -1021, -1111, -2019, -4005, -4061, -4164] as const).map(
    reject,
  ),
  { kind: "reject", code: -9_999, message: "An error that no list has." },
];

/** With one of these the request may have taken effect, or only a part of it. */
const misleading: readonly PortFault[] = [
  // "Execution status unknown" can also come as a rejection.
  reject(-1006),
  reject(-1007),
  { kind: "reject", code: -1001, message: venueMessage(-1001), applied: true },
  { kind: "reject", code: -2022, message: venueMessage(-2022), applied: true },
  { kind: "expire", filled: zero },
  { kind: "expire", filled: dust },
];

/** Accepted at once, and without effect for a while. */
const acceptedLate: readonly PortFault[] = [500, 60_000].map((afterMs): PortFault => ({
  kind: "delayed",
  afterMs,
  accepted: true,
}));

/** On both sides of the time-out of the shipped pipeline, and the minute of most limits. */
export const replyMs = fc.constantFrom(1, 1_000, 1_000, 5_000, 9_999, 9_999, 10_000, 60_000);

/** In one of ten cases replies take time; null is no time. */
export const slowReplyMs: fc.Arbitrary<number | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 9 },
  { arbitrary: replyMs, weight: 1 },
);

export const busy = reject(-1001);

/** A second call, and a remediation that is left for another run. */
export const acceptThenBusy: readonly PortFault[] = [accept, busy];
export const acceptThenBan: readonly PortFault[] = [accept, { kind: "rate-limit", banMs: 60_000 }];

/** Two replies at least, because a later call of the run shows the time that a reply took. */
export function withSlowReplies(
  faults: readonly PortFault[],
  takesMs: number | null,
): readonly PortFault[] {
  if (takesMs === null) return faults;
  const [first = accept, second = accept, ...others] = faults;
  return [first, second, ...others].map((fault) =>
    fault.kind === "never" ? fault : { ...fault, takesMs },
  );
}

/** The longest ban of an address: 3 days. */
export const longestBanMs = 259_200_000;

/** A second and a half, the minute that most limits count, and the longest ban. */
const rateLimits = [1_500, 60_000, longestBanMs].map((banMs): PortFault => ({
  kind: "rate-limit",
  banMs,
}));

const rateLimitOverAtItsReply: PortFault = { kind: "rate-limit", banMs: 1_500, takesMs: 5_000 };

/** The answer to the first requests over the limit names no time. */
const rateLimitWithoutTime: PortFault = { kind: "reject", code: -1003, message: tooManyRequests };

const lost: readonly PortFault[] = [
  { kind: "timeout", applied: false },
  { kind: "timeout", applied: true },
  { kind: "disconnect", applied: false },
  { kind: "disconnect", applied: true },
];

export const faultKinds: readonly PortFault[] = [
  ...rejections,
  ...misleading,
  // Only the first rate limit of a run shows, so that they are twice as many.
  ...rateLimits,
  ...rateLimits,
  rateLimitOverAtItsReply,
  rateLimitWithoutTime,
  // So that a lost reply is as likely as a rejection.
  ...lost,
  ...lost,
  ...lost,
  ...acceptedLate,
  { kind: "never", applied: false },
  { kind: "never", applied: true },
];

/**
 * Faults of the next port calls, such as rejections, lost replies and rate limits. Their times are in milliseconds.
 *
 * @param faultWeight How often a call has a fault, as a weight: a call without one has weight 2.
 * @returns an arbitrary of 0 to 3 faults, in the order of the calls
 * @throws `Error` of fast-check for a weight that is no integer of at least 0
 */
export function portFaults(faultWeight: number): fc.Arbitrary<readonly PortFault[]> {
  const fault = fc.oneof(
    { arbitrary: fc.constant(accept), weight: 2 },
    { arbitrary: fc.constantFrom(...faultKinds), weight: faultWeight },
  );
  return fc.array(fault, { maxLength: 3 });
}
