/** XEP-0115 §4, XEP-0390 §5.1: the capabilities announced in presence: a hash, and the node to query for its input. */
import type { Element } from "ltx";
import { NS_HASHES } from "../../namespaces.ts";
import * as caps2 from "../0390-hash-input.ts";
import { featuresIn, hashInput } from "./hash-input.ts";

export const NS = "http://jabber.org/protocol/caps";
/** The supported hash functions (XEP-0300), with their names in node:crypto. */
const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ["sha-1", "sha1"],
  ["sha-256", "sha256"],
  ["sha-384", "sha384"],
  ["sha-512", "sha512"],
  ["sha3-256", "sha3-256"],
  ["sha3-512", "sha3-512"],
]);

/** Of a base64 hash. */
const MAX_HASH_LENGTH = 128;
const MAX_NODE_LENGTH = 1023;

/** How a disco#info is hashed, and how features are read from the hash input. */
export interface Method {
  /** The hash input; undefined for an ill-formed disco#info. */
  input(info: readonly Element[]): string | undefined;
  features(input: string): ReadonlySet<string>;
}

const METHODS = {
  caps: { input: hashInput, features: featuresIn },
  caps2: { input: caps2.hashInput, features: caps2.featuresIn },
} as const satisfies Record<string, Method>;

export interface Announcement {
  /** The method, the hash function and the hash. */
  readonly key: string;
  /** The node to query. */
  readonly node: string;
  readonly method: Method;
  /** The hash function in node:crypto. */
  readonly algorithm: string;
  readonly hash: string;
}

/** XEP-0390's announcement if it can be verified, else XEP-0115's. Ignores unknown hash functions, and a `ver` without one (before version 1.4). */
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
    // XEP-0300 advises against SHA-1.
    if (!algorithm || algo === "sha-1" || !isHash(hash)) continue;
    return { key: `caps2 ${algo} ${hash}`, node: caps2.nodeOf(algo, hash), method: METHODS.caps2, algorithm, hash };
  }
  return undefined;
}

const isHash = (text: string | undefined): text is string =>
  text !== undefined && text.length <= MAX_HASH_LENGTH && /^[A-Za-z0-9+/]+=*$/.test(text);

/** The method of an announcement's key. */
export const methodOf = (key: string): Method => (key.startsWith("caps2 ") ? METHODS.caps2 : METHODS.caps);
