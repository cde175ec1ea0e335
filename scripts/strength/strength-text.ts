/** The strength report for a terminal, at most 116 columns wide. */
import { printable } from "../../src/domain/printable-text.ts";
import type { BugStrength, DetectionRank, StrengthReport } from "./strength-figures.ts";

const nameWidth = 41;
const checkWidth = 41;

export function renderStrengthHeading(seeds: readonly number[], bugs: number): string {
  return (
    `${bugs} planted ${bugs === 1 ? "bug" : "bugs"}, ${seedsText(seeds)}; cases and ms: median/p95; size: median/max, then the smallest known\n\n` +
    bugRow("planted bug", "check", "found", "cases", "ms", "size")
  );
}

/** One line, printed when the bug has been measured. */
export function renderBugLine(bug: BugStrength): string {
  const { name, expectedFailure, minimalSize } = bug;
  const check = expectedFailure.slice(expectedFailure.indexOf("/") + 1);
  const { detected, cases, elapsedMs, size } = figuresOf(bug);
  const sizes = size === null ? "-" : `${size} ${minimalSize}`;
  return bugRow(printable(name), printable(check), detected, cases ?? "-", elapsedMs, sizes);
}

/** As in both reports; `cases` and `size` are null for a bug that was not detected. */
export function figuresOf({ detected, detections, cases, elapsedMs, size }: BugStrength) {
  return {
    detected: `${detected}/${detections.length}`,
    cases: cases && `${cases.median}/${cases.p95}`,
    elapsedMs: `${Math.round(elapsedMs.median)}/${Math.round(elapsedMs.p95)}`,
    size: size && `${size.median}/${size.max}`,
  };
}

export function seedsText(seeds: readonly number[]): string {
  return seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]} to ${seeds.at(-1)}`;
}

const bugColumnWidths = [6, 10, 10, 8];

function bugRow(name: string, check: string, ...figures: readonly string[]): string {
  const columns = figures.map((figure, at) => figure.padStart(bugColumnWidths[at] ?? 0));
  return `${name.padEnd(nameWidth)}${check.padEnd(checkWidth)}${columns.join("")}\n`;
}

/** The part that needs the figures of all bugs. */
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
    propertyLine("property", "expected", "kills", "unique", "first"),
    ...properties.flatMap(({ name, expected, kills, uniqueKills, firstKills }, index) =>
      complete || kills > 0
        ? [propertyLine(numbered(name, index), expected, kills, uniqueKills, firstKills)]
        : [],
    ),
  ];
}

function numbered(name: string, index: number): string {
  return `${String(index + 1).padStart(2)} ${name}`;
}

function propertyLine(name: string, ...figures: readonly (string | number)[]): string {
  return name.padEnd(checkWidth) + figures.map((figure) => String(figure).padStart(9)).join("");
}

const marks: Readonly<Record<DetectionRank, string>> = {
  unique: "U",
  first: "F",
  "every-seed": "x",
  "some-seeds": "-",
  never: ".",
};

function renderMatrix({ bugs, properties }: StrengthReport): string[] {
  return [
    "Kills by property: U unique, F first with most seeds, x later with every seed, - with some seeds",
    "".padEnd(nameWidth) + cells(properties.map((_, index) => String(index + 1))),
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
