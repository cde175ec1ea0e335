/** What a run shows in each lane. */
import type { TimelineCall, TimelineRun } from "../fuzz/timeline-schema.ts";
import { Paragraphs } from "./lane-cell.tsx";
import { Text } from "./text.tsx";

const callSigns = { accepted: "✓", rejected: "✕", unknown: "?", refused: "⊘" } as const;

function Call({ call }: { readonly call: TimelineCall }) {
  const { request, reply, status, fault } = call;
  const [outcome = "", time] = reply.split(" after ");
  return (
    <p class={`call ${status}`}>
      <span class="badge">
        <span aria-hidden="true">{callSigns[status]}</span> <bdi>{outcome}</bdi>
      </span>{" "}
      <Text>{request}</Text>
      {time !== undefined && <span class="muted"> after {time}</span>}
      {fault !== undefined && <span class="muted"> (scripted fault: {fault})</span>}
    </p>
  );
}

const modeWords = {
  live: "live",
  dry_run: "dry run",
  refused: "refused",
  crashed: "crashed",
  "no-report": "no report",
  "not-started": "not started",
} as const;

export function RunInBot({
  run,
  isFailed,
}: {
  readonly run: TimelineRun;
  readonly isFailed: boolean;
}) {
  return (
    <div class={`run ${run.mode}`}>
      <p class="run-title">
        <b>Run {run.run}</b> <span class={`mode ${run.mode}`}>{modeWords[run.mode]}</span>
        {isFailed && <b class="failed-mark">▶ fails here</b>}
      </p>
      {run.observed !== null && <p class="muted">{run.observed}</p>}
      <Paragraphs lines={run.results} />
      <Paragraphs lines={run.audit} isCode />
      <Paragraphs lines={run.error} isCode />
    </div>
  );
}

/** `isNamed`: the step has two runs. */
export function RunOnWire({
  run,
  isNamed,
}: {
  readonly run: TimelineRun;
  readonly isNamed: boolean;
}) {
  const { requests, queries, calls, moreCalls } = run;
  return (
    <>
      {isNamed && <p class="muted">Run {run.run}</p>}
      <Paragraphs lines={requests} isCode />
      <Paragraphs lines={queries} />
      {calls.map((call, at) => (
        <Call key={at} call={call} />
      ))}
      {moreCalls > 0 && <p>and {moreCalls} more port calls</p>}
    </>
  );
}

export function isOnWire({ requests, queries, calls }: TimelineRun): boolean {
  return requests.length + queries.length + calls.length > 0;
}
