/** A bug of a bot on the wire: one piece of `bot.mjs` is replaced. */
import { join } from "node:path";
import { packageRoot } from "../../../src/package-root.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";

export type WireBug = {
  readonly name: string;
  /** The public report of such a bug, in a repository on GitHub. */
  readonly issue?: `${string}#${number}`;
  /** Of the bot, or of the bot with a user stream. */
  readonly replaces: string;
  readonly by: string;
  /** `property/check`. */
  readonly expectedFailure: `${string}/${string}`;
  readonly scenario: Scenario;
  /** Whether it is in the bot with a user stream; absent: no. */
  readonly hasStream?: true;
};

/** The bot itself passes. */
export const wireBotPath = join(packageRoot, "properties/planted-bugs/wire/bot.mjs");

/** Throws where the piece is not in the text exactly once. */
export function replaceOnce(text: string, piece: string, by: string): string {
  const parts = text.split(piece);
  if (parts.length !== 2) throw new Error(`'${piece}' is in the bot ${parts.length - 1} times`);
  return parts.join(by);
}
