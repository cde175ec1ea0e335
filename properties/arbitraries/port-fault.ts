/** Faults of the next port calls. */
import * as fc from "fast-check";
import { zero } from "../../src/domain/decimal.ts";
import type { PortFault } from "../../src/domain/port-fault.ts";
import { venueMessage, type VenueErrorCode } from "../../src/exchange/venue-errors.ts";
import { dust } from "./decimal.ts";

const accept: PortFault = { kind: "accept" };

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

/** A second and a half, the minute that most limits count, and the longest ban of an address (3 days). */
const rateLimits = [1_500, 60_000, 259_200_000].map((banMs): PortFault => ({
  kind: "rate-limit",
  banMs,
}));

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
  // So that a lost reply is as likely as a rejection.
  ...lost,
  ...lost,
  ...lost,
];

export function portFaults(faultWeight: number): fc.Arbitrary<readonly PortFault[]> {
  const fault = fc.oneof(
    { arbitrary: fc.constant(accept), weight: 2 },
    { arbitrary: fc.constantFrom(...faultKinds), weight: faultWeight },
  );
  return fc.array(fault, { maxLength: 3 });
}
