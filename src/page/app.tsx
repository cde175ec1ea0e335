/** The page: verdict and summary, findings, and what the campaign reached. */
import { useState } from "preact/hooks";
import type { PageData } from "../report/page/page-data.ts";
import { Findings } from "./findings.tsx";
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
  const sections = [
    {
      id: "findings",
      title: data.kind === "smoke" ? "Scenarios" : "Findings",
      isThere: data.failures.length > 0,
    },
  ].filter(({ isThere }) => isThere);
  return (
    <>
      <header class="bar">
        <a class="skip" href="#main">
          Skip to the report
        </a>
        <b>reconcile-harness</b>
        <nav aria-label="Sections">
          {sections.map(({ id, title }) => (
            <a key={id} href={`#${id}`}>
              {title}
            </a>
          ))}
        </nav>
        <ThemeSwitch />
      </header>
      <main id="main">
        <Summary data={data} />
        {data.failures.length > 0 && <Findings data={data} />}
      </main>
    </>
  );
}
