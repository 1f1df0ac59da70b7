/** What a presence says of capabilities: a hash of them, and where to ask for what was hashed. */
import type { Element } from "ltx";
import { NS_HASHES } from "../../namespaces.ts";
import * as caps2 from "../0390-hash-input.ts";
import { featuresIn, hashInput } from "./hash-input.ts";

export const NS = "http://jabber.org/protocol/caps";
/** The hash functions that are understood (XEP-0300), by the names that node:crypto has for them. */
const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ["sha-1", "sha1"],
  ["sha-256", "sha256"],
  ["sha-384", "sha384"],
  ["sha-512", "sha512"],
  ["sha3-256", "sha3-256"],
  ["sha3-512", "sha3-512"],
]);

/** A base64 hash has no more characters. */
const MAX_HASH_LENGTH = 128;
const MAX_NODE_LENGTH = 1023;

/** How capabilities are hashed, and features found in what was hashed. */
export interface Method {
  /** What is hashed; undefined for what is ill-formed. */
  input(info: readonly Element[]): string | undefined;
  features(input: string): ReadonlySet<string>;
}

const METHODS = {
  caps: { input: hashInput, features: featuresIn },
  caps2: { input: caps2.hashInput, features: caps2.featuresIn },
} as const satisfies Record<string, Method>;

export interface Announcement {
  /** The method, the function and the hash: what is known by it is known of everybody who says the same. */
  readonly key: string;
  /** The node to ask for. */
  readonly node: string;
  readonly method: Method;
  /** As node:crypto calls it. */
  readonly algorithm: string;
  readonly hash: string;
}

/** The better one of those that can be verified; a hash of no known function, or none as before version 1.4, is ignored. */
export const announcedIn = (presence: Element): Announcement | undefined => inCaps2(presence) ?? inCaps(presence);

function inCaps(presence: Element): Announcement | undefined {
  const { node, ver, hash = "" } = presence.getChild("c", NS)?.attrs ?? {};
  const algorithm = FUNCTIONS.get(hash);
  if (!algorithm || !isHash(ver) || !node || node.length > MAX_NODE_LENGTH) return undefined;
  return { key: `caps ${hash} ${ver}`, node: `${node}#${ver}`, method: METHODS.caps, algorithm, hash: ver };
}

/** XEP-0390 §4.4. */
function inCaps2(presence: Element): Announcement | undefined {
  for (const child of presence.getChild("c", caps2.NS)?.getChildren("hash", NS_HASHES) ?? []) {
    const { algo = "" } = child.attrs;
    const algorithm = FUNCTIONS.get(algo);
    const hash = child.getText().trim();
    // SHA-1 is among those that XEP-0300 wants to see no more.
    if (!algorithm || algo === "sha-1" || !isHash(hash)) continue;
    return { key: `caps2 ${algo} ${hash}`, node: caps2.nodeOf(algo, hash), method: METHODS.caps2, algorithm, hash };
  }
  return undefined;
}

const isHash = (text: string | undefined): text is string =>
  text !== undefined && text.length <= MAX_HASH_LENGTH && /^[A-Za-z0-9+/]+=*$/.test(text);

/** What kind of announcement a key is of. */
export const methodOf = (key: string): Method => (key.startsWith("caps2 ") ? METHODS.caps2 : METHODS.caps);
