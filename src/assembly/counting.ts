/** What is counted of a running server, from its start on. */
import { SECOND } from "../clock.ts";
import { Histogram } from "../metrics/histogram.ts";
import type { StoreTimings } from "../store/database.ts";

/** Seconds. */
const TICK_BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
const SYNC_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const LAG_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
/** How often the event loop's lag is looked at: each time wakes an idle server. */
const LAG_INTERVAL_MS = 10 * SECOND;

export interface Counting {
  readonly timings: StoreTimings;
  /** Of signing in, by outcome. */
  readonly outcomes: Map<string, number>;
  readonly tick: Histogram;
  readonly sync: Histogram;
  readonly lag: Histogram;
  stop(): void;
}

/** Counts from now on. */
export function startCounting(): Counting {
  const [tick, sync, lag] = [TICK_BOUNDS, SYNC_BOUNDS, LAG_BOUNDS].map((bounds) => new Histogram(bounds)) as [
    Histogram,
    Histogram,
    Histogram,
  ];
  let expected = performance.now() + LAG_INTERVAL_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    lag.observe(Math.max(0, now - expected) / 1000);
    expected = now + LAG_INTERVAL_MS;
  }, LAG_INTERVAL_MS);
  timer.unref();
  return {
    timings: { tick: (seconds) => tick.observe(seconds), sync: (seconds) => sync.observe(seconds) },
    outcomes: new Map(),
    ...{ tick, sync, lag },
    stop: () => clearInterval(timer),
  };
}
