import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { openStdioTarget } from "../target/stdio/stdio-target.ts";
import { batchesOf, scenariosOf } from "./batch.ts";
import { campaignContext } from "./campaign-context.ts";
import { failedChecks, fingerprintOf } from "./fingerprint.ts";
import { judgeCase } from "./judge-case.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";

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

test("of a bot with more than twenty faults, the fingerprints separate at least eighteen", async () => {
  const bot = `node '${join(packageRoot, "src/test-fixtures/faulty-bot.mjs")}'`;
  const { target, close } = await openStdioTarget(bot);
  const { plan, properties } = campaignContext(inputsWith({ runs: 1_000 }), target);
  const fingerprints = new Set<string>();
  // A quarter of a campaign, without shrinking, which takes minutes and separates no more faults.
  const runProperties = properties.filter(({ kind }) => kind === "run");
  for (const batch of batchesOf(plan, { index: 1, total: 4 })) {
    for (const scenario of scenariosOf(batch, plan)) {
      const { verdicts } = await judgeCase(scenario, target, runProperties);
      for (const found of failedChecks(verdicts, runProperties))
        fingerprints.add(fingerprintOf(found));
    }
  }
  expect(await close()).toBeNull();
  const separated = Object.values(faults).filter((fault) =>
    [...fingerprints].some((fingerprint) => fault.test(fingerprint)),
  );
  expect(separated.length).toBeGreaterThanOrEqual(distinguishableLeast);
});
