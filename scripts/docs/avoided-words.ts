/** The words that documents and help do not use. */

/** `docs/glossary.md` has the better word for each. */
const avoided =
  /\b(?:beside|lack(?:s|ed|ing)?|told|tells|hears?|heard|news|beliefs?|believe[sd]?|nobody|whoever|anew|mend(?:ed)?|strangers?|held\s+back|history|histories|premise\s+unmet|not\s+drawn|witness(?:es)?|ledgers?|says?|said|telling|looks?|looked|looking)\b(?!-)/gi;

/** Each avoided word of a text, with its line. */
export function avoidedWordsOf(text: string): string[] {
  return Array.from(text.matchAll(avoided), (match) => {
    const line = text.slice(0, match.index).split("\n").length;
    return `line ${line}: ${match[0]}`;
  });
}
