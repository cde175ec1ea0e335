import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { campaignReportSchema } from "../fuzz/campaign-report.ts";
import { packageRoot } from "../package-root.ts";
import { runCli, temporaryFolder } from "../test-fixtures/run-cli.ts";

/** Each fault of the bot, by the fingerprint that names it. */
const faults: Readonly<Record<string, RegExp>> = {
  "maxOrdersPerAction ignored": /^limits-hold\/max-orders /,
  "maxSymbolsPerAction ignored": /^limits-hold\/max-symbols /,
  "required whitelist ignored": /^limits-hold\/whitelist-required /,
  "symbols outside the whitelist": /^limits-hold\/symbol-outside-whitelist /,
  "notional not limited": /^limits-hold\/notional \(flatten\/too large/,
  "missing price replaced": /^limits-hold\/notional \(flatten\/no price/,
  "any number arms": /^live-needs-all-five-gates\/.*executor_armed/,
  "any word opens mainnet": /^live-needs-all-five-gates\/.*mainnet_allowed/,
  "any word ends dry-run mode": /^live-needs-all-five-gates\/.*dry_run_disabled/,
  "UNKNOWN cancelled": /cancel-of-uncancellable-order \(UNKNOWN/,
  "PENDING cancelled": /cancel-of-uncancellable-order \(PENDING/,
  "CANCELLED cancelled": /cancel-of-uncancellable-order \(CANCELLED/,
  "orders of other strategies cancelled": /external-cancel \(strategy not allowed/,
  "failed orders read as none": /action-on-invalid-snapshot \(flatten\/orders snapshot_unreadable/,
  "old orders used": /action-on-invalid-snapshot \(cancel\/orders snapshot_stale/,
  "old positions used": /action-on-invalid-snapshot \(flatten\/positions snapshot_stale/,
  "action none ignored": /wrong-remediation-kind \(\w+\/none/,
  "flatten under cancel_all": /wrong-remediation-kind \(flatten\/cancel_all/,
  "cancel sent twice": /duplicate-call \(cancel\/after accepted/,
  "wrong side of a short leg": /wrong-side \(SHORT/,
  "wrong quantity of a long position": /wrong-quantity \(BOTH long/,
  "no reduceOnly for a short position": /wrong-position-parameters \(BOTH short/,
  "calls after an unknown outcome": /call-after-unknown-outcome/,
  "flatten in a dry run": /port-call-in-dry-run \(flatten/,
};

const distinguishableLeast = 18;

// Only a test that hangs takes half an hour: it shrinks about a hundred failures.

test("a bot with more than twenty faults: one report separates at least eighteen", () => {
  const cwd = temporaryFolder();
  const bot = `node '${join(packageRoot, "src/test-fixtures/faulty-bot.mjs")}'`;
  const args = ["fuzz", "--seed", "1", "--runs", "1000", "--sequences", "0", "--target", bot];
  const run = runCli([...args, "--report", "json=r.json"], { cwd });
  expect(run.exitCode).toBe(1);
  const report = campaignReportSchema.parse(JSON.parse(readFileSync(join(cwd, "r.json"), "utf8")));
  const fingerprints = Object.keys(report.result.failures);
  const missed = Object.entries(faults).filter(
    ([, fault]) => !fingerprints.some((fingerprint) => fault.test(fingerprint)),
  );
  expect(Object.keys(faults).length - missed.length).toBeGreaterThanOrEqual(distinguishableLeast);
  expect(run.stdout).toMatch(/and \d+ more variants?/);
}, 1_800_000);
