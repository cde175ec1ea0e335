/** A row of the timeline: the step in its lane, its runs, and the state after it. */
import { useEffect, useRef } from "preact/hooks";
import type { Lane, State, TimelineStep } from "../fuzz/timeline-schema.ts";
import type { PageFailure } from "../report/page/page-data.ts";
import { LaneCell, Paragraphs } from "./lane-cell.tsx";
import { isOnWire, RunInBot, RunOnWire } from "./run-cells.tsx";
import { StateCell } from "./state-cell.tsx";
import { Text } from "./text.tsx";
import { describeMs } from "./time.ts";

/** The step itself, where it is of the lane, and what happens within it. */
function inLane({ lane, runs, text, inner }: TimelineStep, wanted: Lane) {
  return [
    lane === wanted && runs.length !== 1 ? (
      <p key="text">
        <Text>{text}</Text>
      </p>
    ) : null,
    ...inner
      .filter((one) => one.lane === wanted)
      .map((one, at) => (
        <p key={`inner ${at}`} class="inner">
          <Text>{one.text}</Text>
        </p>
      )),
  ];
}

function Lanes({
  step,
  failedRun,
  isReference,
}: {
  readonly step: TimelineStep;
  readonly failedRun: number | null;
  readonly isReference: boolean;
}) {
  const mark = isReference ? "reference" : "failed";
  const { runs, turns, late } = step;
  const changes = [...runs.flatMap(({ effects }) => effects), ...late];
  return (
    <>
      <LaneCell lane="operator">{inLane(step, "operator")}</LaneCell>
      <LaneCell lane="bot">
        {inLane(step, "bot")}
        {turns.length > 0 && <Paragraphs lines={turns} />}
        {runs.map((run) => (
          <RunInBot key={run.run} run={run} mark={run.run === failedRun ? mark : null} />
        ))}
      </LaneCell>
      <LaneCell lane="wire">
        {inLane(step, "wire")}
        {runs.filter(isOnWire).map((run) => (
          <RunOnWire key={run.run} run={run} isOneOfSeveral={runs.length > 1} />
        ))}
      </LaneCell>
      <LaneCell lane="exchange">
        {inLane(step, "exchange")}
        {changes.length > 0 && <Paragraphs lines={changes} />}
      </LaneCell>
    </>
  );
}

function Why({ failure, run }: { readonly failure: PageFailure; readonly run: number | null }) {
  const { actual, expected } = failure;
  if (actual.join("") === "") return null;
  return (
    <div class="verdict-line">
      <b>▶ The check fails in run {run}.</b> <span>Did:</span> <Text>{actual.join(" ")}</Text>{" "}
      <span>Required:</span> <Text>{expected.join(" ")}</Text>
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
  /** Of a pair, the panel that the other one is compared with: nothing fails in it. */
  readonly isReference: boolean;
  readonly differs: boolean;
  readonly isChosen: boolean;
  readonly choose: () => void;
}) {
  const { step, place, before, state, failedRun, failure, isReference, differs, isChosen, choose } =
    props;
  const row = useRef<HTMLDivElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (isChosen && !isFirst.current) row.current?.scrollIntoView({ block: "nearest" });
    isFirst.current = false;
  }, [isChosen]);
  if (step === undefined) return <div class="row absent">no such step</div>;
  const isFailed = !isReference && step.runs.some(({ run }) => run === failedRun);
  const classes = ["row", isFailed && "failed", differs && "unlike", isChosen && "chosen"];
  return (
    <div class={classes.filter(Boolean).join(" ")} ref={row} onClick={choose}>
      <div class="place">
        <b>{place}</b>
        {step.afterMs !== null && <span class="muted">{describeMs(step.afterMs)}</span>}
        {differs && <span class="unlike-mark">≠ differs</span>}
      </div>
      <Lanes step={step} failedRun={failedRun} isReference={isReference} />
      <StateCell state={state} before={before} />
      {isFailed && <Why failure={failure} run={failedRun} />}
    </div>
  );
}
