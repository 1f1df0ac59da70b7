/** XEP-0485 §6: the domains that have opted in to be named. */
import { BoundedMap } from "../../bounded-map.ts";
import { age, DAY } from "../../clock.ts";

/** Domains that are remembered. */
const MAX_DOMAINS = 10_000;

interface Answer {
  readonly time: number;
  readonly mayBeNamed: boolean;
}

export class OptIns {
  readonly #known = new BoundedMap<string, Answer>(MAX_DOMAINS);
  readonly #now: () => number;

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  hasOptedIn(domain: string): boolean {
    return this.#fresh(domain)?.mayBeNamed ?? false;
  }

  /** Returns true once a day, and then counts as without opt-in until `note` is called with the answer. */
  shouldQuery(domain: string): boolean {
    if (this.#fresh(domain)) return false;
    this.note(domain, false);
    return true;
  }

  note(domain: string, mayBeNamed: boolean): void {
    this.#known.set(domain, { time: this.#now(), mayBeNamed });
  }

  #fresh(domain: string): Answer | undefined {
    const answer = this.#known.get(domain);
    return answer && age(answer.time, this.#now()) < DAY ? answer : undefined;
  }
}
