/** The words of a bot for the statuses of orders. What it does not name keeps the word of the harness. */
import * as z from "zod";
import { conditionalOrderStatuses, orderStatuses } from "../domain/order.ts";
import { textSchema } from "../domain/printable-text.ts";

/** Two statuses may not have one word: the bot could not tell them apart. */
function wordsFor<Status extends string>(statuses: readonly Status[]) {
  return z
    .partialRecord(z.enum(statuses), textSchema.max(40))
    .superRefine((words, context) => {
      const statusOf = new Map<string, Status>();
      for (const status of statuses) {
        const word = words[status] ?? status;
        const other = statusOf.get(word);
        statusOf.set(word, status);
        if (other === undefined) continue;
        const named = words[status] === undefined ? other : status;
        const rest = named === status ? other : status;
        const message = `a word that ${rest} does not have; give ${rest} another one here`;
        context.addIssue({ code: "custom", message, path: [named] });
      }
    })
    .readonly();
}

export const orderStatusWordsSchema = wordsFor(orderStatuses);
export const conditionalStatusWordsSchema = wordsFor(conditionalOrderStatuses);
