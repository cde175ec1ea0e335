/** What was reached: labels against their minimums, heat maps, and what no case reached. */
import type { CoverageData, HeatMap, LabelRow } from "../report/page/coverage-data.ts";

/** From a case in a hundred thousand to each case, by powers of ten. */
const decades = 5;

function placeOf(share: number): number {
  if (share <= 0) return 0;
  return Math.min(Math.max(1 + Math.log10(share) / decades, 0.01), 1) * 100;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

function Labels({
  title,
  labels,
}: {
  readonly title: string;
  readonly labels: readonly LabelRow[];
}) {
  return (
    <table class="labels">
      <caption>{title}</caption>
      <thead class="hidden">
        <tr>
          <th scope="col">label</th>
          <th scope="col">share of the random cases</th>
          <th scope="col">figures</th>
        </tr>
      </thead>
      <tbody>
        {labels.map(({ name, count, share, minimum, isMet }) => (
          <tr key={name} class={isMet ? undefined : "unmet"}>
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <td class="track">
              <div>
                <span class="fill" style={{ width: `${placeOf(share)}%` }} />
                <span class="least" style={{ left: `${placeOf(minimum)}%` }} />
              </div>
            </td>
            <td class="figures" title={`cases: ${count}`}>
              <b>{percent(share)}</b>
              <span class="muted"> min {percent(minimum)}</span>
              <span class={isMet ? "met" : "not-met"}>
                {isMet ? "✓" : "✕"}
                <span class="hidden">{isMet ? "met" : "not met"}</span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function compact(count: number): string {
  if (count < 10_000) return `${count}`;
  return count < 1_000_000
    ? `${Math.round(count / 1_000)}k`
    : `${Math.round(count / 100_000) / 10}M`;
}

function heatOf(count: number | null, most: number): string {
  if (count === null) return "none";
  if (count === 0) return "unseen";
  return `heat-${Math.min(4, Math.floor((Math.log1p(count) / Math.log1p(most)) * 5))}`;
}

function Heat({ map }: { readonly map: HeatMap }) {
  const { title, rows, columns, cells } = map;
  const most = Math.max(1, ...cells.flat().map((count) => count ?? 0));
  return (
    <figure>
      <figcaption>
        <h3>{title}</h3>
      </figcaption>
      <div class="scroll" tabIndex={0} role="region" aria-label={title}>
        <table class="heat">
          <thead>
            <tr>
              <td />
              {columns.map((column) => (
                <th scope="col" key={column}>
                  <span>{column}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {(cells[at] ?? []).map((count, place) => (
                  <td key={place} class={heatOf(count, most)}>
                    {count === null ? "" : compact(count)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

export function Coverage({ coverage }: { readonly coverage: CoverageData }) {
  const { randomCases, sequences, groups, maps, unseen, unseenCount } = coverage;
  return (
    <section id="coverage" class="card" aria-labelledby="coverage-title">
      <h2 id="coverage-title">Coverage</h2>
      <p class="muted">
        Shares of {randomCases} random cases, on a scale of powers of ten. The line in a bar is the
        minimum; ✓ is met as far as chance allows. {sequences} sequences.
      </p>
      <div class="label-groups">
        {groups.map(({ title, labels }) => (
          <Labels key={title} title={title} labels={labels} />
        ))}
      </div>
      {maps.map((map) => (
        <Heat key={map.title} map={map} />
      ))}
      <ul class="key">
        <li>
          <span class="cell heat-0">1</span> few
        </li>
        <li>
          <span class="cell heat-4">9</span> many
        </li>
        <li>
          <span class="cell unseen">0</span> never
        </li>
        <li>
          <span class="cell none" /> not required of this target
        </li>
      </ul>
      {unseen.length > 0 && (
        <details>
          <summary>
            Never seen <span class="count">{unseenCount}</span>
          </summary>
          <ul class="unseen-list">
            {unseen.map((name) => (
              <li key={name}>
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
