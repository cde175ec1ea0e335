/** A small scenario for each planted bug, on which the bug fails its check. `npm run examples` writes them. */
import * as z from "zod";
import { requirements } from "../../properties/property.ts";
import document from "../../properties/examples.json" with { type: "json" };
import { scenarioSchema } from "../scenario/scenario.ts";

const exampleSchema = z
  .strictObject({
    /** The name of the planted bug, and the check that it fails, as `property/check`. */
    bug: z.string(),
    fails: z.string(),
    /** The capabilities that a target needs to fail there. */
    requires: z.array(z.enum(requirements)).readonly(),
    /** The bug does not show where each time is a whole number of minutes. */
    needsMs: z.literal(true).optional(),
    scenario: z.record(z.string(), z.unknown()).pipe(z.transform(withName)).pipe(scenarioSchema),
  })
  .readonly();
export type Example = z.infer<typeof exampleSchema> & {
  readonly property: string;
  readonly check: string;
};

function withName(scenario: Readonly<Record<string, unknown>>): object {
  return { name: "example", statement: "A planted bug fails a check here.", ...scenario };
}

/** In the order of the planted bugs. */
export function readExamples(): readonly Example[] {
  return document.map((written) => {
    const example = exampleSchema.parse(written);
    const [property = "", check = ""] = example.fails.split("/");
    return { ...example, property, check };
  });
}
