/** A map that can also be read as of an earlier time, for snapshots that show an older state. */
export class VersionedMap<Item> {
  readonly #items = new Map<string, Item>();
  /** The value that each change replaced, oldest first; absent where the key was new. */
  readonly #replaced: { readonly atMs: number; readonly key: string; readonly item?: Item }[] = [];

  get(key: string): Item | undefined {
    return this.#items.get(key);
  }

  /** Sets a value that was there from the start. */
  seed(key: string, item: Item): void {
    this.#items.set(key, item);
  }

  /** `atMs` must not be earlier than the last change. */
  set(key: string, item: Item, atMs: number): void {
    const before = this.#items.get(key);
    this.#replaced.push(before === undefined ? { atMs, key } : { atMs, key, item: before });
    this.#items.set(key, item);
  }

  /** The value of one key as of a time, with every change of that millisecond. */
  getAsOf(key: string, atMs: number): Item | undefined {
    let item = this.#items.get(key);
    for (const change of this.#replaced.toReversed()) {
      if (change.atMs <= atMs) break;
      if (change.key === key) ({ item } = change);
    }
    return item;
  }

  values(): Item[] {
    return [...this.#items.values()];
  }

  /** Includes every change of that millisecond. */
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
