/** The gates: which combination leads to which mode, and where the bot called the port. */
import type { GateData } from "../report/page/gate-data.ts";

type Cell = GateData["rows"][number]["cells"][number];

const modes = ["live", "dry_run", "refused", "crashed", "unanswered"] as const;
const letters = { live: "L", dry_run: "D", refused: "R", crashed: "C", unanswered: "U" } as const;
const words = {
  live: "live",
  dry_run: "dry run",
  refused: "refused",
  crashed: "crashed",
  unanswered: "no report",
} as const;

/** A call with a closed gate, or a failed check. */
function isWrong(cell: NonNullable<Cell>, isOpen: boolean): boolean {
  return cell.failed > 0 || (!isOpen && cell.sent > 0);
}

function describe(cell: NonNullable<Cell>): string {
  const counts = modes.flatMap((mode) => (cell[mode] > 0 ? [`${cell[mode]} ${words[mode]}`] : []));
  const { cases, sent, failed } = cell;
  return `${cases} cases: ${counts.join(", ")}; ${sent} called the port; ${failed} failed a check`;
}

function Result({ cell, isOpen }: { readonly cell: Cell; readonly isOpen: boolean }) {
  if (cell === null) {
    return (
      <td class="cell none">
        <span class="hidden">no case</span>
      </td>
    );
  }
  const found = modes.filter((mode) => cell[mode] > 0);
  const wrong = isWrong(cell, isOpen);
  return (
    <td class={`cell ${found[0] ?? ""}${wrong ? " wrong" : ""}`} title={describe(cell)}>
      {found.map((mode) => letters[mode]).join("")}
      {cell.sent > 0 && "•"}
      {wrong && "!"}
    </td>
  );
}

export function Gates({ gates }: { readonly gates: GateData }) {
  const { names, combinations, rows } = gates;
  return (
    <section id="gates" class="card" aria-labelledby="gates-title">
      <h2 id="gates-title">Gates</h2>
      <p class="muted">
        Each column is a combination of gates, ● open and ○ closed. Only the last one, with all
        gates open, may be live.
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Gates by scenario">
        <table class="matrix">
          <thead>
            {names.map((name, at) => (
              <tr key={name}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                {combinations.map((open, place) => (
                  <td key={place} class={open[at] === true ? "open" : "closed"}>
                    {open[at] === true ? "●" : "○"}
                  </td>
                ))}
              </tr>
            ))}
          </thead>
          <tbody>
            {rows.map(({ scenario, cells }) => (
              <tr key={scenario}>
                <th scope="row">
                  <bdi>{scenario}</bdi>
                </th>
                {cells.map((cell, place) => (
                  <Result
                    key={place}
                    cell={cell}
                    isOpen={combinations[place]?.every(Boolean) === true}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul class="key">
        {modes.map((mode) => (
          <li key={mode}>
            <span class={`cell ${mode}`}>{letters[mode]}</span> {words[mode]}
          </li>
        ))}
        <li>
          <span class="cell">•</span> called the port
        </li>
        <li>
          <span class="cell wrong">!</span> a check failed, or a call with a closed gate
        </li>
      </ul>
    </section>
  );
}
