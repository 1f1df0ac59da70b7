/** Which single records have to come and to go, for APIs that know no record sets. */

export interface Changes<Present> {
  /** Those that are wanted and not there. */
  readonly added: readonly string[];
  /** Those that are there and not wanted. */
  readonly removed: readonly Present[];
}

/** `contentOf` tells what a record says, written as `wanted` are. Of two that say the same, one goes. */
export function changesTo<Present>(
  wanted: readonly string[],
  present: readonly Present[],
  contentOf: (one: Present) => string,
): Changes<Present> {
  const kept = new Set<string>();
  const removed = present.filter((one) => {
    const value = contentOf(one);
    const isKept = wanted.includes(value) && !kept.has(value);
    if (isKept) kept.add(value);
    return !isKept;
  });
  return { added: wanted.filter((value) => !kept.has(value)), removed };
}

/**
 * Makes the changes in the order that never leaves the name without an answer: first what comes, then what goes. Only of an
 * alias there is one (RFC 1034 §3.6.2): there it is the other way round.
 */
export async function applyChanges<Present>(
  type: string,
  { added, removed }: Changes<Present>,
  { add, remove }: { readonly add: (value: string) => Promise<void>; readonly remove: (one: Present) => Promise<void> },
): Promise<void> {
  const removeAll = async (): Promise<void> => {
    for (const one of removed) await remove(one);
  };
  if (type === "CNAME") await removeAll();
  for (const value of added) await add(value);
  if (type !== "CNAME") await removeAll();
}
