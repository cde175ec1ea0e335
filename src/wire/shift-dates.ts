/** Times of a scenario as those of the machine. */
type Dated = {
  readonly updatedAtMs?: number | undefined;
  readonly createdAtMs?: number | undefined;
};

/** `byMs` is added to each time. */
export function shiftDates<Item extends Dated>(items: readonly Item[], byMs: number): Item[] {
  return items.map((item) => {
    const { updatedAtMs, createdAtMs } = item;
    return {
      ...item,
      ...(updatedAtMs !== undefined && { updatedAtMs: updatedAtMs + byMs }),
      ...(createdAtMs !== undefined && { createdAtMs: createdAtMs + byMs }),
    };
  });
}
