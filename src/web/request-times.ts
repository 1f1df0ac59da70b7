/** How long a request may take: by default its connection is closed after 30 s of silence. */
import type { Clock } from "../clock.ts";
import type { HttpRequest } from "../http.ts";
import type { HttpLink } from "./http-link.ts";

export interface RequestTimes extends Pick<HttpRequest, "allowTime" | "allowSlowBody"> {
  /** The request is answered. */
  end(): void;
}

export interface RequestTimesDeps {
  readonly clock: Clock;
  readonly link: Pick<HttpLink, "received" | "destroy">;
  /** What applies again when the request is answered. */
  readonly idleSeconds: number;
  /** Of the connection, while it is silent; 0 for no limit. */
  readonly setIdleSeconds: (seconds: number) => void;
}

/** A body has to be this fast on average, in bytes a second, and may stand still for so many milliseconds. */
const MIN_BODY_RATE = 1024;
const STALLED_MS = 60_000;

export function timesOf({ clock, link, idleSeconds, setIdleSeconds }: RequestTimesDeps): RequestTimes {
  let stopTimers: (() => void)[] = [];

  const allowTime = (milliseconds: number): void => {
    setIdleSeconds(0);
    stopTimers.push(clock.after(milliseconds, () => link.destroy()));
  };
  const watch = (before: number): void => {
    const stop = clock.after(STALLED_MS, () => {
      if (link.received === before) link.destroy();
      else watch(link.received);
    });
    stopTimers.push(stop);
  };
  return {
    allowTime,
    allowSlowBody: (bytes) => {
      allowTime(STALLED_MS + (bytes / MIN_BODY_RATE) * 1000);
      watch(link.received);
    },
    end: () => {
      if (stopTimers.length === 0) return;
      for (const stop of stopTimers) stop();
      stopTimers = [];
      setIdleSeconds(idleSeconds);
    },
  };
}
