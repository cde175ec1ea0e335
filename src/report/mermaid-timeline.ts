/**
 * The timeline of a case as a sequence diagram of Mermaid, for the job summary of GitHub. GitHub removes SVG and images
 * with data from Markdown, and draws a fenced block of this language.
 */
import { describePortRequest, type PortCall } from "../domain/port-call.ts";
import type { Case } from "../../properties/property.ts";
import { describeStep, runsOf, type Step } from "../scenario/step.ts";

const linesMax = 40;
const textMax = 110;

const lanes = { operator: "Operator", bot: "Bot", exchange: "Exchange" } as const;

/** Steps of the operator or of the process. What is none of them happens at the exchange. */
const laneOfStep: Readonly<Partial<Record<Step["kind"], keyof typeof lanes>>> = {
  "set-gates": "operator",
  "set-config": "operator",
  "set-position-mode": "operator",
  snapshot: "bot",
  restart: "bot",
  crash: "bot",
  "order-update": "bot",
  "deliver-update": "bot",
  "place-order": "bot",
  "place-conditional-order": "bot",
  "set-audit-fault": "bot",
  "advance-clock": "bot",
  "set-clock": "bot",
};

/** A fenced block. `failedRun` counts from 1; null marks none. */
export function renderMermaid({ scenario, observation }: Case, failedRun: number | null): string {
  const { steps, startsAtMs } = scenario;
  let run = -1;
  const lines = steps.flatMap((written, place) => {
    const count = runsOf(written);
    if (count === 0) {
      const found = observation.trace.find((one) => one.place === place && one.inner === undefined);
      const lane = lanes[laneOfStep[written.kind] ?? "exchange"];
      return [`Note over ${lane}: ${escaped(describeStep(found?.step ?? written, startsAtMs))}`];
    }
    return Array.from({ length: count }, () => {
      run += 1;
      return linesOfRun(run, observation, run + 1 === failedRun);
    }).flat();
  });
  const shown = lines.slice(0, linesMax);
  const hidden = lines.length - shown.length;
  const open = shown.filter((line) => line.startsWith("rect")).length;
  const closed = shown.filter((line) => line === "end").length;
  return [
    "```mermaid",
    "sequenceDiagram",
    ...Object.values(lanes).map((lane) => `  participant ${lane}`),
    ...shown.map((line) => `  ${line}`),
    ...(hidden === 0 ? [] : [`  Note over Bot: and ${hidden} more lines`]),
    ...(open > closed ? ["  end"] : []),
    "```",
  ].join("\n");
}

function linesOfRun(run: number, { runs, portCalls }: Case["observation"], isFailed: boolean) {
  const mode = runs[run]?.mode ?? "without an answer";
  const calls = portCalls.filter((call) => call.run === run).flatMap(linesOfCall);
  const lines = [
    `Note over Bot: run ${run + 1}, ${escaped(mode)}${isFailed ? ", violated" : ""}`,
    ...calls,
  ];
  return isFailed ? ["rect rgb(255, 214, 214)", ...lines, "end"] : lines;
}

/** A reply that proves nothing ends with a cross. */
function linesOfCall({ request, reply }: PortCall): string[] {
  const code = "code" in reply && reply.code !== null ? ` ${reply.code}` : "";
  const arrow = reply.status === "unknown" ? "--x" : "-->>";
  return [
    `Bot->>Exchange: ${escaped(describePortRequest(request))}`,
    `Exchange${arrow}Bot: ${escaped(`${reply.status}${code}`)}`,
  ];
}

/** Any other character could end a line, the block, or be read as part of the diagram. */
function escaped(text: string): string {
  return text
    .slice(0, textMax)
    .replaceAll(/[^\p{L}\p{N} .,:/()+=_-]/gu, (one) => `#${one.codePointAt(0)};`)
    .replaceAll(/\bend\b/gi, (word) => `#${word.codePointAt(0)};${word.slice(1)}`);
}
