/** The timelines of a failure: one, or pairs side by side with their differences marked. */
import { useState } from "preact/hooks";
import type { FailureTimelines, TimelinePanel, TimelineStep } from "../fuzz/timeline-schema.ts";
import type { PageFailure, StartLine } from "../report/page/page-data.ts";
import { Scrubber } from "./scrubber.tsx";
import { StartRow } from "./start-row.tsx";
import { StepRow } from "./step-row.tsx";
import { statesOf } from "./states.ts";
import { Text } from "./text.tsx";

/** The account in a process of both, and alone; the scenario, and its follow-up. */
function pairsOf(panels: readonly TimelinePanel[]): readonly (readonly TimelinePanel[])[] {
  const groups: TimelinePanel[][] = [];
  for (const panel of panels) {
    const last = groups.at(-1);
    const [first] = last ?? [];
    const isOfSame = first === undefined || subjectOf(first) === subjectOf(panel);
    if (last !== undefined && isOfSame) last.push(panel);
    else groups.push([panel]);
  }
  return groups;
}

const subjectOf = ({ title }: TimelinePanel) => /^The \w+ account/.exec(title)?.[0] ?? "";

/** What two steps must have alike: everything but times. */
function contentOf(step: TimelineStep | undefined): string {
  return JSON.stringify(step, (key, value: unknown) =>
    key === "afterMs" || key === "tookMs" ? undefined : value,
  );
}

function firstStep(panel: TimelinePanel): number {
  const { failedRun, timeline } = panel;
  const at = timeline.steps.findIndex(({ runs }) => runs.some(({ run }) => run === failedRun));
  return at === -1 ? timeline.steps.length : at + 1;
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
  const [main] = panels.toReversed();
  const [step, setStep] = useState(main === undefined ? 0 : firstStep(main));
  const [isScaled, setScaled] = useState(false);
  const count = Math.max(...panels.map(({ timeline }) => timeline.steps.length));
  const states = panels.map(({ timeline }) => statesOf(timeline));
  const isPair = panels.length > 1;
  const choose = (next: number) => setStep(Math.min(Math.max(next, 0), count));
  return (
    <div class={isPair ? "timelines pair" : "timelines"}>
      {panels.map(({ note }) => note !== undefined && <p key={note}>{note}</p>)}
      <Scrubber
        panels={panels}
        step={step}
        count={count}
        choose={choose}
        isScaled={isScaled}
        setScaled={setScaled}
      />
      <div class={isPair ? "rows side-by-side" : "rows lanes"}>
        {isPair
          ? panels.map(({ title }) => (
              <h4 key={title} class="panel-title">
                {title}
              </h4>
            ))
          : lanesHead}
        {panels.map((_, at) => (
          <StartRow
            key={at}
            gates={at === 0 ? failure.gates : []}
            start={at === 0 ? failure.start : differences}
            state={states[at]?.[0]}
            isChosen={step === 0}
            choose={() => choose(0)}
          />
        ))}
        {Array.from({ length: count }, (_, place) => {
          const contents = panels.map(({ timeline }) => contentOf(timeline.steps[place]));
          const differs = isPair && new Set(contents).size > 1;
          return panels.map((panel, at) => (
            <StepRow
              key={`${place} ${at}`}
              step={panel.timeline.steps[place]}
              place={place + 1}
              before={states[at]?.[place]}
              state={states[at]?.[place + 1]}
              failedRun={panel.failedRun}
              failure={failure}
              saysWhy={at === panels.length - 1}
              differs={differs}
              isChosen={step === place + 1}
              choose={choose}
            />
          ));
        })}
      </div>
    </div>
  );
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
      {pairsOf(panels).map((group, at) => (
        <Group key={at} panels={group} differences={differences} failure={failure} />
      ))}
    </>
  );
}
