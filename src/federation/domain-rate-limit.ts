/** How much each other domain may send, over all its streams together. */
import type { Element } from "ltx";
import { BoundedMap } from "../bounded-map.ts";
import type { Clock } from "../clock.ts";
import { type Rate, TokenBucket } from "../net/rate-limit.ts";
import { StreamError } from "../stream-error.ts";

/** How many domains are remembered. */
const MAX_DOMAINS = 10_000;
/** Seconds that a domain may be ahead of its rate, while its streams are read more slowly; beyond, they are ended. */
const MAX_DEBT_SECONDS = 60;

/** A stream whose reading can be stopped and continued. */
export interface PausableStream {
  pauseReading(): void;
  resumeReading(): void;
}

export interface DomainRateLimit {
  /** Counts what `domain` has sent over `stream`, which is not read before that is due. Throws StreamError policy-violation. */
  count(domain: string, element: Element, stream: PausableStream): void;
}

/** `rate`: characters, at once and a second. */
export function domainRateLimit(rate: Rate, clock: Clock): DomainRateLimit {
  const buckets = new BoundedMap<string, TokenBucket>(MAX_DOMAINS);
  const paused = new WeakSet<PausableStream>();

  const bucketOf = (domain: string): TokenBucket => {
    const bucket = buckets.get(domain) ?? new TokenBucket(rate, clock.monotonic);
    buckets.set(domain, bucket);
    return bucket;
  };

  return {
    count(domain, element, stream) {
      const wait = bucketOf(domain).take(lengthOf(element));
      if (wait === 0 || paused.has(stream)) return;
      if (wait > MAX_DEBT_SECONDS * 1000) throw new StreamError("policy-violation", `${domain} sends too much`);
      paused.add(stream);
      stream.pauseReading();
      clock.after(wait, () => {
        paused.delete(stream);
        stream.resumeReading();
      });
    },
  };
}

/** Characters of names, attributes and text: close to what was sent, and cheap to count. */
function lengthOf({ name, attrs, children }: Element): number {
  let length = name.length;
  for (const key in attrs) length += key.length + String(attrs[key]).length;
  for (const child of children) length += typeof child === "string" ? child.length : lengthOf(child as Element);
  return length;
}
