/** Colours of a report. A report is plain text unless the terminal passes another style. */
export type Style = (format: "red" | "green" | "yellow" | "bold", text: string) => string;

export const plain: Style = (_, text) => text;
