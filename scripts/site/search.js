/* global MiniSearch, siteIndex */
// A classic script, so that it runs from a file too. It loads nothing: the index is a script of its own.
const field = document.querySelector("main input[name=q]");
const list = document.querySelector("#results");
const state = document.querySelector("#state");
const index = MiniSearch.loadJSON(siteIndex.index, siteIndex.options);
const shownMax = 30;
const excerptLength = 160;

function excerptOf({ text, terms }) {
  const lower = text.toLowerCase();
  const places = terms.map((term) => lower.indexOf(term)).filter((place) => place >= 0);
  const start = Math.max(0, Math.min(...(places.length === 0 ? [0] : places)) - 40);
  const end = start + excerptLength;
  return `${start > 0 ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
}

function show(query) {
  const found =
    query.trim() === ""
      ? []
      : index.search(query, { prefix: true, combineWith: "AND", boost: { title: 4, page: 2 } });
  list.replaceChildren(
    ...found.slice(0, shownMax).map((result) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = result.href;
      link.textContent =
        result.title === result.page ? result.page : `${result.page}: ${result.title}`;
      const excerpt = document.createElement("p");
      excerpt.textContent = excerptOf(result);
      item.append(link, excerpt);
      return item;
    }),
  );
  const more = found.length > shownMax ? `, of which ${shownMax} are shown` : "";
  state.textContent = query.trim() === "" ? "Write a word." : `${found.length} found${more}`;
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", () => show(field.value));
show(field.value);
