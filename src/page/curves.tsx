/** Curves: the share of bugs that are detected up to a value, a line for each seed, and the median of all. */

type Line = { readonly name: string; readonly values: readonly (number | null)[] };

const size = { width: 640, height: 260, left: 46, right: 12, top: 10, bottom: 40 } as const;
const inner = {
  width: size.width - size.left - size.right,
  height: size.height - size.top - size.bottom,
} as const;

function stepPath(values: readonly number[], count: number, x: (value: number) => number): string {
  const sorted = values.toSorted((left, right) => left - right);
  const y = (found: number) => size.top + inner.height * (1 - found / Math.max(count, 1));
  const parts = [`M${size.left} ${y(0)}`];
  for (const [at, value] of sorted.entries())
    parts.push(`H${x(value).toFixed(1)}V${y(at + 1).toFixed(1)}`);
  parts.push(`H${size.width - size.right}`);
  return parts.join("");
}

/** The median over the seeds, for each bug that most seeds detect. */
function medians(lines: readonly Line[], count: number): number[] {
  return Array.from({ length: count }, (_, bug) => {
    const values = lines.map(({ values: own }) => own[bug] ?? Infinity);
    return (
      values.toSorted((left, right) => left - right)[Math.ceil(values.length / 2) - 1] ?? Infinity
    );
  }).filter((value) => value !== Infinity);
}

function wordOf(value: number, unit: string): string {
  if (unit === "ms" && value >= 1_000) return `${value / 1_000} s`;
  return unit === "ms" ? `${value} ms` : `${value}`;
}

const bottom = size.height - size.bottom;

function Axes({
  decades,
  x,
  unit,
}: {
  readonly decades: number;
  readonly x: (value: number) => number;
  readonly unit: "cases" | "ms";
}) {
  return (
    <>
      {[0, 0.25, 0.5, 0.75, 1].map((share) => {
        const y = size.top + inner.height * (1 - share);
        return (
          <g key={share}>
            <path class="grid" d={`M${size.left} ${y}H${size.width - size.right}`} />
            <text x={size.left - 6} y={y + 4} text-anchor="end">
              {share * 100} %
            </text>
          </g>
        );
      })}
      {Array.from({ length: decades + 1 }, (_, power) => (
        <g key={power}>
          <path class="grid" d={`M${x(10 ** power)} ${size.top}V${bottom}`} />
          <text
            x={x(10 ** power)}
            y={bottom + 16}
            text-anchor={power === decades ? "end" : "middle"}
          >
            {wordOf(10 ** power, unit)}
          </text>
        </g>
      ))}
      <text x={size.left + inner.width / 2} y={size.height - 6} text-anchor="middle">
        {unit === "cases" ? "cases until the detection" : "time until it is shrunk"}
      </text>
    </>
  );
}

export function Curves({
  title,
  unit,
  most,
  lines,
  count,
}: {
  readonly title: string;
  readonly unit: "cases" | "ms";
  readonly most: number;
  readonly lines: readonly Line[];
  readonly count: number;
}) {
  const decades = Math.ceil(Math.log10(most));
  const x = (value: number) =>
    size.left + (inner.width * Math.log10(Math.max(value, 1))) / Math.max(decades, 1);
  const found = medians(lines, count);
  return (
    <figure>
      <figcaption>
        <h3>{title}</h3>
      </figcaption>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={`${title}: ${found.length} of ${count} with the median of ${lines.length} seeds`}
      >
        <Axes decades={decades} x={x} unit={unit} />
        {lines.map(({ name, values }) => (
          <path
            key={name}
            class="seed-line"
            d={stepPath(
              values.filter((value) => value !== null),
              count,
              x,
            )}
          />
        ))}
        <path class="median-line" d={stepPath(found, count, x)} />
      </svg>
      <ul class="key">
        <li>
          <span class="line-key seed-line" /> a seed ({lines.length})
        </li>
        <li>
          <span class="line-key median-line" /> the median
        </li>
      </ul>
    </figure>
  );
}
