/** Sentences of a document's prose that are longer than a reader follows at once. */

const wordsMax = 20;

/** Each sentence with more words, with the line on which its paragraph starts. Tables, code and headings are none. */
export function longSentencesOf(markdown: string): string[] {
  return paragraphsOf(markdown).flatMap(({ line, text }) =>
    sentencesOf(text)
      .filter((sentence) => countWords(sentence) > wordsMax)
      .map((sentence) => `line ${line}: ${countWords(sentence)} words: ${sentence}`),
  );
}

type Paragraph = { readonly line: number; readonly text: string };

/** A list item is one. */
function paragraphsOf(markdown: string): Paragraph[] {
  const paragraphs: { line: number; text: string }[] = [];
  let [isCode, isOpen] = [false, false];
  for (const [at, written] of markdown.split("\n").entries()) {
    const text = written.trim();
    if (text.startsWith("```")) isCode = !isCode;
    const item = /^(?:[-*]|\d+\.) (?:\[.\] )?/.exec(text)?.[0];
    if (isCode || /^(?:```|\||#|<!--|$)/.test(text)) isOpen = false;
    else if (item === undefined && isOpen) paragraphs.push(joined(paragraphs.pop(), text));
    else {
      paragraphs.push({ line: at + 1, text: text.slice(item?.length ?? 0) });
      isOpen = true;
    }
  }
  return paragraphs;
}

function joined(paragraph: Paragraph | undefined, text: string): Paragraph {
  return { line: paragraph?.line ?? 0, text: `${paragraph?.text ?? ""} ${text}` };
}

/** Code in a line is one word, and a link is its text. A colon before a capital letter ends no sentence. */
function sentencesOf(text: string): string[] {
  const plain = text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/`[^`]*`/g, (code) => code.replaceAll(/\s/g, "\u00A0"));
  return plain.split(/(?<=[.!?:;]["')*_]*) +(?=\S)/u);
}

/** A sign such as `=` or `→` is no word. */
function countWords(sentence: string): number {
  return sentence.split(/ +/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
