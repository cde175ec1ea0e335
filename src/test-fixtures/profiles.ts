/** Profiles of bots that differ from the reference pipeline, one for each part of a profile, and all of them together. */
import type * as z from "zod";
import { knownProperties } from "../../properties/wire/all.ts";
import { botProfileSchema, type BotProfile } from "../profile/bot-profile.ts";

export function profileWith(parts: Partial<z.input<typeof botProfileSchema>>): BotProfile {
  return botProfileSchema.parse({ schemaVersion: 1, kind: "bot-profile", ...parts });
}

/** Of a bot that takes a process for each run: no case is run a second time in a changed form. */
export const withoutMetamorphic = profileWith({
  without: knownProperties
    .filter(({ kind }) => kind === "metamorphic")
    .map(({ name }) => ({ name, reason: "each run takes a process" })),
});

const ownGates = [
  { name: "live", source: "BOT_LIVE", accepts: ["yes", "YES"], whenClosed: "dry_run" },
  { name: "armed", source: "--armed", accepts: ["1"], whenClosed: "refused" },
] as const;

const parts = {
  "one-way mode": { positionModes: ["one_way"] },
  "hedge mode": { positionModes: ["hedge"] },
  "cancels only": { actions: ["none", "cancel_all"] },
  "flattens only": { actions: ["flatten"] },
  "no limits": { limits: [] },
  "two limits": { limits: ["cooldownSeconds", "maxOrdersPerAction"] },
  "its configuration": {
    config: {
      cooldownSeconds: 60,
      maxOrdersPerAction: { min: 1, max: 5 },
      symbolWhitelist: ["SOLUSDT", "XRPUSDT"],
      maxFlattenNotionalUsdt: { min: "10", max: "500" },
      requireWhitelist: true,
    },
  },
  "ids with a symbol": { clientOrderIds: "bot-{symbol}-{number}" },
  "ids known by their prefix": {
    clientOrderIds: "{prefix}{any}",
    config: { clientOrderIdPrefix: "mm-" },
  },
  "ids with a strategy": {
    clientOrderIds: "{strategy}.{symbol}.{milliseconds}.{number}",
    config: { allowedStrategies: ["mm", "x"] },
  },
  "other strategies": { config: { allowedStrategies: ["mm", "x"], clientOrderIdPrefix: "b" } },
  "gates of its own": { gates: ownGates },
  "a list of open orders": { snapshotForm: "open-orders" },
  "a full list": { snapshotForm: "full" },
  "all together": {
    positionModes: ["one_way"],
    actions: ["none", "cancel_all"],
    limits: ["cooldownSeconds", "maxOrdersPerAction"],
    config: { cooldownSeconds: { min: 10, max: 120 } },
    clientOrderIds: "bot-{symbol}-{number}",
    snapshotForm: "open-orders",
    gates: ownGates,
  },
} as const satisfies Readonly<Record<string, Partial<z.input<typeof botProfileSchema>>>>;

export type ProfileName = keyof typeof parts;

export function profileNamed(name: ProfileName): BotProfile {
  return profileWith(parts[name]);
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of this very object
export const profileNames = Object.keys(parts) as ProfileName[];

/** The least mapping of an audit file. */
export const auditFile = {
  file: "audit.jsonl",
  event: { field: "event" },
  runId: "run",
  method: { field: "op" },
  symbol: "symbol",
  clientOrderId: "cid",
  status: { field: "status" },
} as const;
