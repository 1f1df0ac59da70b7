/** XEP-0313 §6.1.1: a room sends a private message to each app that is in it (XEP-0045 §7.5): these copies are one message. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { BoundedMap } from "../../bounded-map.ts";
import { age, MINUTE } from "../../clock.ts";
import { NS_MUC_USER } from "../../namespaces.ts";
import type { Stanza } from "../../stanza.ts";
import { print } from "../../xml/print.ts";

/** Private messages that are remembered, and for how long: copies follow one another closely. */
const MAX_REMEMBERED = 500;
const MAX_AGE = MINUTE;
/** Copies of one message: a sender elsewhere can name any number of resources. */
const MAX_COPIES = 30;

interface Copied {
  readonly number: number;
  /** When the first copy came, in milliseconds since 1970. */
  readonly since: number;
  /** The resources that have got it: what comes to one of them again is another message. */
  readonly resources: Set<string>;
  isArchived: boolean;
}

/** Whether it may be one of several copies: from an occupant to an app. */
const isPrivate = ({ from, to, xml }: Stanza): boolean =>
  to !== undefined && to.resource !== "" && from.resource !== "" && xml.getChild("x", NS_MUC_USER) !== undefined;

export class RoomCopies {
  readonly #now: () => number;
  readonly #byContent = new BoundedMap<string, Copied>(MAX_REMEMBERED, (_, { number }) =>
    this.#byNumber.delete(number),
  );
  readonly #byNumber = new Map<number, Copied>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The number that an earlier copy of an inbound message has been given, else the `next` one. */
  numberOf(stanza: Stanza, account: string, next: () => number): number {
    if (!isPrivate(stanza)) return next();
    const key = contentOf(stanza, account);
    const resource = stanza.to?.resource ?? "";
    const known = this.#byContent.get(key);
    if (known && !known.resources.has(resource) && this.#isOpen(known)) {
      known.resources.add(resource);
      return known.number;
    }
    if (known) this.#byNumber.delete(known.number);
    const first: Copied = { number: next(), since: this.#now(), resources: new Set([resource]), isArchived: false };
    this.#byContent.set(key, first);
    this.#byNumber.set(first.number, first);
    return first.number;
  }

  /** True once for each number: false for the copies of what has been archived. */
  mayArchive(number: number): boolean {
    const copied = this.#byNumber.size === 0 ? undefined : this.#byNumber.get(number);
    if (!copied) return true;
    const isFirst = !copied.isArchived;
    copied.isArchived = true;
    return isFirst;
  }

  #isOpen({ since, resources }: Copied): boolean {
    return resources.size < MAX_COPIES && age(since, this.#now()) <= MAX_AGE;
  }

  /** What was archived lately is lost. */
  clear(): void {
    this.#byContent.clear();
    this.#byNumber.clear();
  }
}

/** The same for all copies: who sends it, under which id, and what is in it. */
function contentOf({ from, id, type, xml }: Stanza, account: string): string {
  const content = xml.children.map((child) => (typeof child === "string" ? child : print(child as Element)));
  const parts = [account, from.full, id, type, ...content];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64");
}
