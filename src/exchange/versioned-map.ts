/** A map that knows what it held before, so that whoever looks late is shown what was there then. */
export class VersionedMap<Item> {
  readonly #items = new Map<string, Item>();
  /** What each change replaced, oldest first; undefined where there was nothing. */
  readonly #replaced: { readonly atMs: number; readonly key: string; readonly item?: Item }[] = [];

  get(key: string): Item | undefined {
    return this.#items.get(key);
  }

  /** What was there from the beginning. */
  begin(key: string, item: Item): void {
    this.#items.set(key, item);
  }

  /** No earlier than the change before. */
  set(key: string, item: Item, atMs: number): void {
    const before = this.#items.get(key);
    this.#replaced.push(before === undefined ? { atMs, key } : { atMs, key, item: before });
    this.#items.set(key, item);
  }

  values(): Item[] {
    return [...this.#items.values()];
  }

  /** Every change of that millisecond included. */
  valuesAsOf(atMs: number): Item[] {
    const then = new Map(this.#items);
    for (const { atMs: changedAtMs, key, item } of this.#replaced.toReversed()) {
      if (changedAtMs <= atMs) break;
      if (item === undefined) then.delete(key);
      else then.set(key, item);
    }
    return [...then.values()];
  }
}
