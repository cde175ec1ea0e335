/** How strong the properties are, for a person at a terminal: 116 columns at most. */
import { printable } from "../../src/domain/printable-text.ts";
import type { BugStrength, DetectionRank, StrengthReport } from "./strength-figures.ts";

const nameWidth = 41;
const claimWidth = 41;

export function renderStrengthHeading(seeds: readonly number[], bugs: number): string {
  const row = ["caught", "cases", "ms", "size"];
  const spoken = seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]} to ${seeds.at(-1)}`;
  return (
    `${bugs} planted ${bugs === 1 ? "bug" : "bugs"}, ${spoken}; cases and ms: median/p95; size: median/most, then the minimalSize known\n\n` +
    `${"planted bug".padEnd(nameWidth)}${"check".padEnd(claimWidth)}${columns(row)}\n`
  );
}

/** One line, told as soon as the bug has been hunted. */
export function renderBugLine(bug: BugStrength): string {
  const { name, expectedFailure, caught, detections, cases, elapsedMs, size, minimalSize } = bug;
  const check = expectedFailure.slice(expectedFailure.indexOf("/") + 1);
  const figures = [
    `${caught}/${detections.length}`,
    cases === null ? "-" : `${cases.median}/${cases.p95}`,
    `${Math.round(elapsedMs.median)}/${Math.round(elapsedMs.p95)}`,
    size === null ? "-" : `${size.median}/${size.most} ${minimalSize}`,
  ];
  return `${printable(name).padEnd(nameWidth)}${printable(check).padEnd(claimWidth)}${columns(figures)}\n`;
}

function columns([caught = "", cases = "", ms = "", size = ""]: readonly string[]): string {
  return `${caught.padStart(6)}${cases.padStart(10)}${ms.padStart(10)}${size.padStart(8)}`;
}

/** Everything that is known only at the end. */
export function renderStrengthEnd(report: StrengthReport): string {
  const { verdict, reasons, notes, complete } = report;
  const lines = [
    "",
    ...renderProperties(report),
    ...(complete ? ["", ...renderMatrix(report)] : []),
    "",
    verdict.toUpperCase(),
    ...[...reasons, ...notes].map((reason) => `  ${reason}`),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function renderProperties({ properties, complete }: StrengthReport): string[] {
  return [
    propertyLine("property", "named", "catches", "alone", "first"),
    ...properties.flatMap(({ name, named, catches, alone, first }, at) =>
      complete || catches > 0
        ? [propertyLine(`${String(at + 1).padStart(2)} ${name}`, named, catches, alone, first)]
        : [],
    ),
  ];
}

function propertyLine(name: string, ...figures: readonly (string | number)[]): string {
  return name.padEnd(claimWidth) + figures.map((figure) => String(figure).padStart(9)).join("");
}

const marks: Readonly<Record<DetectionRank, string>> = {
  alone: "A",
  first: "F",
  every_seed: "x",
  some_seeds: "-",
  never: ".",
};

function renderMatrix({ bugs, properties }: StrengthReport): string[] {
  return [
    "Which property notices which bug: A alone, F first in most seeds, x later in every seed, - in some",
    "".padEnd(nameWidth) + cells(properties.map((_, at) => String(at + 1))),
    ...bugs.map(
      ({ name, detectedBy }) =>
        name.padEnd(nameWidth) +
        cells(properties.map((property) => marks[detectedBy[property.name] ?? "never"])),
    ),
  ];
}

function cells(texts: readonly string[]): string {
  return texts.map((text) => text.padStart(3)).join("");
}
