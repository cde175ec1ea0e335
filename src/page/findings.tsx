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
      <bdi class="said">{actual[0] ?? ""}</bdi>
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

export function Findings({ data }: { readonly data: PageData }) {
  const { failures, findings, kind } = data;
  const [chosen, choose] = useState(findings[0]?.[0] ?? 0);
  const failure = failures[chosen];
  const word = kind === "smoke" ? "scenario" : "finding";
  const count = `${findings.length} ${word}${findings.length === 1 ? "" : "s"}`;
  return (
    <section id="findings" aria-labelledby="findings-title">
      {failures.length > 1 && (
        <>
          <h2 id="findings-title">
            {count}
            {failures.length > findings.length && (
              <span class="muted">, {failures.length} failures</span>
            )}
          </h2>
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
        </>
      )}
      {failures.length === 1 && (
        <h2 id="findings-title" class="hidden">
          {count}
        </h2>
      )}
      {failure !== undefined && <Failure key={chosen} failure={failure} kind={kind} />}
    </section>
  );
}
