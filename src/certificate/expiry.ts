/** A certificate that is about to expire: said once a day in its last week. */
import { type Clock, DAY, HOUR } from "../clock.ts";

export interface ExpiryWatchDeps {
  readonly clock: Clock;
  /** Of the certificate in use, in milliseconds since 1970. */
  readonly notAfter: () => number;
  /** When it was last said; kept across restarts where that is possible. */
  readonly lastNoticeAt: () => number;
  readonly recordNotice: (at: number) => void;
  readonly expiresSoon: (notAfter: number) => void;
}

/** Looks at once and then every hour; what is returned ends that. */
export function watchExpiry({
  clock,
  notAfter,
  lastNoticeAt: toldAt,
  recordNotice: told,
  expiresSoon: expiring,
}: ExpiryWatchDeps): () => void {
  const look = (): void => {
    const now = clock.now();
    if (notAfter() - now <= 7 * DAY && now - toldAt() >= DAY) {
      told(now);
      expiring(notAfter());
    }
    cancel = clock.after(HOUR, look);
  };
  let cancel = clock.after(0, look);
  return () => cancel();
}
