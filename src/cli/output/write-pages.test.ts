import { expect, test } from "vitest";
import { program } from "./save-failures.ts";
import { smokeCommand } from "./write-pages.ts";

test("the command on the page of a smoke test gives the same report", () => {
  const inputs = { gates: { confirm: null, env: { ARMED: "1" } }, auditPath: "a b.jsonl" };
  const variables = "GRINDER_AUDIT_ENABLED=1 GRINDER_AUDIT_PATH='a b.jsonl'";
  const options = { scenario: "order", confirm: "LIVE_REMEDIATE", symbol: "ETHUSDT" };
  expect(smokeCommand({ ...options, target: "node bot.mjs" }, inputs)).toBe(
    `ARMED=1 ${variables} ${program} smoke --scenario order --confirm LIVE_REMEDIATE --symbol ETHUSDT --target 'node bot.mjs'`,
  );
  expect(
    smokeCommand({ scenario: "all" }, { gates: { confirm: null, env: {} }, auditPath: null }),
  ).toBe(`${program} smoke --scenario all`);
});
