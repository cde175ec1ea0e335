/** Text with the ids of orders as short names, and a copy button. */
import { createContext, Fragment } from "preact";
import { useContext, useRef, useState } from "preact/hooks";
import type { PageFailure } from "../report/page/page-data.ts";

/** By id: a letter. */
export type Names = ReadonlyMap<string, string>;
export const NamesContext = createContext<Names>(new Map());

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** A shorter id is shown as it is; it could be part of another text. */
const shortest = 9;

/** A letter for each order of the failure, in the order in which the timeline has them. */
export function namesOf({ timelines, expected, actual }: PageFailure): Names {
  const names = new Map<string, string>();
  const texts: string[] = [...expected, ...actual];
  const found: string[] = [];
  for (const { timeline } of timelines?.panels ?? []) {
    for (const state of [timeline.start, ...timeline.steps.map((step) => step.state)]) {
      for (const { kind, name } of [...(state?.expected ?? []), ...(state?.exchange ?? [])]) {
        if (kind !== "position" && name.length >= shortest) found.push(name);
      }
    }
  }
  const inSentence = found.filter((id) => texts.some((text) => text.includes(id)));
  for (const id of [...inSentence, ...found]) {
    if (names.has(id)) continue;
    const at = names.size;
    const more = at < letters.length ? "" : String(Math.floor(at / letters.length));
    names.set(id, `${letters[at % letters.length] ?? ""}${more}`);
  }
  return names;
}

const patterns = new WeakMap<Names, RegExp>();

function patternOf(names: Names): RegExp {
  const known = patterns.get(names);
  if (known !== undefined) return known;
  const ids = [...names.keys()].toSorted((left, right) => right.length - left.length);
  const escaped = ids.map((id) => id.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")).join("|");
  const pattern = new RegExp(`(?<![\\w.:/-])(${escaped})(?![\\w/-])`, "g");
  patterns.set(names, pattern);
  return pattern;
}

const tailLength = 8;

export function Id({ id }: { readonly id: string }) {
  const letter = useContext(NamesContext).get(id);
  if (letter === undefined) return <bdi>{id}</bdi>;
  const tail = id.length > tailLength + 3 ? `…${id.slice(-tailLength)}` : id;
  return (
    <span class="id" title={id}>
      <b>{letter}</b>
      <bdi>{tail}</bdi>
    </span>
  );
}

/** A line may break after each underscore of a long word, and not in a symbol such as BTCUSDT_260327. */
function Breaking({ text }: { readonly text: string }) {
  const parts = text.split(/(?<=[A-Za-z]{4,}_)(?=[A-Za-z])/);
  return (
    <>
      {parts.map((part, at) => (
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}

export function Text({ children }: { readonly children: string }) {
  const names = useContext(NamesContext);
  const parts = names.size === 0 ? [children] : children.split(patternOf(names));
  return (
    <bdi>
      {parts.map((part, at) =>
        at % 2 === 1 ? <Id key={at} id={part} /> : <Breaking key={at} text={part} />,
      )}
    </bdi>
  );
}

/** A command with a button that copies it. Where the browser refuses, it is selected. */
export function Command({ label, text }: { readonly label: string; readonly text: string }) {
  const code = useRef<HTMLElement>(null);
  const [answer, setAnswer] = useState("Copy");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setAnswer("Copied");
    } catch {
      if (code.current !== null) getSelection()?.selectAllChildren(code.current);
      setAnswer("Selected");
    }
  };
  return (
    <div class="command">
      <span class="label">{label}</span>
      <code ref={code}>{text}</code>
      <button type="button" onClick={() => void copy()} aria-label={`Copy: ${label}`}>
        <span aria-live="polite">{answer}</span>
      </button>
    </div>
  );
}
