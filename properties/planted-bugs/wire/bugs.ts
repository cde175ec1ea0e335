/**
 * Bugs of a bot on the wire, planted one at a time: each replaces one piece of `bot.mjs`. Each has a case that shows it,
 * and the check that must fail there.
 */
import { bugsAfterReplies } from "./bugs-after-replies.ts";
import { bugsOfRequests } from "./bugs-of-requests.ts";
import type { WireBug } from "./wire-bug.ts";

export const wireBugs: readonly WireBug[] = [...bugsAfterReplies, ...bugsOfRequests];
