/** The properties of requests as they arrive. They judge only a target on the wire. */
import { allProperties } from "../all.ts";
import type { Property } from "../property.ts";
import { brokenReplyTakesNoAction } from "./broken-reply-takes-no-action.ts";
import { clientDoesNotRetryMutations } from "./client-does-not-retry-mutations.ts";
import { dryRunSendsNoMutatingRequest } from "./dry-run-sends-no-mutating-request.ts";
import { noRequestDuringABan } from "./no-request-during-a-ban.ts";
import { noRequestLeavesTheSandbox } from "./no-request-leaves-the-sandbox.ts";
import { quietStreamIsNotAgreement } from "./quiet-stream-is-not-agreement.ts";
import { requestsAreWellFormed } from "./requests-are-well-formed.ts";

/** Frozen, as all properties. */
export const wireProperties: readonly Property[] = Object.freeze(
  [
    dryRunSendsNoMutatingRequest,
    noRequestLeavesTheSandbox,
    brokenReplyTakesNoAction,
    clientDoesNotRetryMutations,
    noRequestDuringABan,
    requestsAreWellFormed,
    quietStreamIsNotAgreement,
  ].map((property) => Object.freeze(property)),
);

/** Of every kind of target. */
export const knownProperties: readonly Property[] = Object.freeze([
  ...allProperties,
  ...wireProperties,
]);

/** The properties that can be about a target. */
export function propertiesFor({ isOnWire }: { readonly isOnWire?: boolean }): readonly Property[] {
  return isOnWire === true ? knownProperties : allProperties;
}
