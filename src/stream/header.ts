/** RFC 6120 §4.7: the attributes of a stream header. */
import type { Element } from "ltx";
import { tryParseDomain } from "../jid/domain.ts";
import { tryParseJid } from "../jid/jid.ts";
import { NS_STREAMS } from "../namespaces.ts";
import { StreamError } from "../stream-error.ts";

/** RFC 5646 §2.1, the length and the characters of subtags. */
const LANGUAGE = /^[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}$/;

export interface StreamHeader {
  /** `to`, prepared: a domain that is served here. */
  readonly domain: string;
  /** The sender's address, which becomes our `to` (§4.7.2). */
  readonly from: string | undefined;
  /** `xml:lang` (§4.7.4). */
  readonly language: string | undefined;
}

export interface HeaderRules {
  readonly domains: ReadonlySet<string>;
  /** What former domains are called now. */
  readonly formerDomains?: ReadonlyMap<string, string> | undefined;
  readonly contentNamespace: string;
  /** The domain of the authenticated account: a stream is not reopened for another. Undefined before authentication. */
  readonly domain: string | undefined;
}

/** Reads the header of a peer. Throws StreamError: invalid-namespace, bad-format, unsupported-version, host-unknown, host-gone, not-authorized. */
export function readHeader(
  header: Element,
  { domains, formerDomains, contentNamespace, domain }: HeaderRules,
): StreamHeader {
  const { to, from, version, xmlns, "xml:lang": language } = header.attrs;
  if (header.getNS() !== NS_STREAMS) throw new StreamError("invalid-namespace");
  if (header.getName() !== "stream") throw new StreamError("bad-format");
  if (xmlns !== undefined && xmlns !== contentNamespace) {
    throw new StreamError("invalid-namespace", `this port speaks ${contentNamespace}`);
  }
  // §4.7.5: leading zeros are ignored; without a version it is 0.9, which knows no features.
  if (!/^0*[1-9][0-9]*\.[0-9]+$/.test(version ?? "")) throw new StreamError("unsupported-version");
  if (!to) throw new StreamError("host-unknown", "the stream header needs a 'to'");
  const asked = tryParseDomain(to);
  const now = asked === undefined ? undefined : formerDomains?.get(asked);
  if (now !== undefined)
    throw new StreamError("host-gone", `this domain is ${now} now: sign in with the same name there`);
  if (asked === undefined || !domains.has(asked)) {
    throw new StreamError("host-unknown", "this domain is not served here");
  }
  if (domain !== undefined && asked !== domain) throw new StreamError("not-authorized", "signed in for another domain");
  return {
    domain: asked,
    from: from === undefined ? undefined : tryParseJid(from)?.full,
    language: LANGUAGE.test(language ?? "") ? language : undefined,
  };
}
