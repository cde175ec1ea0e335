/** Selects properties by name or pattern. */
import { allProperties } from "../../properties/all.ts";
import type { Property } from "../../properties/property.ts";
import { printableShort } from "../domain/printable-text.ts";
import { BadInputError } from "../input/bad-input-error.ts";

/**
 * All of the known ones for no name. In a name `*` stands for any text. `place` is where the names come from, such as an option. Throws
 * `BadInputError` for a name that no property has.
 */
export function selectProperties(
  names: readonly string[],
  place = "--property",
  known = allProperties,
): readonly Property[] {
  if (names.length === 0) return known;
  const selected = new Set(names.flatMap((name) => matching(name, place, known)));
  return known.filter((property) => selected.has(property));
}

/** The properties of a campaign. Throws `BadInputError` where none is left. */
export function selectWithout(
  names: readonly string[],
  without: readonly string[],
  known = allProperties,
): readonly Property[] {
  const selected = selectProperties(names, "--property", known);
  if (without.length === 0) return selected;
  const omitted = new Set(selectProperties(without, "--without", known));
  const rest = selected.filter((property) => !omitted.has(property));
  if (rest.length === 0) throw new BadInputError("--without: no property is left; name fewer");
  return rest;
}

function matching(written: string, place: string, known: readonly Property[]): Property[] {
  const found = known.filter(({ name }) => fits(name, written.split("*")));
  if (found.length > 0) return found;
  const similar = similarNames(written, known);
  const cure =
    similar.length > 0
      ? `did you mean ${similar.join(" or ")}?`
      : `there are\n  ${known.map(({ name }) => name).join("\n  ")}`;
  throw new BadInputError(`${place}: there is no property '${printableShort(written)}'; ${cure}`);
}

/** Whether the name is the parts in their order, with any text between them. */
function fits(name: string, [first = "", ...others]: readonly string[]): boolean {
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

const similarMax = 2;

/** The names with most of the written words, each without its last letter. */
function similarNames(written: string, known: readonly Property[]): string[] {
  const words = written.split("-").filter((word) => word.length > 3);
  const sharedWith = (name: string) =>
    words.filter((word) => name.includes(word.slice(0, Math.max(4, word.length - 1)))).length;
  const most = Math.max(...known.map(({ name }) => sharedWith(name)));
  if (most === 0) return [];
  const similar = known.filter(({ name }) => sharedWith(name) === most);
  return similar.map(({ name }) => name).slice(0, similarMax);
}
