/** Waiting, with an end to it. */

/** Milliseconds after which what has not come is missing: longer than a server stands still, on a machine that does much else. */
export const PATIENCE_MS = 90_000;

/** Milliseconds between two looks. */
const LOOK_INTERVAL_MS = 10;

/** Resolves with whether the condition has become true. */
export async function becomes(condition: () => boolean | Promise<boolean>, patienceMs = PATIENCE_MS): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await Bun.sleep(LOOK_INTERVAL_MS);
  }
  return true;
}

/** Rejects with the sentence where it takes too long. */
export async function within<T>(promise: Promise<T>, sentence: string, patienceMs = PATIENCE_MS): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${sentence} (${patienceMs} ms)`)), patienceMs);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
