/** The list of findings, and the failure that is chosen. Only that one is rendered. */
import { useState } from "preact/hooks";
import type { PageData, PageFailure } from "../report/page/page-data.ts";
import { Failure } from "./failure.tsx";

const signs = { pass: "✓", fail: "✕", inconclusive: "?", "bad-input": "!" } as const;

type Choice = { readonly chosen: number; readonly choose: (place: number) => void };

function Entry({
  failure,
  place,
  isFurther,
  chosen,
  choose,
}: Choice & {
  readonly failure: PageFailure;
  readonly place: number;
  readonly isFurther: boolean;
}) {
  const { title, check, actual, severity, notes, verdict, variant } = failure;
  return (
    <button
      type="button"
      class={`entry${isFurther ? " further" : ""}`}
      aria-current={place === chosen ? "true" : undefined}
      onClick={() => choose(place)}
    >
      <span class={`sign ${verdict}`} aria-hidden="true">
        {signs[verdict]}
      </span>
      <span class="name">
        <b>
          <bdi>{check === "" ? title : check}</bdi>
        </b>{" "}
        {check !== "" && <bdi class="muted">{title}</bdi>}{" "}
        {variant !== "" && <bdi class="muted">({variant})</bdi>}
      </span>
      <bdi class="actual">{actual[0] ?? ""}</bdi>
      <span class="muted note">
        {severity === "money" && <b class="money">money</b>} {notes[0] ?? ""}
      </span>
    </button>
  );
}

function Group({
  finding,
  failures,
  ...choice
}: Choice & { readonly finding: readonly number[]; readonly failures: readonly PageFailure[] }) {
  const [head, ...others] = finding;
  const first = head === undefined ? undefined : failures[head];
  if (head === undefined || first === undefined) return null;
  return (
    <li>
      <Entry failure={first} place={head} isFurther={false} {...choice} />
      {others.length > 0 && (
        <details open={others.includes(choice.chosen)}>
          <summary>
            {others.length === 1 ? "1 more failure" : `${others.length} more failures`} of this
            cause
          </summary>
          {others.map((place) => {
            const failure = failures[place];
            return (
              failure && <Entry key={place} failure={failure} place={place} isFurther {...choice} />
            );
          })}
        </details>
      )}
    </li>
  );
}

function countOf(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** One finding alone needs no list: its other failures are below it. */
export function Findings({ data }: { readonly data: PageData }) {
  const { failures, findings, kind } = data;
  const [chosen, choose] = useState(findings[0]?.[0] ?? 0);
  const failure = failures[chosen];
  const [only, ...further] = findings;
  const isOne = only !== undefined && further.length === 0;
  const count = countOf(findings.length, kind === "smoke" ? "scenario" : "finding");
  return (
    <section id="findings" aria-labelledby="findings-title">
      <h2 id="findings-title" class={isOne ? "hidden" : undefined}>
        {count}
        {failures.length > findings.length && (
          <span class="muted">, {failures.length} failures</span>
        )}
      </h2>
      {failures.length > findings.length && !isOne && (
        <p class="muted">
          A finding is one cause. A failure is one check that failed in one variant.
        </p>
      )}
      {!isOne && (
        <ul class="list" tabIndex={0} aria-label={count}>
          {findings.map((finding) => (
            <Group
              key={finding[0]}
              finding={finding}
              failures={failures}
              chosen={chosen}
              choose={choose}
            />
          ))}
        </ul>
      )}
      {failure !== undefined && <Failure key={chosen} failure={failure} kind={kind} />}
      {isOne && only.length > 1 && (
        <details class="card others">
          <summary>{countOf(only.length, "failure")} of this finding</summary>
          {only.map((place) => {
            const one = failures[place];
            return (
              one && (
                <Entry
                  key={place}
                  failure={one}
                  place={place}
                  isFurther={false}
                  chosen={chosen}
                  choose={choose}
                />
              )
            );
          })}
        </details>
      )}
    </section>
  );
}
