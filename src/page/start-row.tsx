/** The first row of a timeline: gates, configuration, and the state that the scenario starts with. */
import type { State } from "../fuzz/timeline-schema.ts";
import type { ShownGate } from "../report/page/gate-list.ts";
import type { StartLine } from "../report/page/page-data.ts";
import { LaneCell } from "./lane-cell.tsx";
import { StateCell } from "./state-cell.tsx";
import { Text } from "./text.tsx";

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
          ○{"\u00a0"}
          <span class="mono">
            <Text>{source}</Text>
          </span>{" "}
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
      .map(({ subject, parts }, at) => (
        <p key={at}>
          {(subject === "price" || subject === "attempts") && `${subject} `}
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

export function NoteOnItalics({ start }: { readonly start: readonly StartLine[] }) {
  if (!start.some(({ parts }) => parts.some(({ isIrrelevant }) => isIrrelevant))) return null;
  return (
    <p class="muted">
      <i>In italics</i>: the failure stays with other values.
    </p>
  );
}
