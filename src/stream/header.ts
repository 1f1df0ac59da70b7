/** RFC 6120 §4.7: what a stream header must say. */
import type { Element } from "ltx";
import { StreamError } from "../stream-error.ts";

const STREAMS = "http://etherx.jabber.org/streams";

interface Expected {
  readonly domains: ReadonlySet<string>;
  readonly contentNamespace: string;
}

/** The error that answers a header; undefined where it is right. `domain` is the one that has been authenticated for. */
export function refusalOfHeader(
  header: Element,
  expected: Expected,
  domain: string | undefined,
): StreamError | undefined {
  const { to, version } = header.attrs;
  if (header.getNS() !== STREAMS) return new StreamError("invalid-namespace");
  if (header.getName() !== "stream") return new StreamError("bad-format");
  if (header.attrs.xmlns !== undefined && header.attrs.xmlns !== expected.contentNamespace) {
    return new StreamError("invalid-namespace", `this port speaks ${expected.contentNamespace}`);
  }
  if (!/^[1-9][0-9]*\.[0-9]+$/.test(version ?? "")) return new StreamError("unsupported-version");
  if (!to) return new StreamError("host-unknown", "the stream header needs a 'to'");
  const asked = String(to).toLowerCase();
  if (!expected.domains.has(asked)) return new StreamError("host-unknown", "this domain is not served here");
  // A stream that has authenticated for one domain is not reopened for another.
  if (domain !== undefined && asked !== domain)
    return new StreamError("not-authorized", "signed in for another domain");
  return undefined;
}
