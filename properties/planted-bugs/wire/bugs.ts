/**
 * Bugs of a bot on the wire, planted one at a time: each replaces one piece of `bot.mjs`, or of that bot with a user
 * stream. Each has a case that shows it, and the check that must fail there.
 */
import { readFileSync } from "node:fs";
import { bugsAfterReplies } from "./bugs-after-replies.ts";
import { bugsOfReads } from "./bugs-of-reads.ts";
import { bugsOfRequests } from "./bugs-of-requests.ts";
import { bugsOfStreams } from "./bugs-of-streams.ts";
import { streamBotText } from "./stream-bot.ts";
import { replaceOnce, wireBotPath, type WireBug } from "./wire-bug.ts";

export const wireBugs: readonly WireBug[] = [
  ...bugsAfterReplies,
  ...bugsOfReads,
  ...bugsOfRequests,
  ...bugsOfStreams,
];

/** The text of the bot with the bug. Throws where the text that it replaces is not in the bot exactly once. */
export function plantWireBug({ replaces, by, hasStream }: WireBug): string {
  const bot = hasStream === true ? streamBotText() : readFileSync(wireBotPath, "utf8");
  return replaceOnce(bot, replaces, by);
}
