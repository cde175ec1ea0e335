/** The timeline of a scenario as text: one line for each step, and under each run its results and port calls. */
import { counted } from "../domain/counted.ts";
import type { ShownCase } from "../fuzz/failure-view.ts";
import { timelineOf } from "../fuzz/timeline.ts";
import type { State, StateItem, Timeline, TimelineRun } from "../fuzz/timeline-schema.ts";

/** Marks `failedRun`, the run that failed the check; it counts from 1, and null marks none. */
export function renderTimeline(shown: ShownCase, failedRun: number | null): string[] {
  return renderSteps(timelineOf(shown), failedRun);
}

export function renderSteps({ steps }: Timeline, failedRun: number | null): string[] {
  return steps.flatMap(({ text, runs, turns, inner, late, state }) => {
    const lines = runs.flatMap(renderRun);
    if (runs.length === 0) lines.push(text);
    if (runs.length > 1) lines.unshift(text, ...turns);
    lines.push(...inner.map((one) => one.text), ...late);
    if (state !== undefined) lines.push(renderState(state));
    const mark = runs.some(({ run }) => run === failedRun) ? "▶ " : "  ";
    const [first = "", ...details] = lines;
    return [`${mark}${first}`, ...details.map((line) => `      ${line}`)];
  });
}

function renderRun(shown: TimelineRun): string[] {
  const { run, title, observed, results, calls, moreCalls, queries, audit, error } = shown;
  return [
    `run ${run}: ${title}`,
    ...(observed === null ? [] : [observed]),
    ...results,
    ...calls.map(({ request, reply }) => `PORT ${request}: ${reply}`),
    ...(moreCalls === 0 ? [] : [`and ${counted(moreCalls, "more port call")}`]),
    ...queries,
    ...audit,
    ...error,
  ];
}

function renderState({ expected, exchange }: State): string {
  return `expected: ${list(expected)} | exchange: ${list(exchange)}`;
}

function list(items: readonly StateItem[]): string {
  const texts = items.map(({ kind, name, value }) => {
    return `${kind === "conditional" ? "conditional " : ""}${name} ${value}`;
  });
  return texts.join(", ") || "nothing";
}
