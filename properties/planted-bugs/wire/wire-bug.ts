/** A bug of a bot on the wire: one piece of `bot.mjs` is replaced. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../src/package-root.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";

export type WireBug = {
  readonly name: string;
  /** The public report of such a bug, in a repository on GitHub. */
  readonly issue?: `${string}#${number}`;
  readonly replaces: string;
  readonly by: string;
  /** `property/check`. */
  readonly expectedFailure: `${string}/${string}`;
  readonly scenario: Scenario;
};

/** The bot itself passes. */
export const wireBotPath = join(packageRoot, "properties/planted-bugs/wire/bot.mjs");

/** The bot with the bug. Throws where the text that it replaces is not in the bot exactly once. */
export function plantWireBug({ name, replaces, by }: WireBug): string {
  const bot = readFileSync(wireBotPath, "utf8");
  const parts = bot.split(replaces);
  if (parts.length !== 2)
    throw new Error(`${name}: '${replaces}' is in the bot ${parts.length - 1} times`);
  return parts.join(by);
}
