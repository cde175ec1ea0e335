/** The state after a step: what is expected next to what is at the exchange. */
import type { State } from "../fuzz/timeline-schema.ts";
import { rowsOf } from "./states.ts";
import { Id } from "./text.tsx";

export function StateCell({
  state,
  before,
}: {
  readonly state: State | undefined;
  readonly before: State | undefined;
}) {
  if (state === undefined) return <div class="state" />;
  const rows = rowsOf(state, before);
  return (
    <div class="state">
      <table>
        <caption class="hidden">State after the step</caption>
        <colgroup>
          <col class="mark-column" />
          <col class="name-column" />
          <col />
          <col />
        </colgroup>
        <thead>
          <tr>
            <td />
            <td />
            <th scope="col">expected</th>
            <th scope="col">exchange</th>
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 && (
            <tr>
              <td />
              <th scope="row" class="muted">
                all
              </th>
              <td class="none">nothing</td>
              <td class="none">nothing</td>
            </tr>
          )}
          {rows.map(({ kind, name, expected, exchange, differs, isChanged }) => (
            <tr
              key={`${kind} ${name}`}
              class={
                [differs ? "differs" : "", isChanged ? "changed" : ""].join(" ").trim() || undefined
              }
            >
              <td class="differs-mark">
                {differs && (
                  <>
                    ≠<span class="hidden"> differs</span>
                  </>
                )}
              </td>
              <th scope="row">
                {kind === "conditional" && "conditional "}
                <Id id={name} />
              </th>
              <td class={expected === null ? "none" : undefined}>
                <bdi>{expected ?? "none"}</bdi>
              </td>
              <td class={exchange === null ? "none" : undefined}>
                <bdi>{exchange ?? "none"}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
