/** `properties`: lists what is judged, and explains one property. */
import { knownProperties } from "../../properties/wire/all.ts";
import { exampleFailureOf } from "../fuzz/example-failure.ts";
import { selectProperties } from "../fuzz/select-properties.ts";
import { propertyAsJson, renderProperties, renderProperty } from "../report/property-report.ts";
import {
  exitCodes,
  jsonText,
  type ExitCode,
  type OutputOptions,
  type Terminal,
} from "./output/terminal.ts";

/** Throws `BadInputError` for a name that no property has. A pattern lists the properties that it fits. */
export async function properties(
  name: string | undefined,
  { json = false, quiet = false }: OutputOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const names = name === undefined ? [] : [name];
  const selected = selectProperties(names, "properties", knownProperties);
  const property = selected.length === 1 ? selected[0] : undefined;
  if (json) {
    const documents = selected.map(propertyAsJson);
    const document = property === undefined ? documents : documents[0];
    terminal.out(jsonText(document));
  } else if (quiet) {
    terminal.out(selected.map(({ name: one }) => `${one}\n`).join(""));
  } else if (property === undefined) {
    terminal.out(renderProperties(selected, terminal.style));
  } else {
    terminal.out(renderProperty(property, await exampleFailureOf(property), terminal.style));
  }
  return exitCodes.pass;
}
