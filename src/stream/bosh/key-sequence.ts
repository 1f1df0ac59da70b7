/** XEP-0124 §15: each request carries a key whose hash is the key of the request before. */
import { createHash } from "node:crypto";

/** §15.3: of the hexadecimal text, as the client writes it. */
const hashOf = (key: string): string => createHash("sha1").update(key).digest("hex");

export class KeySequence {
  /** What the next key's hash has to be, in lower case; undefined where keys are not used. */
  #expected: string | undefined;

  /** `newKey` is that of the request that created the session. */
  constructor(newKey: string | undefined) {
    this.#expected = newKey?.toLowerCase();
  }

  /** §15.4: whether the next request, with these keys, is of the sequence. To be asked once for each, in the order of the rids. */
  accepts(key: string | undefined, newKey: string | undefined): boolean {
    if (this.#expected !== undefined && (key === undefined || hashOf(key) !== this.#expected)) return false;
    this.#expected = (newKey ?? key)?.toLowerCase();
    return true;
  }
}
