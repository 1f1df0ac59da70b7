/** Time as the sockets use it: given, never taken. */

export interface Clock {
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** Calls back once, `ms` from now; what is returned cancels it. Does not keep the process alive. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
