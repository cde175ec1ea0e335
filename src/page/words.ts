/** The words that differ between what a check requires and what happened. */

export type Words = { readonly text: string; readonly differs: boolean };

/** Texts with more words are not compared: the table of both would be large. */
const longest = 300;

const wordsOf = (text: string) => text.split(/(?<=\s)(?=\S)/);
/** A comma or a space after a word is no difference. */
const bare = (word: string) => word.trim().replace(/[,;]$/, "");

/** By places in both texts: how many words their rests have in common, in this order. */
function commonRests(left: readonly string[], right: readonly string[]): number[][] {
  const most = Array.from({ length: left.length + 1 }, () =>
    Array.from({ length: right.length + 1 }, () => 0),
  );
  for (let at = left.length - 1; at >= 0; at -= 1) {
    for (let place = right.length - 1; place >= 0; place -= 1) {
      const [row, next] = [most[at] ?? [], most[at + 1] ?? []];
      const isSame = left[at] === right[place];
      row[place] = isSame
        ? 1 + (next[place + 1] ?? 0)
        : Math.max(next[place] ?? 0, row[place + 1] ?? 0);
    }
  }
  return most;
}

/** The text in parts. Texts that have less than half of their words in common have no marks. */
export function wordsUnlike(text: string, other: string): readonly Words[] {
  const words = wordsOf(text);
  const [left, right] = [words.map(bare), wordsOf(other).map(bare)];
  const whole = [{ text, differs: false }];
  if (Math.max(left.length, right.length) > longest) return whole;
  const most = commonRests(left, right);
  if ((most[0]?.[0] ?? 0) * 2 < Math.min(left.length, right.length)) return whole;
  const parts: Words[] = [];
  let place = 0;
  for (const [at, word] of words.entries()) {
    while (place < right.length && most[at]?.[place] === most[at]?.[place + 1]) place += 1;
    const isCommon = left[at] === right[place];
    if (isCommon) place += 1;
    const last = parts.at(-1);
    if (last?.differs === !isCommon) parts.pop();
    parts.push({ text: (last?.differs === !isCommon ? last.text : "") + word, differs: !isCommon });
  }
  return parts;
}
