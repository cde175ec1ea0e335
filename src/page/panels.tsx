/** The timelines of a failure: one, or pairs side by side with their differences marked. */
import { useMemo, useState } from "preact/hooks";
import type { FailureTimelines, TimelinePanel, TimelineStep } from "../fuzz/timeline-schema.ts";
import type { PageFailure, StartLine } from "../report/page/page-data.ts";
import { alignSteps, type Row } from "./align.ts";
import { faultyIn, pairsOf } from "./pairs.ts";
import { Scrubber } from "./scrubber.tsx";
import { NoteOnItalics, StartRow } from "./start-row.tsx";
import { StepRow } from "./step-row.tsx";
import { statesOf } from "./states.ts";
import { Text } from "./text.tsx";

/** What two steps must have alike: everything but times. */
function contentOf(step: TimelineStep | undefined): string {
  return JSON.stringify(step, (key, value: unknown) =>
    key === "afterMs" || key === "tookMs" ? undefined : value,
  );
}

/** The row of the failed run, from 1; the last one where no run is marked. */
function firstRow(panel: TimelinePanel, rows: readonly Row[], at: number): number {
  const { failedRun, timeline } = panel;
  const step = timeline.steps.findIndex(({ runs }) => runs.some(({ run }) => run === failedRun));
  const row = step === -1 ? -1 : rows.findIndex((places) => places[at] === step);
  return row === -1 ? rows.length : row + 1;
}

function Group({
  panels,
  differences,
  failure,
}: {
  readonly panels: readonly TimelinePanel[];
  readonly differences: readonly StartLine[];
  readonly failure: PageFailure;
}) {
  const rows = useMemo(() => alignSteps(panels.map(({ timeline }) => timeline.steps)), [panels]);
  const states = useMemo(() => panels.map(({ timeline }) => statesOf(timeline)), [panels]);
  const faulty = faultyIn(panels);
  const main = panels[faulty];
  const [chosen, setChosen] = useState(main === undefined ? 0 : firstRow(main, rows, faulty));
  const [isScaled, setScaled] = useState(false);
  const isPair = panels.length > 1;
  const choose = (next: number) => setChosen(Math.min(Math.max(next, 0), rows.length));
  return (
    <div class={isPair ? "timelines pair" : "timelines"}>
      {panels.map(({ note }) => note !== undefined && <p key={note}>{note}</p>)}
      <Scrubber
        panels={panels}
        rows={rows}
        chosen={chosen}
        choose={choose}
        isScaled={isScaled}
        setScaled={setScaled}
      />
      <div class={isPair ? "rows side-by-side" : "rows lanes"}>
        {isPair ? <PanelTitles panels={panels} statement={failure.statement} /> : lanesHead}
        {panels.map((_, at) => (
          <StartRow
            key={at}
            gates={at === 0 ? failure.gates : []}
            start={at === 0 ? failure.start : differences}
            state={states[at]?.[0]}
            isChosen={chosen === 0}
            choose={() => choose(0)}
          />
        ))}
        {rows.map((places, row) => {
          const steps = panels.map(({ timeline }, at) => timeline.steps[places[at] ?? -1]);
          const differs = isPair && new Set(steps.map(contentOf)).size > 1;
          return panels.map(({ failedRun }, at) => (
            <StepRow
              key={`${row} ${at}`}
              step={steps[at]}
              place={(places[at] ?? 0) + 1}
              before={states[at]?.[places[at] ?? 0]}
              state={states[at]?.[(places[at] ?? 0) + 1]}
              failedRun={failedRun}
              failure={failure}
              isReference={at !== faulty}
              differs={differs}
              isChosen={chosen === row + 1}
              choose={() => choose(row + 1)}
            />
          ));
        })}
      </div>
      <NoteOnItalics start={failure.start} />
    </div>
  );
}

/** What a follow-up is for is in the statement of its property. */
function PanelTitles({
  panels,
  statement,
}: {
  readonly panels: readonly TimelinePanel[];
  readonly statement: string;
}) {
  return panels.map(({ title, failedRun }, at) => (
    <h4 key={title} class="panel-title">
      {title === "Step by step" ? "The scenario, step by step" : title}
      {at !== faultyIn(panels) && <span class="muted"> (to compare with)</span>}
      {title.startsWith("The follow-up") && failedRun !== null && (
        <span class="muted about">{statement}</span>
      )}
    </h4>
  ));
}

const lanesHead = (
  <div class="lanes-head" aria-hidden="true">
    <span>Step</span>
    <span>Operator and gates</span>
    <span>Bot</span>
    <span>Wire: port calls</span>
    <span>Exchange</span>
    <span>State after it: expected | exchange</span>
  </div>
);

export function Panels({
  failure,
  timelines,
}: {
  readonly failure: PageFailure;
  readonly timelines: FailureTimelines;
}) {
  const { panels, followUpStartsWith } = timelines;
  const groups = useMemo(() => pairsOf(panels), [panels]);
  const differences = followUpStartsWith.map(({ subject, text }) => {
    return { subject, parts: [{ text, isIrrelevant: false }] };
  });
  return (
    <>
      {followUpStartsWith.length > 0 && panels.length === 1 && (
        <div class="differences">
          <h4>The follow-up starts with</h4>
          <ul>
            {followUpStartsWith.map(({ subject, text }) => (
              <li key={subject + text}>
                <b>{subject}</b> <Text>{text}</Text>
              </li>
            ))}
          </ul>
        </div>
      )}
      {groups.map((group, at) => (
        <Group key={at} panels={group} differences={differences} failure={failure} />
      ))}
    </>
  );
}
