import { expect, test } from "vitest";
import { escapeHtml } from "./escape-html.ts";

test("each sign with a meaning in HTML is escaped", () => {
  expect(escapeHtml(`<b title="&" id='x'>`)).toBe(
    "&lt;b title=&quot;&amp;&quot; id=&#39;x&#39;&gt;",
  );
});
