/** Strength: which property detects which planted bug, and after how many cases. */
import { useMemo, useState } from "preact/hooks";
import type { BugRow, StrengthData } from "../report/page/strength-data.ts";
import { Curves } from "./curves.tsx";

const rankWords = ["alone", "first", "with every seed", "with some seeds"] as const;
const rankClasses = ["unique", "first", "every", "some"] as const;
const rowHeight = 15;
const matrixWidth = 880;

/** All bugs fit next to each other; of a few, each is wider. */
function columnWidth({ bugs }: StrengthData): number {
  return Math.min(Math.max(Math.floor(matrixWidth / Math.max(bugs.length, 1)), 3), 16);
}

/** One path for each rank: a rectangle for each bug and property. */
function pathsOf({ bugs, properties }: StrengthData, width: number): string[] {
  const [across, down] = [width - 0.4, rowHeight - 2];
  return rankWords.map((_, rank) => {
    const parts: string[] = [];
    for (const [column, bug] of bugs.entries()) {
      for (let row = 0; row < properties.length; row += 1) {
        if (bug.ranks[row] !== String(rank + 1)) continue;
        parts.push(`M${column * width} ${row * rowHeight + 1}h${across}v${down}h-${across}z`);
      }
    }
    return parts.join("");
  });
}

function Matrix({ strength }: { readonly strength: StrengthData }) {
  const { bugs, properties } = strength;
  const step = columnWidth(strength);
  const paths = useMemo(() => pathsOf(strength, step), [strength, step]);
  const [width, height] = [bugs.length * step, properties.length * rowHeight];
  return (
    <figure>
      <figcaption>
        <h3>Properties (rows) and the planted bugs (columns) that each detects</h3>
      </figcaption>
      <div class="scroll" tabIndex={0} role="region" aria-label="Properties by planted bugs">
        <div class="bug-matrix">
          <table>
            <thead>
              <tr>
                <th scope="col">property</th>
                <th scope="col" class="number">
                  detects
                </th>
                <th scope="col" class="number">
                  alone
                </th>
                <th scope="col" class="number">
                  first
                </th>
              </tr>
            </thead>
            <tbody>
              {properties.map(({ name, kills, uniqueKills, firstKills }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td class="number">{kills}</td>
                  <td class="number">{uniqueKills}</td>
                  <td class="number">{firstKills}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <svg
            viewBox={`0 0 ${width} ${height}`}
            width={width}
            height={height}
            preserveAspectRatio="none"
            role="img"
            aria-label="A bar for each property and planted bug that it detects; the table below has each bug"
          >
            {paths.map((path, rank) => (
              <path key={rank} class={rankClasses[rank]} d={path} />
            ))}
          </svg>
        </div>
      </div>
      <ul class="key">
        {rankWords.map((word, rank) => (
          <li key={word}>
            <span class={`swatch ${rankClasses[rank] ?? ""}`} /> {word}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
}

/** A dot for each seed, by the powers of ten of the cases. */
function Seeds({ bug, casesMax }: { readonly bug: BugRow; readonly casesMax: number }) {
  const place = (cases: number) => (Math.log10(Math.max(cases, 1)) / Math.log10(casesMax)) * 100;
  return (
    <div class="seeds" aria-hidden="true">
      {bug.cases.map((cases, at) =>
        cases === null ? null : <span key={at} style={{ left: `${place(cases)}%` }} />,
      )}
    </div>
  );
}

function Row({ bug, strength }: { readonly bug: BugRow; readonly strength: StrengthData }) {
  const { properties, seeds, casesMax } = strength;
  const cases = bug.cases.filter((one) => one !== null);
  const by = properties.filter((_, at) => bug.ranks[at] !== "0").map(({ name }) => name);
  return (
    <tr class={bug.detected < seeds.length ? "failing" : undefined}>
      <th scope="row">
        <span class="mono">{bug.name}</span>
        <span class="muted">{bug.expectedFailure}</span>
      </th>
      <td>
        {bug.detected} of {seeds.length}
      </td>
      <td>
        <Seeds bug={bug} casesMax={casesMax} />
      </td>
      <td class="number">{cases.length === 0 ? "none" : median(cases)}</td>
      <td class="muted by">
        {by.slice(0, 3).join(", ")}
        {by.length > 3 && `, and ${by.length - 3} more`}
      </td>
    </tr>
  );
}

const shownFirst = 25;

function Bugs({ strength }: { readonly strength: StrengthData }) {
  const { bugs, casesMax } = strength;
  const [wanted, setWanted] = useState("");
  const [isWhole, setWhole] = useState(false);
  const found = bugs.filter(({ name, expectedFailure }) =>
    `${name} ${expectedFailure}`.includes(wanted),
  );
  const hardest = found.toSorted(
    (left, right) => left.detected - right.detected || worst(right) - worst(left),
  );
  const shown = isWhole ? hardest : hardest.slice(0, shownFirst);
  return (
    <>
      <div class="controls">
        <h3>Planted bugs, the hardest first</h3>
        <label>
          Filter{" "}
          <input
            type="search"
            value={wanted}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </label>
        <span class="muted">
          {shown.length} of {found.length}
        </span>
        {shown.length < found.length && (
          <button type="button" onClick={() => setWhole(true)}>
            Show all
          </button>
        )}
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label="Planted bugs">
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">planted bug</th>
              <th scope="col">detected</th>
              <th scope="col">cases: 1 to {casesMax}, by seed</th>
              <th scope="col" class="number">
                median
              </th>
              <th scope="col">detected by</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((bug) => (
              <Row key={bug.name} bug={bug} strength={strength} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function worst({ cases }: BugRow): number {
  return Math.max(0, ...cases.map((one) => one ?? Infinity));
}

export function Strength({ strength }: { readonly strength: StrengthData }) {
  const { bugs, seeds, casesMax } = strength;
  const bySeed = seeds.map((seed, at) => ({
    seed,
    cases: bugs.map(({ cases }) => cases[at] ?? null),
    ms: bugs.map(({ ms, cases }) => ((cases[at] ?? null) === null ? null : (ms[at] ?? null))),
  }));
  return (
    <section id="strength" class="card" aria-labelledby="strength-title">
      <h2 id="strength-title">Strength</h2>
      <div class="curves">
        <Curves
          title="Planted bugs detected within a number of cases"
          unit="cases"
          most={casesMax}
          lines={bySeed.map(({ seed, cases }) => ({ name: `seed ${seed}`, values: cases }))}
          count={bugs.length}
        />
        <Curves
          title="Planted bugs detected and shrunk within a time"
          unit="ms"
          most={Math.max(1_000, ...bugs.flatMap(({ ms }) => ms))}
          lines={bySeed.map(({ seed, ms }) => ({ name: `seed ${seed}`, values: ms }))}
          count={bugs.length}
        />
      </div>
      <Matrix strength={strength} />
      <Bugs strength={strength} />
    </section>
  );
}
