/** A semaphore: at most so many pieces of work at once; the others wait in order. */

export type Semaphore = <T>(work: () => Promise<T>) => Promise<T>;

export function openSemaphore(permits: number): Semaphore {
  const waiting: (() => void)[] = [];
  let free = permits;
  const release = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      return await work();
    } finally {
      release();
    }
  };
}
