/** How long to wait before the next attempt: twice as long each time, and never as long as everybody else. */

export interface BackOff {
  /** Milliseconds until the next attempt: between half and all of what the number of failures amounts to. */
  readonly next: () => number;
  /** Something has worked. */
  readonly reset: () => void;
}

export interface BackOffOptions {
  /** Milliseconds. */
  readonly first: number;
  readonly longest: number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
}

export function backOffOf({ first, longest, random }: BackOffOptions): BackOff {
  let failures = 0;
  return {
    next: () => {
      const wait = Math.min(first * 2 ** failures, longest);
      failures += 1;
      return wait * (0.5 + random() / 2);
    },
    reset: () => {
      failures = 0;
    },
  };
}
