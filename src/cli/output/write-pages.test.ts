import { expect, test } from "vitest";
import { program } from "./save-failures.ts";
import { smokeCommand } from "./write-pages.ts";

test("the command on the page of a smoke test gives the same report", () => {
  const options = { scenario: "order", confirm: "LIVE_REMEDIATE", symbol: "ETHUSDT" };
  expect(smokeCommand({ ...options, target: "node bot.mjs" })).toBe(
    `${program} smoke --scenario order --confirm LIVE_REMEDIATE --symbol ETHUSDT --target 'node bot.mjs'`,
  );
  expect(smokeCommand({ scenario: "all" })).toBe(`${program} smoke --scenario all`);
});
