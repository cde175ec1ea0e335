/** What goes over the wire of a target, line by line, in the order in which the harness wrote and read it. */

export type WireLine = {
  /** `standard-error`: a line of its log, which is no message. */
  readonly from: "harness" | "target" | "standard-error";
  /** The processes of a target count from 1. */
  readonly process: number;
  readonly text: string;
};

export type ProcessWatch = {
  readonly onSent: (line: string) => void;
  readonly onRead: (line: string) => void;
  /** Any part of a text. */
  readonly onErrorText: (text: string) => void;
};

/** Watches one process. Its log is cut into lines; the rest of a line waits for its end. */
export function watchProcess(process: number, onLine: (line: WireLine) => void): ProcessWatch {
  let rest = "";
  return {
    onSent: (text) => onLine({ from: "harness", process, text }),
    onRead: (text) => onLine({ from: "target", process, text }),
    onErrorText: (text) => {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines) onLine({ from: "standard-error", process, text: line });
    },
  };
}
