/** No more at once than there is room for; the others wait in the order in which they came. */

export type Turnstile = <T>(work: () => Promise<T>) => Promise<T>;

export function openTurnstile(room: number): Turnstile {
  const waiting: (() => void)[] = [];
  let free = room;
  const leave = (): void => {
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
      leave();
    }
  };
}
