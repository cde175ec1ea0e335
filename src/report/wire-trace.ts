/** The messages of a target as text: `→` to it, `←` from it, `!` before a line of its standard error. */
import { printable } from "../domain/printable-text.ts";
import type { WireLine } from "../target/stdio/wire-line.ts";

const marks = { harness: "→", target: "←", "standard-error": "!" } as const;

/** With the number of the process where there is more than one. */
export function renderWireTrace(lines: readonly WireLine[]): string {
  const isOnly = new Set(lines.map(({ process }) => process)).size <= 1;
  return lines
    .map(({ from, process, text }) => {
      const name = isOnly ? "" : `${process} `;
      return `${name}${marks[from]} ${printable(text)}\n`;
    })
    .join("");
}
