/** A part of a page, from a heading to the next one; the first has no heading. */
export type Section = { readonly anchor: string; readonly title: string; readonly text: string };

export type LinkRules = {
  /** The id of a heading. */
  readonly anchorOf: (heading: string) => string;
  /** The address of a link on the site. */
  readonly linkOf: (href: string) => string;
};

/** Markup in the text is shown as text. */
export declare function renderMarkdown(
  text: string,
  rules: LinkRules,
): { readonly html: string; readonly sections: readonly Section[] };

export type SearchEntry = {
  readonly page: string;
  readonly title: string;
  readonly href: string;
  readonly text: string;
};

/** `index` is JSON, which `MiniSearch.loadJSON` reads with the same options. */
export declare function searchIndex(entries: readonly SearchEntry[]): {
  readonly options: object;
  readonly index: string;
};

/** A classic script that defines `MiniSearch`: a module cannot be loaded from a file. */
export declare function searchEngine(): string;
