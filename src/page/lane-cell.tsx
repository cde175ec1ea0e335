/** The cell of a lane, and lines of text in it. */
import type { ComponentChildren } from "preact";
import type { Lane } from "../fuzz/timeline-schema.ts";
import { Text } from "./text.tsx";

const laneNames = {
  operator: "Operator and gates",
  bot: "Bot",
  wire: "Wire",
  exchange: "Exchange",
} as const satisfies Record<Lane, string>;

export function LaneCell({
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

export function Paragraphs({
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
