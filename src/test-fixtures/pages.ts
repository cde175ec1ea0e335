/** Reports with everything that a page shows, and with texts that try to leave their place. */
import { stepKinds } from "../scenario/step.ts";
import { requiredShares } from "../fuzz/coverage.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import type { ShrunkFailure } from "../fuzz/batch-result.ts";
import { fingerprintOf } from "../fuzz/fingerprint.ts";
import { gateCaseName } from "../fuzz/gate-cases.ts";
import type { TimelineCall, TimelinePanel, TimelineStep } from "../fuzz/timeline-schema.ts";
import { requiredEntries } from "../fuzz/transition-coverage.ts";
import { reportWith } from "./campaign-reports.ts";
import { failureWith } from "./counterexamples.ts";
import { ownId } from "./scenarios.ts";

/** Markup, the end of a script, a comment, a turn of the direction, an escape sequence, a line separator. */
export const hostileText =
  "</script><img src=x onerror=alert(1)><!-- \u202Egnihton\u202C \u001B[31mred\u001B[0m \u2028 &amp; ';";

const statuses = ["accepted", "rejected", "unknown", "refused"] as const;

function callOf(at: number, id: string): TimelineCall {
  const status = statuses[at % statuses.length] ?? "accepted";
  const reply = status === "rejected" ? "rejected -2011" : status;
  return { request: `cancelOrder BTCUSDT ${id}`, reply, status, afterMs: at, tookMs: 0 };
}

/** Every third step is a run, with a port call of each status. */
function stepOf(at: number, id: string): TimelineStep {
  const isRun = at % 3 === 2;
  const empty = { results: [], queries: [], audit: [], requests: [], effects: [], error: [] };
  const run = {
    ...empty,
    run: (at + 1) / 3,
    mode: "live",
    title: "live",
    afterMs: at * 1_000,
    observed: "observed 1 order, 0 positions",
    results: [`ORDER_EXISTS_UNEXPECTED BTCUSDT ${id}: executed`],
    effects: [`cancelOrder BTCUSDT ${id}: applied`],
    calls: statuses.map((_, call) => callOf(call, id)),
    moreCalls: 0,
  } as const;
  return {
    lane: isRun ? "bot" : "exchange",
    kind: isRun ? "reconcile" : "fill-order",
    text: isRun ? "a run" : `the exchange fills ${id}`,
    afterMs: at * 1_000,
    runs: isRun ? [run] : [],
    turns: [],
    inner: [],
    late: [],
    ...(isRun && { state: { expected: [], exchange: [] } }),
  };
}

function panelOf(title: string, steps: number, id: string): TimelinePanel {
  const order = { kind: "order", name: id, value: "OPEN 0/0.001" } as const;
  return {
    title,
    failedRun: 1,
    timeline: {
      start: { expected: [], exchange: [order] },
      steps: Array.from({ length: steps }, (_, at) => stepOf(at, id)),
    },
  };
}

/** `number` makes the fingerprint unique. */
export function shownFailure(number: number, steps: number, isPair = false): ShrunkFailure {
  const id = ownId(number);
  const panels = [panelOf("Step by step", steps, id)];
  if (isPair) panels.push(panelOf("The follow-up, step by step", steps, ownId(number + 1)));
  return {
    ...failureWith({
      variant: `${number}`,
      violation: { run: 1, expected: `no cancel of ${id}`, actual: `it cancelled ${id}` },
      irrelevantFields: ["config.cooldownSeconds"],
      timelines: { panels, followUpStartsWith: [] },
    }),
    alsoFound: {},
  };
}

function gateCases() {
  const combinations = Array.from({ length: 32 }, (_, bits) =>
    Array.from({ length: 5 }, (__, at) => ((bits >> at) & 1) === 1),
  );
  return Object.fromEntries(
    combinations.map((open) => {
      const isLive = open.every(Boolean);
      const counts = { cases: 8, live: isLive ? 8 : 0, dry_run: 0, refused: isLive ? 0 : 8 };
      const more = { crashed: 0, unanswered: 0, sent: isLive ? 4 : 0, failed: 0 };
      return [gateCaseName("order", open), { ...counts, ...more }];
    }),
  );
}

/** A failed campaign with all sections. */
export function reportToShow(failures: readonly ShrunkFailure[]): CampaignReport {
  const byName = failures.map((failure) => [fingerprintOf(failure), failure] as const);
  const counts = byName.map(([name]) => [name, 1] as const);
  const labels = Object.keys(requiredShares).map((label, at) => [label, at * 3] as const);
  const transitions = [...requiredEntries.keys()].map((name, at) => [name, at % 7] as const);
  return reportWith({
    verdict: "fail",
    reasons: ["a port call at the end of the target"],
    repeat: { options: [], maxTime: null },
    neverSeen: ["rate_limited", ...stepKinds.map((kind) => `snapshot > ${kind}`)],
    notCovered: ["4 properties: the target does not report results"],
    campaign: { cases: { regressions: 0, enumeration: 256, random: 1_000, sequences: 500 } },
    result: {
      cases: { regressions: 0, enumeration: 256, random: 1_000, sequences: 500 },
      failures: Object.fromEntries(byName),
      failureCounts: Object.fromEntries(counts),
      labels: Object.fromEntries(labels),
      transitions: Object.fromEntries(transitions.filter(([, count]) => count > 0)),
      gateCases: gateCases(),
    },
  });
}

/** Each text that a bot can choose is hostile. */
export function hostileReport(): CampaignReport {
  const report = reportToShow([
    {
      ...failureWith({
        variant: hostileText,
        violation: { run: 1, expected: hostileText, actual: hostileText },
        timelines: { panels: [panelOf("Step by step", 3, hostileText)], followUpStartsWith: [] },
      }),
      alsoFound: {},
    },
  ]);
  return {
    ...report,
    campaign: {
      ...report.campaign,
      target: hostileText,
      identity: { options: ["--target", hostileText], profile: null, files: [] },
    },
  };
}
