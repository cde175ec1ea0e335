/** Markup from templates, in which every value is escaped. */
import { printable } from "../../domain/printable-text.ts";
import { escapeHtml } from "../escape-html.ts";

/** Markup, as opposed to text. */
export type Html = { readonly html: string };

export type Part = string | number | Html | readonly Part[];

/** What a terminal or a reader could misread is shown as text too. */
function render(part: Part): string {
  if (typeof part === "string") return escapeHtml(printable(part));
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : part.map(render).join("");
}

/** Values between the parts of a template are escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { html: parts.map((text, at) => text + render(values[at] ?? "")).join("") };
}

export const badge = (word: string): Html =>
  html`<span class="verdict">${word.replace("-", " ").toUpperCase()}</span>`;

export function list(items: readonly Part[]): Html {
  return items.length === 0
    ? html`<p>None.</p>`
    : html`<ul>
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
}

export function table(head: readonly string[], rows: readonly (readonly Part[])[]): Html {
  return html`<table>
    <thead>
      <tr>
        ${head.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell) => html`<td>${cell}</td>`)}
          </tr> `,
      )}
    </tbody>
  </table>`;
}

export function pairs(rows: readonly (readonly [string, Part])[]): Html {
  const body = rows.map(
    ([name, value]) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>${value}</td>
      </tr> `,
  );
  return html`<table>
    <tbody>
      ${body}
    </tbody>
  </table>`;
}

export const code = (text: string): Html => html`<code>${text}</code>`;
