/** RFC 7622: addresses. Parsed once, compared as strings afterwards. */
import { StanzaError } from "../stanza-error.ts";
import { parseDomain } from "./domain.ts";
import { opaqueString, PrecisError, usernameCaseMapped } from "./precis.ts";

/** A valid address, prepared and enforced. Immutable; equal addresses have equal `full`. */
export interface Jid {
  /** Empty for a domain. */
  readonly local: string;
  readonly domain: string;
  /** Empty for a bare JID. */
  readonly resource: string;
  /** `local@domain` or `domain`. */
  readonly bare: string;
  /** `bare/resource`, or `bare` where there is no resource. */
  readonly full: string;
}

/** §3.1: octets in a part. */
const MAX_PART = 1023;

// A cache of two generations: when the recent one is full, the earlier one is dropped.
const MAX_CACHED = 8192;
const MAX_CACHED_LENGTH = 256;
let recent = new Map<string, Jid>();
let earlier = new Map<string, Jid>();

function cache(text: string, jid: Jid): void {
  if (recent.size >= MAX_CACHED) {
    earlier = recent;
    recent = new Map();
  }
  recent.set(text, jid);
}

/** Forgets which addresses have been parsed: the next time, each is parsed again. */
export function forgetParsedJids(): void {
  recent = new Map();
  earlier = new Map();
}

/** The same text, with characters of its own: those of a part of another string are that string's, which stays in memory with it. */
const copied = (text: string): string => Buffer.from(text).toString();

/** The bare or full JID in a text, prepared. Throws StanzaError "jid-malformed". */
export function parseJid(text: string): Jid {
  const known = recent.get(text);
  if (known) return known;
  const own = copied(text);
  const jid = earlier.get(own) ?? parse(own);
  if (own.length <= MAX_CACHED_LENGTH) cache(own, jid);
  return jid;
}

/** As `parseJid`; undefined where the text is not a JID. */
export function tryParseJid(text: string): Jid | undefined {
  try {
    return parseJid(text);
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}

/**
 * An address that was valid when it was stored, and is taken as it was: the rules and their tables may have become stricter since.
 */
export function storedJid(text: string): Jid {
  const known = tryParseJid(text);
  if (known) return known;
  const [address, resource] = splitAt(text, text.indexOf("/"));
  const at = address.indexOf("@");
  return jidOf(address.slice(0, Math.max(at, 0)), address.slice(at + 1), resource);
}

/** The address of these parts, each prepared; an empty local or resource is none. Throws StanzaError "jid-malformed". */
export function makeJid(local: string, domain: string, resource = ""): Jid {
  return jidOf(local && localpart(local), parseDomain(domain), resource && resourcepart(resource));
}

/** The same account with this resource. Throws StanzaError "jid-malformed", also for an empty one. */
export function withResource(jid: Jid, resource: string): Jid {
  return jidOf(jid.local, jid.domain, resourcepart(resource));
}

/** The prepared bare JID of a text. Throws StanzaError "jid-malformed". */
export const bareJid = (text: string): string => parseJid(text).bare;

/** §3.2: everything after the first slash is the resourcepart; before it, the first at sign ends the localpart. */
function parse(text: string): Jid {
  const slash = text.indexOf("/");
  const [address, resource] = splitAt(text, slash);
  const at = address.indexOf("@");
  if (at === 0 || slash === text.length - 1) throw malformed("a part of this address is empty");
  return makeJid(address.slice(0, Math.max(at, 0)), address.slice(at + 1), resource);
}

const splitAt = (text: string, slash: number): readonly [address: string, resource: string] =>
  slash < 0 ? [text, ""] : [text.slice(0, slash), text.slice(slash + 1)];

function jidOf(local: string, domain: string, resource: string): Jid {
  const bare = local ? `${local}@${domain}` : domain;
  return { local, domain, resource, bare, full: resource ? `${bare}/${resource}` : bare };
}

/** §3.3.1: characters excluded from a localpart. */
const RESERVED = /["&'/:<>@]/;
/** ASCII that is its own prepared form: all but capitals and the above in a localpart, all that is printable in a resourcepart. */
const PLAIN_NAME = /^[!#-%(-.0-9;=?[-~]{1,1023}$/;
const PLAIN_RESOURCE = /^[ -~]{1,1023}$/;

function localpart(text: string): string {
  if (PLAIN_NAME.test(text)) return text;
  const name = enforced(usernameCaseMapped, text);
  if (RESERVED.test(name)) throw malformed("a name has none of \" & ' / : < > @");
  return name;
}

const resourcepart = (text: string): string => (PLAIN_RESOURCE.test(text) ? text : enforced(opaqueString, text));

function enforced(profile: (text: string) => string, text: string): string {
  const part = prepared(profile, text);
  if (Buffer.byteLength(part) > MAX_PART) throw malformed("a part of an address has 1023 bytes at the most");
  return part;
}

function prepared(profile: (text: string) => string, text: string): string {
  try {
    return profile(text);
  } catch (error) {
    throw error instanceof PrecisError ? malformed(error.message) : error;
  }
}

const malformed = (text: string): StanzaError => new StanzaError("jid-malformed", { text });
