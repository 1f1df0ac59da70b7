/** The option limits.rate. */
import type { Rate } from "../net/rate-limit.ts";

/** How many seconds' worth of bytes may come at once. */
const MAX_BURST_SECONDS = 10;

/** How fast a peer is read from, that may send `perSecond` bytes a second for long. */
export const readingRate = (perSecond: number): Rate => ({ burst: perSecond * MAX_BURST_SECONDS, perSecond });
