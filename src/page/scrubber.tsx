/** A map of the lanes with a mark for each event, and a slider through the steps. */
import type { Lane, TimelinePanel, TimelineStep } from "../fuzz/timeline-schema.ts";
import type { Row } from "./align.ts";
import { faultyIn } from "./pairs.ts";
import { describeMs } from "./time.ts";

const lanes: readonly Lane[] = ["operator", "bot", "wire", "exchange"];

type Mark = { readonly lane: Lane; readonly kind: string; readonly offset: number };

const callsShown = 8;
/** Pixels from one port call to the next, and of the frame around a step with one mark. */
const [spread, bandWidth] = [13, 24];

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
  isFaulty,
  step,
  choose,
  isScaled,
}: {
  readonly panel: TimelinePanel;
  readonly isFaulty: boolean;
  /** From 1; 0 is the start. */
  readonly step: number;
  readonly choose: (step: number) => void;
  readonly isScaled: boolean;
}) {
  const { steps } = panel.timeline;
  const places = placesOf(steps, isScaled);
  const chosen = places[step - 1] ?? 0;
  const failedAt = steps.findIndex(({ runs }) => runs.some(({ run }) => run === panel.failedRun));
  const failed = isFaulty ? steps[failedAt] : undefined;
  const marks = failed === undefined ? [] : marksOf(failed);
  const widthOfMarks = Math.max(0, ...marks.map(({ offset }) => offset)) * spread;
  return (
    <div class="map" aria-hidden="true">
      {lanes.map((lane) => (
        <span key={lane} class={`map-name ${lane}`}>
          {lane}
        </span>
      ))}
      <div class="map-lanes">
        {failed !== undefined && (
          <span
            class="failed-band"
            style={{
              left: `${(places[failedAt] ?? 0) * 100}%`,
              width: `${bandWidth + widthOfMarks}px`,
            }}
          />
        )}
        <span class="cursor" style={{ left: `${chosen * 100}%` }} />
        {steps.map((one, at) => {
          const left = (places[at] ?? 0) * 100;
          return (
            <span key={at}>
              {marksOf(one).map(({ lane, kind, offset }, place) => (
                <span
                  key={place}
                  class={`mark ${kind} ${lane}`}
                  style={{ left: `calc(${left}% + ${offset * spread}px)` }}
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

/** What a mark of the map means, in this order. */
const meanings: Readonly<Record<string, string>> = {
  step: "step",
  run: "run",
  accepted: "port call, accepted",
  rejected: "rejected",
  unknown: "unknown outcome",
  refused: "not sent",
  effect: "the exchange changes",
};

/** The marks that the maps have. */
function MapKey({ panels }: { readonly panels: readonly TimelinePanel[] }) {
  const found = new Set(
    panels.flatMap(({ timeline }) => timeline.steps.flatMap(marksOf)).map(({ kind }) => kind),
  );
  return (
    <p class="map-key" aria-hidden="true">
      {Object.entries(meanings).map(([kind, meaning]) =>
        found.has(kind) ? (
          <span key={kind}>
            <i class={`mark ${kind}`} />
            {meaning}
          </span>
        ) : null,
      )}
    </p>
  );
}

/** The step of a panel in a row, or the one before it. From 1; 0 is the start. */
function stepIn(rows: readonly Row[], row: number, panel: number): number {
  for (let at = row - 1; at >= 0; at -= 1) {
    const step = rows[at]?.[panel];
    if (step !== null && step !== undefined) return step + 1;
  }
  return 0;
}

/** By the clock of the last panel. */
function describePlace(
  panels: readonly TimelinePanel[],
  rows: readonly Row[],
  chosen: number,
): string {
  if (chosen === 0) return "start";
  const last = panels.length - 1;
  const time = panels[last]?.timeline.steps[stepIn(rows, chosen, last) - 1]?.afterMs ?? null;
  return `step ${chosen} of ${rows.length}${time === null ? "" : `, ${describeMs(time)}`}`;
}

export function Scrubber({
  panels,
  rows,
  chosen,
  choose,
  isScaled,
  setScaled,
}: {
  readonly panels: readonly TimelinePanel[];
  readonly rows: readonly Row[];
  /** A row from 1; 0 is the start. */
  readonly chosen: number;
  readonly choose: (row: number) => void;
  readonly isScaled: boolean;
  readonly setScaled: (isScaled: boolean) => void;
}) {
  const place = describePlace(panels, rows, chosen);
  return (
    <div class="scrubber">
      {panels.map((panel, at) => (
        <Map
          key={panel.title}
          panel={panel}
          isFaulty={at === faultyIn(panels)}
          step={stepIn(rows, chosen, at)}
          choose={(step) => choose(rows.findIndex((places) => places[at] === step - 1) + 1)}
          isScaled={isScaled}
        />
      ))}
      <MapKey panels={panels} />
      <div class="controls">
        <button
          type="button"
          onClick={() => choose(chosen - 1)}
          disabled={chosen === 0}
          aria-label="Step before"
        >
          ‹
        </button>
        <input
          type="range"
          min={0}
          max={rows.length}
          value={chosen}
          aria-label="Step"
          aria-valuetext={place}
          onInput={(event) => choose(Number(event.currentTarget.value))}
        />
        <button
          type="button"
          onClick={() => choose(chosen + 1)}
          disabled={chosen === rows.length}
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
