/** Candidates that shrinking tries in place of a list or a number. */

/** The list without each part of this length; parts start at every multiple of `stride`. */
export function withoutParts<Item>(
  list: readonly Item[],
  length: number,
  stride = length,
): (readonly Item[])[] {
  const starts = Array.from({ length: Math.ceil(list.length / stride) }, (_, at) => at * stride);
  return starts.map((start) => list.toSpliced(start, length));
}

/** Empty, then without each half, quarter and eighth, then without each entry. */
export function shorterLists<Item>(list: readonly Item[]): (readonly Item[])[] {
  const parts = [1, 2, 4, 8].map((share) => Math.floor(list.length / share));
  const lengths = [...parts.filter((length) => length > 1), 1];
  return lengths.flatMap((length) => withoutParts(list, length));
}

/** An index is taken modulo, so a smaller one may select anything; the first twelve are candidates. */
export function smallerNumbers(value: number | string): number[] {
  if (typeof value === "string") return [];
  return Array.from({ length: Math.min(value, 12) }, (_, at) => at);
}
