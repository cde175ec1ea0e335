/** Candidates that shrinking tries in place of a list or a number. */

/** No list at all, then the list without each half, then without each entry. */
export function shorterLists<Item>(list: readonly Item[]): (readonly Item[])[] {
  const half = Math.floor(list.length / 2);
  const halves = list.length > 2 ? [list.slice(half), list.slice(0, half)] : [];
  const nothing: readonly Item[][] = list.length > 1 ? [[]] : [];
  return [...nothing, ...halves, ...list.map((_, index) => list.toSpliced(index, 1))];
}

const numbersMax = 12;

/** An index is taken modulo, so a smaller one may select anything; all of them are candidates. */
export function smallerNumbers(value: number | string): number[] {
  if (typeof value === "string") return [];
  return Array.from({ length: Math.min(value, numbersMax) }, (_, at) => at);
}
