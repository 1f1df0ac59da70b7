/** XEP-0485 §6: which domains have said that they may be named. */
import { BoundedMap } from "../../bounded-map.ts";

/** How long what a domain has said is believed, and how long no answer is waited for. */
const DAY = 86_400_000;
/** How many are remembered; beyond, the one that was asked first is asked again. */
const MAX_DOMAINS = 10_000;

interface Said {
  readonly time: number;
  readonly mayBeNamed: boolean;
}

export class OptIns {
  readonly #known = new BoundedMap<string, Said>(MAX_DOMAINS);
  readonly #now: () => number;

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  hasOptedIn(domain: string): boolean {
    return this.#fresh(domain)?.mayBeNamed ?? false;
  }

  /** True once a day: from then on it has been asked, and may not be named until it has answered. */
  isToBeAsked(domain: string): boolean {
    if (this.#fresh(domain)) return false;
    this.note(domain, false);
    return true;
  }

  note(domain: string, mayBeNamed: boolean): void {
    this.#known.set(domain, { time: this.#now(), mayBeNamed });
  }

  #fresh(domain: string): Said | undefined {
    const said = this.#known.get(domain);
    return said && this.#now() - said.time < DAY ? said : undefined;
  }
}
