/** RFC 9525 and RFC 6120 §13.7: which domains the names of a certificate stand for. Its common name never does. */
import { isIP } from "node:net";
import { domainToAscii, parseDomain } from "../domain.ts";
import type { GeneralName } from "./general-name.ts";

const HOST = /^(?:\*\.)?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;
const SERVICE = "_xmpp-server.";

/**
 * Whether one of a certificate's names is `domain` (as `parseDomain` returned it): a dNSName, where an asterisk may stand
 * for the whole of the first label, the SRVName of its server, an XmppAddr without an account, or an address.
 */
export function covers(names: readonly GeneralName[], domain: string): boolean {
  if (isAddress(domain)) return names.some((name) => name.form === "ip" && addressOf(name.octets) === domain);
  const wanted = asciiOf(domain);
  return wanted !== undefined && names.some((name) => isNameOf(name, wanted));
}

function isNameOf(name: GeneralName, wanted: string): boolean {
  const host = hostOf(name);
  if (name.form === "srv") return name.name.startsWith(SERVICE) && host === wanted;
  return host === wanted || (name.form === "dns" && host !== undefined && isWildcardFor(host, wanted));
}

/** RFC 9525 §6.3: the asterisk is the first label, for one label; what follows is more than a top-level domain. */
const isWildcardFor = (pattern: string, wanted: string): boolean =>
  pattern.startsWith("*.") && pattern.includes(".", 2) && pattern.slice(1) === wanted.slice(wanted.indexOf("."));

/** The host a name is about, in A-labels, a dNSName's asterisk included; undefined where it is about none. */
export function hostOf(name: GeneralName): string | undefined {
  switch (name.form) {
    case "dns":
      return HOST.test(name.name) ? name.name : undefined;
    case "srv": {
      const host = name.name.slice(name.name.indexOf(".") + 1);
      return HOST.test(host) && !host.startsWith("*") ? host : undefined;
    }
    case "xmpp":
      return asciiOf(name.name);
    default:
      return undefined;
  }
}

/** The names of servers as people read them. */
export function readableNames(names: readonly GeneralName[]): readonly string[] {
  const texts = names.map((name) => (name.form === "ip" ? addressOf(name.octets) : hostOf(name)));
  return [...new Set(texts.filter((text) => text !== undefined))];
}

function asciiOf(domain: string): string | undefined {
  try {
    return domainToAscii(parseDomain(domain));
  } catch {
    return undefined;
  }
}

const isAddress = (domain: string): boolean => domain.startsWith("[") || isIP(domain) !== 0;

/** Written as `parseDomain` writes an address; undefined for what has the length of none. */
function addressOf(octets: Uint8Array): string | undefined {
  if (octets.length === 4) return octets.join(".");
  if (octets.length !== 16) return undefined;
  const groups = Buffer.from(octets).toString("hex").match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(":")}]`).hostname;
}
