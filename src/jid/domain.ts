/** RFC 7622 §3.2: the domainpart, as people read it and as DNS and certificates write it. */
import { isIPv4 } from "node:net";
import { canonicalIPv6 } from "../ipv6.ts";
import { StanzaError } from "../stanza-error.ts";
import { normalized } from "./normalized.ts";
import { inLowerCase, isIdentifier, withOrdinaryWidth } from "./precis.ts";

const IDNA = {
  checkHyphens: true,
  checkBidi: true,
  checkJoiners: true,
  useSTD3ASCIIRules: true,
  verifyDNSLength: true,
} as const;

/** Domains that are their own prepared form, whatever the tables say: no capital, no two hyphens in a row, short enough for DNS. */
const PLAIN = /^(?=.{1,63}$)[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
/** RFC 5892 §2.4: blocks of marks on symbols and of music, which PRECIS allows and domain names do not. */
const IGNORABLE_BLOCKS = /[\u20D0-\u20FF\u{1D100}-\u{1D1FF}\u{1D200}-\u{1D24F}]/u;
/** A name of 253 octets in DNS never takes more UTF-16 code units than this, however it is typed. */
const MAX_TYPED = 1023;

/** The tables of UTS #46, loaded when they are first needed: most homes never do, and they take some megabytes. */
const idnaTables = (): typeof import("tr46") => require("tr46");

/**
 * The one form of a domain: lower case, U-labels, no final dot; or an IPv4 address, or an IPv6 address in brackets.
 * Throws StanzaError "jid-malformed".
 */
export function parseDomain(text: string): string {
  if (PLAIN.test(text)) return text;
  if (text.length > MAX_TYPED) throw malformed("a domain has 253 characters at the most");
  if (text.startsWith("[")) return parseIPv6(text);
  if (isIPv4(text)) return text;
  return parseName(text);
}

function parseName(text: string): string {
  const name = normalized(inLowerCase(withOrdinaryWidth(text)), "NFC").replace(/\.$/, "");
  // The labels are checked before and after: tr46 would map what RFC 7622 refuses, and decodes A-labels.
  const { toASCII, toUnicode } = idnaTables();
  const { domain, error } = toUnicode(name, IDNA);
  const isValid = !error && name.split(".").every(isLabel) && domain.split(".").every(isLabel);
  if (!isValid || toASCII(domain, IDNA) === null) throw malformed("this is not a domain name");
  return domain;
}

const isLabel = (label: string): boolean => isIdentifier(label) && !IGNORABLE_BLOCKS.test(label);

function parseIPv6(text: string): string {
  const address = text.endsWith("]") ? canonicalIPv6(text.slice(1, -1)) : undefined;
  if (address === undefined) throw malformed("this is not an IPv6 address");
  return `[${address}]`;
}

/** As `parseDomain`; undefined where the text is not a domain. */
export function tryParseDomain(text: string): string | undefined {
  try {
    return parseDomain(text);
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}

/** Whether a peer's text is this prepared domain, perhaps in another case or in A-labels. */
export const isSameDomain = (text: string | undefined, domain: string): boolean =>
  text === domain || (text !== undefined && tryParseDomain(text) === domain);

/** The A-labels of a domain that `parseDomain` returned, as in DNS and in certificates. */
export function domainToAscii(domain: string): string {
  if (PLAIN.test(domain) || domain.startsWith("[")) return domain;
  const ascii = idnaTables().toASCII(domain, IDNA);
  if (ascii === null) throw malformed("this is not a domain name");
  return ascii;
}

const malformed = (text: string): StanzaError => new StanzaError("jid-malformed", { text });
