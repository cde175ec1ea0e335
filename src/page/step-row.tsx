/** A row of the timeline: the step in its lane, its runs, and the state after it. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type {
  Lane,
  State,
  TimelineCall,
  TimelineRun,
  TimelineStep,
} from "../fuzz/timeline-schema.ts";
import type { ShownGate } from "../report/page/gate-list.ts";
import type { PageFailure, StartLine } from "../report/page/page-data.ts";
import { rowsOf } from "./states.ts";
import { Id, Text } from "./text.tsx";

const laneNames = {
  operator: "Operator and gates",
  bot: "Bot",
  wire: "Wire",
  exchange: "Exchange",
} as const satisfies Record<Lane, string>;

const callSigns = { accepted: "✓", rejected: "✕", unknown: "?", refused: "⊘" } as const;

function LaneCell({
  lane,
  children,
}: {
  readonly lane: Lane;
  readonly children: ComponentChildren;
}) {
  const parts = [children]
    .flat(3)
    .filter((part) => part !== null && part !== false && part !== undefined);
  if (parts.length === 0) return <div class={`lane ${lane} empty`} />;
  return (
    <div class={`lane ${lane}`}>
      <span class="lane-name">{laneNames[lane]}</span>
      {children}
    </div>
  );
}

function StateCell({
  state,
  before,
}: {
  readonly state: State | undefined;
  readonly before: State | undefined;
}) {
  if (state === undefined) return <div class="state" />;
  const rows = rowsOf(state, before);
  return (
    <div class="state">
      <table>
        <caption class="hidden">State after the step</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">expected</th>
            <th scope="col">exchange</th>
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 && (
            <tr>
              <th scope="row" class="muted">
                all
              </th>
              <td class="none">nothing</td>
              <td class="none">nothing</td>
            </tr>
          )}
          {rows.map(({ kind, name, expected, exchange, differs, isChanged }) => (
            <tr
              key={`${kind} ${name}`}
              class={
                [differs ? "differs" : "", isChanged ? "changed" : ""].join(" ").trim() || undefined
              }
            >
              <th scope="row">
                {kind === "conditional" && "conditional "}
                <Id id={name} />
              </th>
              <td class={expected === null ? "none" : undefined}>
                <bdi>{expected ?? "none"}</bdi>
              </td>
              <td class={exchange === null ? "none" : undefined}>
                <bdi>{exchange ?? "none"}</bdi>
                {differs && (
                  <span class="differs-mark">
                    {" "}
                    ≠<span class="hidden"> differs</span>
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Call({ call }: { readonly call: TimelineCall }) {
  const { request, reply, status, fault } = call;
  return (
    <p class={`call ${status}`}>
      <span class="badge">
        <span aria-hidden="true">{callSigns[status]}</span> <bdi>{reply}</bdi>
      </span>{" "}
      <Text>{request}</Text>
      {fault !== undefined && <span class="muted"> (scripted fault: {fault})</span>}
    </p>
  );
}

function Paragraphs({
  lines,
  isCode = false,
}: {
  readonly lines: readonly string[];
  readonly isCode?: boolean;
}) {
  return (
    <>
      {lines.map((line, at) => (
        <p key={at} class={isCode ? "mono" : undefined}>
          <Text>{line}</Text>
        </p>
      ))}
    </>
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

function RunInBot({ run, isFailed }: { readonly run: TimelineRun; readonly isFailed: boolean }) {
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

/** Those that are closed with their values: they decide the mode. */
function GateList({ gates }: { readonly gates: readonly ShownGate[] }) {
  if (gates.length === 0) return null;
  const closed = gates.filter(({ isOpen }) => !isOpen);
  const count = `${gates.length - closed.length} of ${gates.length} gates open`;
  return (
    <p>
      <b>{closed.length === 0 ? `all ${gates.length} gates open` : count}</b>
      {closed.map(({ source, value }) => (
        <span class="gate" key={source}>
          ○ <bdi class="mono">{source}</bdi>{" "}
          {value === null ? "unset" : <bdi class="mono">{`'${value}'`}</bdi>}
        </span>
      ))}
    </p>
  );
}

export function StartRow({
  gates,
  start,
  state,
  isChosen,
  choose,
}: {
  readonly gates: readonly ShownGate[];
  readonly start: readonly StartLine[];
  readonly state: State | undefined;
  readonly isChosen: boolean;
  readonly choose: () => void;
}) {
  const of = (subjects: readonly string[]) =>
    start
      .filter(({ subject }) => subjects.includes(subject))
      .map(({ parts }, at) => (
        <p key={at}>
          {parts.map(({ text, isIrrelevant }, place) =>
            isIrrelevant ? (
              <i key={place} title="the failure stays with other values">
                <Text>{text}</Text>
              </i>
            ) : (
              <Text key={place}>{text}</Text>
            ),
          )}
        </p>
      ));
  return (
    <div class={`row start${isChosen ? " chosen" : ""}`} onClick={choose}>
      <div class="place">
        <b>Start</b>
      </div>
      <LaneCell lane="operator">
        {gates.length > 0 && <GateList gates={gates} />}
        {of(["gates", "config", "attempts"])}
      </LaneCell>
      <LaneCell lane="bot">{of(["expected"])}</LaneCell>
      <LaneCell lane="wire">{null}</LaneCell>
      <LaneCell lane="exchange">{of(["exchange", "price", "filters"])}</LaneCell>
      <StateCell state={state} before={undefined} />
    </div>
  );
}

export function StepRow(props: {
  readonly step: TimelineStep | undefined;
  readonly place: number;
  readonly before: State | undefined;
  readonly state: State | undefined;
  readonly failedRun: number | null;
  readonly failure: PageFailure;
  /** The sentence of the check is in the last panel alone. */
  readonly saysWhy: boolean;
  readonly differs: boolean;
  readonly isChosen: boolean;
  readonly choose: (place: number) => void;
}) {
  const { step, place, before, state, failedRun, failure, saysWhy, differs, isChosen, choose } =
    props;
  const row = useRef<HTMLDivElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (isChosen && !isFirst.current) row.current?.scrollIntoView({ block: "nearest" });
    isFirst.current = false;
  }, [isChosen]);
  if (step === undefined) return <div class="row absent">no such step</div>;
  const isFailed = step.runs.some(({ run }) => run === failedRun);
  const classes = ["row", isFailed && "failed", differs && "unlike", isChosen && "chosen"];
  const inLane = (lane: Lane) => [
    step.lane === lane && step.runs.length !== 1 ? (
      <p key="text">
        <Text>{step.text}</Text>
      </p>
    ) : null,
    ...step.inner
      .filter((inner) => inner.lane === lane)
      .map(({ text }, at) => (
        <p key={`inner ${at}`} class="inner">
          <Text>{text}</Text>
        </p>
      )),
  ];
  const { runs } = step;
  return (
    <div class={classes.filter(Boolean).join(" ")} ref={row} onClick={() => choose(place)}>
      <div class="place">
        <b>{place}</b>
        {step.afterMs !== null && <span class="muted">{describeMs(step.afterMs)}</span>}
        {differs && <span class="unlike-mark">≠ differs</span>}
      </div>
      <LaneCell lane="operator">{inLane("operator")}</LaneCell>
      <LaneCell lane="bot">
        {inLane("bot")}
        {step.turns.length > 0 && <Paragraphs lines={step.turns} />}
        {runs.map((run) => (
          <RunInBot key={run.run} run={run} isFailed={run.run === failedRun} />
        ))}
      </LaneCell>
      <LaneCell lane="wire">
        {inLane("wire")}
        {runs.flatMap((run) => [
          ...run.requests.map((line, at) => (
            <p key={`request ${run.run} ${at}`} class="mono">
              <Text>{line}</Text>
            </p>
          )),
          ...run.queries.map((line, at) => (
            <p key={`query ${run.run} ${at}`}>
              <Text>{line}</Text>
            </p>
          )),
          ...run.calls.map((call, at) => <Call key={`call ${run.run} ${at}`} call={call} />),
          run.moreCalls > 0 ? (
            <p key={`more ${run.run}`}>and {run.moreCalls} more port calls</p>
          ) : null,
        ])}
      </LaneCell>
      <LaneCell lane="exchange">
        {inLane("exchange")}
        {runs.flatMap((run) =>
          run.effects.map((line, at) => (
            <p key={`effect ${run.run} ${at}`}>
              <Text>{line}</Text>
            </p>
          )),
        )}
        {step.late.map((line, at) => (
          <p key={`late ${at}`}>
            <Text>{line}</Text>
          </p>
        ))}
      </LaneCell>
      <StateCell state={state} before={before} />
      {isFailed && saysWhy && failure.actual.join("") !== "" && (
        <div class="verdict-line">
          <b>▶ The check fails in run {failedRun}.</b> <span>Did:</span>{" "}
          <Text>{failure.actual.join(" ")}</Text> <span>Required:</span>{" "}
          <Text>{failure.expected.join(" ")}</Text>
        </div>
      )}
    </div>
  );
}

export function describeMs(ms: number): string {
  if (Math.abs(ms) < 10_000) return `${ms} ms`;
  const seconds = Math.round(ms / 100) / 10;
  return Math.abs(seconds) < 600 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
