/**
 * The timeline of a case as a sequence diagram of Mermaid, for the job summary of GitHub. GitHub removes SVG and images
 * with data from Markdown, and draws a fenced block of this language.
 */
import type { Lane, Timeline, TimelineCall, TimelineRun } from "../fuzz/timeline-schema.ts";

const linesMax = 40;
const textMax = 110;

/** What is between bot and exchange is a note over both. */
const lanes: Readonly<Record<Lane, string>> = {
  operator: "Operator",
  bot: "Bot",
  wire: "Bot,Exchange",
  exchange: "Exchange",
};
const participants = [lanes.operator, lanes.bot, lanes.exchange];

/** A fenced block. `failedRun` counts from 1; null marks none. */
export function renderMermaid({ steps }: Timeline, failedRun: number | null): string {
  const lines = steps.flatMap(({ lane, text, runs }) =>
    runs.length === 0
      ? [`Note over ${lanes[lane]}: ${escaped(text)}`]
      : runs.flatMap((one) => linesOfRun(one, one.run === failedRun)),
  );
  const shown = lines.slice(0, linesMax);
  const hidden = lines.length - shown.length;
  const open = shown.filter((line) => line.startsWith("rect")).length;
  const closed = shown.filter((line) => line === "end").length;
  return [
    "```mermaid",
    "sequenceDiagram",
    ...participants.map((participant) => `  participant ${participant}`),
    ...shown.map((line) => `  ${line}`),
    ...(hidden === 0 ? [] : [`  Note over Bot: and ${hidden} more lines`]),
    ...(open > closed ? ["  end"] : []),
    "```",
  ].join("\n");
}

function linesOfRun({ run, title, calls }: TimelineRun, isFailed: boolean): readonly string[] {
  const lines = [
    `Note over Bot: run ${run}, ${escaped(title)}${isFailed ? ", violated" : ""}`,
    ...calls.flatMap(linesOfCall),
  ];
  return isFailed ? ["rect rgb(255, 214, 214)", ...lines, "end"] : lines;
}

/** A reply that proves nothing ends with a cross. */
function linesOfCall({ request, reply, status }: TimelineCall): string[] {
  const arrow = status === "unknown" ? "--x" : "-->>";
  return [`Bot->>Exchange: ${escaped(request)}`, `Exchange${arrow}Bot: ${escaped(reply)}`];
}

/** Any other character could end a line, the block, or be read as part of the diagram. */
function escaped(text: string): string {
  return text
    .slice(0, textMax)
    .replaceAll(/[^\p{L}\p{N} .,:/()+=_-]/gu, (one) => `#${one.codePointAt(0)};`)
    .replaceAll(/\bend\b/gi, (word) => `#${word.codePointAt(0)};${word.slice(1)}`);
}
