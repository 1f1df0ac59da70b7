/** How much each other domain may say, over all its streams together. */
import type { Element } from "ltx";
import { BoundedMap } from "../bounded-map.ts";
import type { Clock } from "../clock.ts";
import { type Rate, TokenBucket } from "../net/rate-limit.ts";
import { StreamError } from "../stream-error.ts";
import type { InboundSource } from "./inbound-stanzas.ts";

/** So many domains are remembered; the one that has been quiet for longest is forgotten, hence forgiven. */
const MAX_DOMAINS = 10_000;
/** Seconds that a domain may be ahead of its rate, while its streams are read more slowly; further, and they end. */
const MAX_DEBT_SECONDS = 60;

export interface DomainRateLimit {
  /** What `domain` has said over `source`, which is not read from until it has fallen due. Throws StreamError policy-violation. */
  count(domain: string, stanza: Element, source: InboundSource): void;
}

export function domainRateLimit(rate: Rate, clock: Clock): DomainRateLimit {
  /** In the order of use. */
  const buckets = new BoundedMap<string, TokenBucket>(MAX_DOMAINS);
  const paused = new WeakSet<InboundSource>();

  const bucketOf = (domain: string): TokenBucket => {
    const bucket = buckets.get(domain) ?? new TokenBucket(rate, clock.monotonic);
    buckets.set(domain, bucket);
    return bucket;
  };

  return {
    count(domain, stanza, source) {
      const wait = bucketOf(domain).take(lengthOf(stanza));
      if (wait === 0 || paused.has(source)) return;
      if (wait > MAX_DEBT_SECONDS * 1000) throw new StreamError("policy-violation", `${domain} sends too much`);
      paused.add(source);
      source.pause();
      clock.after(wait, () => {
        paused.delete(source);
        source.resume();
      });
    },
  };
}

/** In characters of names, attributes and text: near enough to what was sent, and cheap. */
function lengthOf({ name, attrs, children }: Element): number {
  let length = name.length;
  for (const key in attrs) length += key.length + String(attrs[key]).length;
  for (const child of children) length += typeof child === "string" ? child.length : lengthOf(child as Element);
  return length;
}
