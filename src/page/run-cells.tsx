/** What a run shows in each lane. */
import type { TimelineCall, TimelineRun } from "../fuzz/timeline-schema.ts";
import { Paragraphs } from "./lane-cell.tsx";
import { Text } from "./text.tsx";
import { describeMs } from "./time.ts";

const callSigns = { accepted: "✓", rejected: "✕", unknown: "?", refused: "⊘" } as const;

function Call({ call, hasTime }: { readonly call: TimelineCall; readonly hasTime: boolean }) {
  const { request, reply, status, fault, afterMs } = call;
  const [outcome = "", time] = reply.split(" after ");
  return (
    <p class={`call ${status}`}>
      <span class="badge">
        <span aria-hidden="true">{callSigns[status]}</span> <bdi>{outcome}</bdi>
      </span>{" "}
      <Text>{request}</Text>
      {time !== undefined && <span class="muted"> after {time}</span>}
      {hasTime && <span class="muted"> at {describeMs(afterMs)}</span>}
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
  mark,
}: {
  readonly run: TimelineRun;
  /** `reference`: the run of this number in the other panel failed. */
  readonly mark: "failed" | "reference" | null;
}) {
  return (
    <div class={`run ${run.mode}`}>
      <p class="run-title">
        <b>Run {run.run}</b> <span class={`mode ${run.mode}`}>{modeWords[run.mode]}</span>
        {mark === "failed" && <b class="failed-mark">▶ fails here</b>}
        {mark === "reference" && <span class="muted">to compare with</span>}
      </p>
      {run.observed !== null && <p class="muted">{run.observed}</p>}
      <Paragraphs lines={run.results} />
      <Paragraphs lines={run.audit} isCode />
      <Paragraphs lines={run.error} isCode />
    </div>
  );
}

export function RunOnWire({
  run,
  isOneOfSeveral,
}: {
  readonly run: TimelineRun;
  /** The step has two runs. */
  readonly isOneOfSeveral: boolean;
}) {
  const { requests, queries, calls, moreCalls } = run;
  return (
    <>
      {isOneOfSeveral && <p class="muted">Run {run.run}</p>}
      <Paragraphs lines={requests} isCode />
      <Paragraphs lines={queries} />
      {calls.map((call, at) => (
        <Call key={at} call={call} hasTime={isOneOfSeveral || calls.length > 1} />
      ))}
      {moreCalls > 0 && <p>and {moreCalls} more port calls</p>}
    </>
  );
}

export function isOnWire({ requests, queries, calls }: TimelineRun): boolean {
  return requests.length + queries.length + calls.length > 0;
}
