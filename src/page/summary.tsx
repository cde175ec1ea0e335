/** The verdict, the facts of the campaign, and what it did not cover. */
import type { Fact, PageData } from "../report/page/page-data.ts";
import { Command } from "./text.tsx";

const signs = { pass: "✓", fail: "✕", inconclusive: "?", "bad-input": "!" } as const;

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A list that opens where it is long. */
function Lines({
  title,
  lines,
  isOpen = false,
}: {
  readonly title: string;
  readonly lines: readonly string[];
  readonly isOpen?: boolean;
}) {
  if (lines.length === 0) return null;
  return (
    <details class="lines" open={isOpen}>
      <summary>
        {title} <span class="count">{lines.length}</span>
      </summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function Summary({ data }: { readonly data: PageData }) {
  const { verdict, sentence, subject, facts, reached, reasons, notCovered, absent, command } = data;
  return (
    <section class="summary" aria-labelledby="verdict">
      <div class={`verdict ${verdict}`}>
        <h1 id="verdict">
          <span class="sign" aria-hidden="true">
            {signs[verdict]}
          </span>
          {verdict.toUpperCase()}
        </h1>
        <p>
          <bdi>{sentence}</bdi>
          <span class="subject">
            {data.kind} of <bdi>{subject}</bdi>
          </span>
        </p>
        <Facts facts={facts} />
      </div>
      {command !== null && <Command label="Run it again" text={command} />}
      <div class="columns">
        <Lines title={verdict === "fail" ? "Also" : "Reasons"} lines={reasons} isOpen />
        <Lines title="Not covered" lines={notCovered} isOpen={data.failures.length === 0} />
        <Lines
          title="Reached"
          lines={reached.map(({ name, value }) => `${name}: ${value}`)}
          isOpen={data.failures.length === 0}
        />
        <Lines title="This report has not" lines={absent} isOpen />
      </div>
    </section>
  );
}
