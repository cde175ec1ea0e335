/** The page: verdict and summary, findings, and what the campaign reached. */
import { useState } from "preact/hooks";
import type { PageData } from "../report/page/page-data.ts";
import { Coverage } from "./coverage.tsx";
import { Findings } from "./findings.tsx";
import { Gates } from "./gates.tsx";
import { Properties } from "./properties.tsx";
import { Strength } from "./strength.tsx";
import { Summary } from "./summary.tsx";

const themes = ["auto", "light", "dark"] as const;

function ThemeSwitch() {
  const [theme, setTheme] = useState<(typeof themes)[number]>("auto");
  const choose = (next: (typeof themes)[number]) => {
    document.documentElement.dataset["theme"] = next;
    setTheme(next);
  };
  return (
    <fieldset class="switch">
      <legend class="hidden">Theme</legend>
      {themes.map((name) => (
        <label key={name}>
          <input type="radio" name="theme" checked={theme === name} onChange={() => choose(name)} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function App({ data }: { readonly data: PageData }) {
  const { failures, gates, coverage, properties, strength, kind } = data;
  const named: readonly (readonly [string, string, boolean])[] = [
    ["findings", kind === "smoke" ? "Scenarios" : "Findings", failures.length > 0],
    ["gates", "Gates", gates !== null],
    ["coverage", "Coverage", coverage !== null],
    ["properties", "Properties", properties.length > 0],
    ["strength", "Strength", strength !== null],
  ];
  const sections = named.filter(([, , isThere]) => isThere);
  return (
    <>
      <header class="bar">
        <a class="skip" href="#main">
          Skip to the report
        </a>
        <b>reconcile-harness</b>
        <nav aria-label="Sections">
          {sections.map(([id, title]) => (
            <a key={id} href={`#${id}`}>
              {title}
            </a>
          ))}
        </nav>
        <ThemeSwitch />
      </header>
      <main id="main">
        <Summary data={data} />
        {failures.length > 0 && <Findings data={data} />}
        {gates !== null && <Gates gates={gates} />}
        {coverage !== null && <Coverage coverage={coverage} />}
        {properties.length > 0 && <Properties properties={properties} />}
        {strength !== null && <Strength strength={strength} />}
      </main>
    </>
  );
}
