/**
 * Caches the last result only. All properties ask the same of one case before the next case starts,
 * and a table of all results would cost more than it saves.
 */
export function memoizeLast<Key extends object, Value>(
  compute: (key: Key) => Value,
): (key: Key) => Value {
  let last: { readonly key: Key; readonly value: Value } | null = null;
  return (key) => {
    if (last === null || last.key !== key) last = { key, value: compute(key) };
    return last.value;
  };
}
