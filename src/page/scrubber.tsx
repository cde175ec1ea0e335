/** A map of the lanes with a mark for each event, and a slider through the steps. */
import type { Lane, TimelinePanel, TimelineStep } from "../fuzz/timeline-schema.ts";
import { describeMs } from "./step-row.tsx";

const lanes: readonly Lane[] = ["operator", "bot", "wire", "exchange"];
const laneWords = { operator: "operator", bot: "bot", wire: "wire", exchange: "exchange" } as const;

type Mark = { readonly lane: Lane; readonly kind: string; readonly offset: number };

const callsShown = 8;

/** Port calls are spread after the mark of their run. */
function marksOf(step: TimelineStep): Mark[] {
  const marks: Mark[] = [
    { lane: step.lane, kind: step.runs.length > 0 ? "run" : "step", offset: 0 },
  ];
  const calls = step.runs.flatMap((run) => run.calls).slice(0, callsShown);
  for (const [at, { status }] of calls.entries()) {
    marks.push({ lane: "wire", kind: status, offset: at });
  }
  const hasEffect = step.runs.some(({ effects }) => effects.length > 0) || step.late.length > 0;
  if (hasEffect) marks.push({ lane: "exchange", kind: "effect", offset: 0 });
  for (const { lane } of step.inner) marks.push({ lane, kind: "step", offset: 1 });
  return marks;
}

/** The place of each step from 0 to 1. Steps at one time are next to each other. */
function placesOf(steps: readonly TimelineStep[], isScaled: boolean): readonly number[] {
  const even = steps.map((_, at) => (at + 1) / (steps.length + 1));
  if (!isScaled) return even;
  let last = 0;
  const times = steps.map(({ afterMs }) => (last = Math.max(afterMs ?? last, last)));
  const whole = Math.max(...times);
  if (whole === 0) return even;
  const gap = Math.min(0.02, 0.4 / steps.length);
  const rest = 1 - gap * (steps.length + 1);
  return times.map((ms, at) => (at + 1) * gap + (ms / whole) * rest);
}

function Map({
  panel,
  step,
  choose,
  isScaled,
}: {
  readonly panel: TimelinePanel;
  readonly step: number;
  readonly choose: (step: number) => void;
  readonly isScaled: boolean;
}) {
  const { steps } = panel.timeline;
  const places = placesOf(steps, isScaled);
  const chosen = places[step - 1] ?? 0;
  return (
    <div class="map" aria-hidden="true">
      {lanes.map((lane) => (
        <span key={lane} class={`map-name ${lane}`}>
          {laneWords[lane]}
        </span>
      ))}
      <div class="map-lanes">
        <span class="cursor" style={{ left: `${chosen * 100}%` }} />
        {steps.map((one, at) => {
          const left = (places[at] ?? 0) * 100;
          const isFailed = one.runs.some(({ run }) => run === panel.failedRun);
          return (
            <span key={at}>
              {isFailed && <span class="failed-band" style={{ left: `${left}%` }} />}
              {marksOf(one).map(({ lane, kind, offset }, place) => (
                <span
                  key={place}
                  class={`mark ${kind} ${lane}`}
                  style={{ left: `calc(${left}% + ${offset * 11}px)` }}
                  onClick={() => choose(at + 1)}
                />
              ))}
            </span>
          );
        })}
      </div>
    </div>
  );
}

export function Scrubber({
  panels,
  step,
  count,
  choose,
  isScaled,
  setScaled,
}: {
  readonly panels: readonly TimelinePanel[];
  readonly step: number;
  readonly count: number;
  readonly choose: (step: number) => void;
  readonly isScaled: boolean;
  readonly setScaled: (isScaled: boolean) => void;
}) {
  const main = panels.at(-1)?.timeline.steps[step - 1];
  const time = main?.afterMs === null || main === undefined ? "" : `, ${describeMs(main.afterMs)}`;
  const place = step === 0 ? "start" : `step ${step} of ${count}${time}`;
  return (
    <div class="scrubber">
      {panels.map((panel) => (
        <Map key={panel.title} panel={panel} step={step} choose={choose} isScaled={isScaled} />
      ))}
      <div class="controls">
        <button
          type="button"
          onClick={() => choose(step - 1)}
          disabled={step === 0}
          aria-label="Step before"
        >
          ‹
        </button>
        <input
          type="range"
          min={0}
          max={count}
          value={step}
          aria-label="Step"
          aria-valuetext={place}
          onInput={(event) => choose(Number(event.currentTarget.value))}
        />
        <button
          type="button"
          onClick={() => choose(step + 1)}
          disabled={step === count}
          aria-label="Next step"
        >
          ›
        </button>
        <output>{place}</output>
        <label>
          <input
            type="checkbox"
            checked={isScaled}
            onChange={(event) => setScaled(event.currentTarget.checked)}
          />{" "}
          time to scale
        </label>
      </div>
    </div>
  );
}
