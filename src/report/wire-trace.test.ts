import { expect, test } from "vitest";
import { watchProcess, type WireLine } from "../target/stdio/wire-line.ts";
import { renderWireTrace } from "./wire-trace.ts";

test("a log is cut into lines, wherever its parts end", () => {
  const lines: WireLine[] = [];
  const watch = watchProcess(1, (line) => lines.push(line));
  watch.onErrorText("one\ntw");
  watch.onRead("{}");
  watch.onErrorText("o\r\nthe rest");
  expect(renderWireTrace(lines)).toBe("! one\n← {}\n! two\n");
});

test("a process is numbered where there is more than one", () => {
  const lines: WireLine[] = [];
  watchProcess(1, (line) => lines.push(line)).onSent('{"id":1}');
  watchProcess(2, (line) => lines.push(line)).onSent('{"id":"\u202e"}');
  expect(renderWireTrace(lines)).toBe('1 → {"id":1}\n2 → {"id":"\\u{202e}"}\n');
});
