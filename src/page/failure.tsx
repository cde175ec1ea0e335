/** One failure: what the check requires and what happened, step by step, and how to replay it. */
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { JsonLine, PageData, PageFailure } from "../report/page/page-data.ts";
import { Panels } from "./panels.tsx";
import { faultyIn, pairsOf } from "./pairs.ts";
import { Command, Id, NamesContext, namesOf, Text } from "./text.tsx";
import { wordsUnlike } from "./words.ts";

/** The step of the run that failed, from 1. */
function failedStep({ run, timelines }: PageFailure): string {
  const pairs = pairsOf(timelines?.panels ?? []);
  const panels = pairs.findLast((pair) => pair.some((one) => one.failedRun !== null)) ?? [];
  const { title = "", timeline } = panels[faultyIn(panels)] ?? {};
  const steps = timeline?.steps ?? [];
  const at = steps.findIndex((step) => step.runs.some((one) => one.run === run));
  if (at === -1) return "";
  return `, step ${at + 1}${title.startsWith("The follow-up") ? " of the follow-up" : ""}`;
}

function CheckSide({
  title,
  lines,
  others = [],
  kind,
}: {
  readonly title: string;
  readonly lines: readonly string[];
  /** Of the other box: the words that differ from them are marked. */
  readonly others?: readonly string[];
  readonly kind: "required" | "happened";
}) {
  return (
    <div class={`check-side ${kind}`}>
      <h4>{title}</h4>
      {lines.map((line, at) => (
        <p key={at}>
          {wordsUnlike(line, others[at] ?? line).map(({ text, differs }, place) =>
            differs ? (
              <mark key={place}>
                <Text>{text}</Text>
              </mark>
            ) : (
              <Text key={place}>{text}</Text>
            ),
          )}
        </p>
      ))}
    </div>
  );
}

function Legend({ failure }: { readonly failure: PageFailure }) {
  const names = useMemo(() => namesOf(failure), [failure]);
  if (names.size === 0) return null;
  return (
    <p class="legend">
      {[...names.keys()].slice(0, 12).map((id) => (
        <span key={id}>
          <Id id={id} /> <bdi class="mono">{id}</bdi>
        </span>
      ))}
    </p>
  );
}

function Json({
  lines,
  hasIrrelevant,
}: {
  readonly lines: readonly JsonLine[];
  readonly hasIrrelevant: boolean;
}) {
  return (
    <>
      {hasIrrelevant && (
        <p class="muted">Dimmed and in italics: the failure stays with other values.</p>
      )}
      <pre class="json" tabIndex={0} aria-label="JSON">
        {lines.map(({ text, isIrrelevant }, at) =>
          isIrrelevant === true ? <i key={at}>{`${text}\n`}</i> : `${text}\n`,
        )}
      </pre>
    </>
  );
}

function Folded({
  title,
  children,
}: {
  readonly title: string;
  readonly children: () => ComponentChildren;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && children()}
    </details>
  );
}

function Head({ failure }: { readonly failure: PageFailure }) {
  const { title, check, variant, statement, rules, severity } = failure;
  return (
    <>
      <h3>
        <bdi>{title}</bdi>
        {check !== "" && (
          <>
            {" / "}
            <bdi>{check}</bdi>
          </>
        )}
        {variant !== "" && <bdi class="muted"> ({variant})</bdi>}
      </h3>
      <p class="statement">
        {rules.map((rule) => (
          <b class="tag" key={rule}>
            {rule}
          </b>
        ))}
        {severity === "money" && <b class="tag money">money</b>}
        <bdi>{statement}</bdi>
      </p>
    </>
  );
}

export function Failure({
  failure,
  kind,
}: {
  readonly failure: PageFailure;
  readonly kind: PageData["kind"];
}) {
  const { title, check, expected, actual, run } = failure;
  const { notes, flakyCalls, absent, command, json, irrelevant, timelines } = failure;
  const names = useMemo(() => namesOf(failure), [failure]);
  const step = failedStep(failure);
  const where = run === null ? "" : ` in run ${run}${step}`;
  return (
    <NamesContext.Provider value={names}>
      <article class={`failure ${failure.verdict}`} aria-label={`${title} ${check}`}>
        <Head failure={failure} />
        {(expected.join("") !== "" || actual.join("") !== "") && (
          <div class="both-sides">
            <CheckSide
              kind="happened"
              title={`The bot did${where}`}
              lines={actual}
              others={expected}
            />
            <CheckSide
              kind="required"
              title={`Required${where}`}
              lines={expected}
              others={actual}
            />
          </div>
        )}
        <Legend failure={failure} />
        {flakyCalls !== null && (
          <CheckSide
            kind="happened"
            title="Flaky. The port calls of the case that failed"
            lines={flakyCalls.length === 0 ? ["none"] : flakyCalls}
          />
        )}
        {absent !== null && <p class="notice">{absent}</p>}
        {timelines !== null && <Panels failure={failure} timelines={timelines} />}
        {command !== null && <Command label="Replay" text={command} />}
        <p class="muted">{notes.join("; ")}</p>
        {irrelevant.length > 0 && (
          <Folded title={`Fields with other values of which it also fails: ${irrelevant.length}`}>
            {() => (
              <ul>
                {irrelevant.map((field) => (
                  <li key={field}>
                    <Text>{field}</Text>
                  </li>
                ))}
              </ul>
            )}
          </Folded>
        )}
        <Folded title={kind === "campaign" ? "Counterexample as JSON" : "Scenario as JSON"}>
          {() => <Json lines={json} hasIrrelevant={irrelevant.length > 0} />}
        </Folded>
      </article>
    </NamesContext.Provider>
  );
}
