/** The properties, with the verdicts of all cases. */
import type { PropertyRow } from "../report/page/page-data.ts";

const kinds = ["pass", "fail", "discarded", "skipped", "errored"] as const;

export function Properties({ properties }: { readonly properties: readonly PropertyRow[] }) {
  return (
    <section id="properties" class="card" aria-labelledby="properties-title">
      <h2 id="properties-title">Properties</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Verdicts by property">
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">property</th>
              {kinds.map((kind) => (
                <th scope="col" class="number" key={kind}>
                  {kind}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {properties.map(({ name, statement, counts }) => (
              <tr key={name} class={(counts["fail"] ?? 0) > 0 ? "failing" : undefined}>
                <th scope="row">
                  <bdi class="mono">{name}</bdi>
                  <span class="muted">
                    <bdi>{statement}</bdi>
                  </span>
                </th>
                {kinds.map((kind) => (
                  <td key={kind} class={`number${(counts[kind] ?? 0) === 0 ? " muted" : ""}`}>
                    {counts[kind] ?? 0}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
