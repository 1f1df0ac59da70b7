/** RFC 9525, RFC 6120 §13.7: matches the names of a certificate with a domain. The common name is not considered. */
import { isIP } from "node:net";
import { canonicalIPv6 } from "../ipv6.ts";
import { domainToAscii, parseDomain } from "../jid/domain.ts";
import { normalized } from "../jid/normalized.ts";
import type { GeneralName } from "./general-name.ts";

const HOST = /^(?:\*\.)?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;
const SERVICE = "_xmpp-server.";

/**
 * Whether one of a certificate's names matches `domain` (as `parseDomain` returns it): a dNSName, with an asterisk as the whole
 * first label, an SRVName of the service xmpp-server, an XmppAddr that is a domain, or an IP address.
 */
export function covers(names: readonly GeneralName[], domain: string): boolean {
  if (isAddress(domain)) return names.some((name) => name.form === "ip" && addressOf(name.octets) === domain);
  const ascii = asciiOf(domain);
  if (ascii === undefined) return false;
  return names.some((name) => {
    if (name.form === "dns") return name.name === ascii || matchesWildcard(name.name, ascii);
    if (name.form === "srv") return name.name === `${SERVICE}${ascii}`;
    return name.form === "xmpp" && [domain, ascii].includes(normalized(name.name, "NFC").toLowerCase());
  });
}

/** RFC 9525 §6.3: the asterisk is the first label and matches one label; more than a top-level domain follows. */
const matchesWildcard = (pattern: string, ascii: string): boolean =>
  pattern.startsWith("*.") && pattern.includes(".", 2) && pattern.slice(1) === ascii.slice(ascii.indexOf("."));

/** The host of a name, in A-labels, with the asterisk of a dNSName; undefined where it has none. */
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

/** The first names of servers, at most `max`, as people read them. */
export function readableNames(names: readonly GeneralName[], max: number): readonly string[] {
  const found = new Set<string>();
  for (const name of names) {
    const text = name.form === "ip" ? addressOf(name.octets) : hostOf(name);
    if (text !== undefined) found.add(text);
    if (found.size === max) break;
  }
  return [...found];
}

function asciiOf(domain: string): string | undefined {
  try {
    return domainToAscii(parseDomain(domain));
  } catch {
    return undefined;
  }
}

const isAddress = (domain: string): boolean => domain.startsWith("[") || isIP(domain) !== 0;

/** In the form of `parseDomain`; undefined for octets that are no address. */
function addressOf(octets: Uint8Array): string | undefined {
  if (octets.length === 4) return octets.join(".");
  if (octets.length !== 16) return undefined;
  const groups = Buffer.from(octets).toString("hex").match(/.{4}/g) ?? [];
  return `[${canonicalIPv6(groups.join(":"))}]`;
}
