import { expect, test } from "vitest";
import { parseJsonDocument } from "../input/json-document.ts";
import { parseWithSchema } from "../input/parse-with-schema.ts";
import { botProfileSchema } from "./bot-profile.ts";
import { auditFile } from "../test-fixtures/profiles.ts";

const parse = (parts: object) =>
  parseWithSchema(
    botProfileSchema,
    parseJsonDocument(
      JSON.stringify({ schemaVersion: 1, kind: "bot-profile", ...parts }),
      "profile.json",
    ),
  );

test.each([
  ["an unknown field", { position: [] }, "position: unknown field"],
  ["no action that remediates", { actions: ["none"] }, "actions: expected at least one action"],
  [
    "a mode twice",
    { positionModes: ["hedge", "hedge"] },
    "positionModes: expected each entry once",
  ],
  [
    "a range from high to low",
    { config: { cooldownSeconds: { min: 60, max: 1 } } },
    "config.cooldownSeconds: expected a min that is not above the max",
  ],
  [
    "the value of a limit that it does not have",
    { limits: [], config: { maxOrdersPerAction: 5 } },
    "config.maxOrdersPerAction: expected no value: limits does not name maxOrdersPerAction",
  ],
  [
    "a template with an unknown part",
    { clientOrderIds: "{foo}-{number}" },
    "a template with the parts",
  ],
  ["a template without a number", { clientOrderIds: "bot-{symbol}" }, "a template with {number}"],
  ["a template of {any} alone", { clientOrderIds: "{any}" }, "text or {prefix} before {any}"],
  ["a template without room", { clientOrderIds: "my-own-market-maker-{number}" }, "leaves room"],
  [
    "a symbol without a price in USDT",
    { limits: ["symbolWhitelist"], config: { symbolWhitelist: ["BTCFDUSD"] } },
    "symbols in USDT or USDC",
  ],
  ["a template with a part twice", { clientOrderIds: "{number}{number}" }, "with each part once"],
  [
    "a template with a space",
    { clientOrderIds: "bot {number}" },
    "characters that a client order id",
  ],
  [
    "two gates of one source",
    {
      gates: ["a", "b"].map((name) => ({
        name,
        source: "LIVE",
        accepts: ["1"],
        whenClosed: "refused",
      })),
    },
    "gates: expected each source once",
  ],
  ...(
    [
      "maxOrdersPerAction",
      "maxSymbolsPerAction",
      "maxAttemptsPerIntent",
      "maxAttemptsPerWindow",
    ] as const
  ).flatMap((field): [string, object, string][] => [
    [
      `${field} 0`,
      { config: { [field]: 0 } },
      `config.${field}: expected a value above 0: with 0 no run sends anything`,
    ],
    [
      `${field} of 0 to 0`,
      { config: { [field]: { min: 0, max: 0 } } },
      `config.${field}: expected a value above 0`,
    ],
  ]),
  [
    "a bot that flattens, up to 0 USDT",
    { config: { maxFlattenNotionalUsdt: "0" } },
    "config.maxFlattenNotionalUsdt: expected a value above 0, or actions that flatten nothing",
  ],
  [
    "a whitelist that is required and empty",
    { config: { requireWhitelist: true, symbolWhitelist: [] } },
    "config.symbolWhitelist: expected a symbol, because requireWhitelist is true",
  ],
  [
    "one word for two statuses",
    { orderStatuses: { OPEN: "NEW", PENDING: "NEW" } },
    "orderStatuses.OPEN: expected a word that PENDING does not have; give PENDING another one here",
  ],
  [
    "a word that another status keeps",
    { orderStatuses: { OPEN: "FILLED" } },
    "orderStatuses.OPEN: expected a word that FILLED does not have; give FILLED another one here",
  ],
  [
    "a word that an earlier status keeps",
    { conditionalOrderStatuses: { EXPIRED: "NEW" } },
    "conditionalOrderStatuses.EXPIRED: expected a word that NEW does not have",
  ],
  ["a status of the other list", { orderStatuses: { NEW: "NEW" } }, "orderStatuses.NEW: unknown"],
  [
    "an unknown capability",
    { capabilities: { clocks: true } },
    "capabilities.clocks: unknown field",
  ],
  [
    "a file that is renamed to one name",
    { audit: { ...auditFile, rotated: "a.jsonl.1" } },
    "audit.rotated: expected a path with * in its last part",
  ],
  [
    "a word that means nothing",
    { audit: { ...auditFile, side: { field: "side", words: { b: "BUY", s: "SHORT" } } } },
    'audit.side.words.s: expected "BUY" or "SELL", got "SHORT"',
  ],
  [
    "no word for a result",
    { audit: { ...auditFile, event: { field: "kind", words: { intent: "attempt" } } } },
    "audit.event.words: expected a word of the bot for each of attempt, result",
  ],
  ["no run id", { audit: { ...auditFile, runId: undefined } }, "audit.runId: expected string"],
  [
    "a time without a form",
    { audit: { ...auditFile, time: { field: "ts" } } },
    'audit.time.form: expected "milliseconds" or "seconds" or "iso", and it is missing',
  ],
  ["a pattern", { without: [{ name: "limits-*", reason: "none" }] }, "without[0].name: expected"],
  ["no reason", { without: [{ name: "R43" }] }, "without[0].reason"],
])("%s is refused with its place", (_, parts, message) => {
  expect(() => parse(parts)).toThrow(message);
});

test.each([
  { config: { maxOrdersPerAction: { min: 0, max: 1 } } },
  { actions: ["cancel_all"], config: { maxFlattenNotionalUsdt: "0" } },
  { config: { maxFlattenNotionalUsdt: { min: "0", max: "0.1" } } },
  { config: { requireWhitelist: false, symbolWhitelist: [] } },
  { config: { cooldownSeconds: 0, orderGracePeriodMs: 0, snapshotAgeMsMax: 0 } },
])("%j permits something", (parts) => {
  expect(parse(parts)).toMatchObject(parts);
});

test("statuses may swap their words", () => {
  const orderStatuses = { OPEN: "PENDING", PENDING: "OPEN" };
  expect(parse({ orderStatuses })).toMatchObject({ orderStatuses });
});

test("an empty profile is one", () => {
  expect(parse({})).toEqual({ schemaVersion: 1, kind: "bot-profile" });
});
