/** Starts the page: the data is in the document. */
import { render } from "preact";
import type { PageData } from "../report/page/page-data.ts";
import { App } from "./app.tsx";

const place = document.querySelector("#page");
const text = document.querySelector("#data")?.textContent ?? "null";
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the command line wrote it
const data = JSON.parse(text) as PageData;
if (place !== null) render(<App data={data} />, place);
