/** Whether a bot of a profile has a part. What a profile does not mention it has. */
import type { PositionMode } from "../domain/position.ts";
import type { BotProfile, LimitName } from "./bot-profile.ts";

export function hasLimit({ limits }: BotProfile, name: LimitName): boolean {
  return limits === undefined || limits.includes(name);
}

export function hasMode({ positionModes }: BotProfile, mode: PositionMode): boolean {
  return positionModes === undefined || positionModes.includes(mode);
}

export function canRemediate({ actions }: BotProfile, kind: "cancel" | "flatten"): boolean {
  const own = kind === "cancel" ? "cancel_all" : "flatten";
  return actions?.some((action) => action === own || action === "cancel_then_flatten") ?? true;
}

const fieldsForReaders: readonly string[] = ["schemaVersion", "kind", "bot", "config"];

/** The fields that narrow what is generated or judged, such as `actions` or `config.cooldownSeconds`. */
export function narrowingFields(profile: BotProfile): string[] {
  const fields = Object.keys(profile).filter((field) => !fieldsForReaders.includes(field));
  return [...fields, ...Object.keys(profile.config ?? {}).map((field) => `config.${field}`)];
}
