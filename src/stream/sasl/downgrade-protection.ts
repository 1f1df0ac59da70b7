/** XEP-0474 and XEP-0515: SCRAM attributes by which a client detects that what was advertised has been changed on the way. */
import { createHash } from "node:crypto";
import type { ScramHash } from "../../store/scram-keys.ts";

/** What this server has advertised on a stream, for the SASL profile that the client uses. */
export interface Advertised {
  readonly mechanisms: readonly string[];
  /** XEP-0440; empty where none were advertised. */
  readonly bindings: readonly string[];
  /** Undefined where the stream has no TLS of its own. */
  readonly tls: "TLSv1.2" | "TLSv1.3" | undefined;
}

// XEP-0474 §5.1: neither is allowed in XML.
const SEPARATOR = "\x1e";
const BINDINGS_SEPARATOR = "\x1f";
/** XEP-0515 §4.1. */
const VERSIONS = { "TLSv1.2": "0303", "TLSv1.3": "0304" } as const;

/** The attributes at the end of a server's first message: "h=…,t=0304", or "h=…" alone. */
export function protectionOf({ mechanisms, bindings, tls }: Advertised, hash: ScramHash): string {
  // The names are ASCII, for which the order of JavaScript is i;octet.
  const list = (names: readonly string[]): string => [...names].sort().join(SEPARATOR);
  const text = list(mechanisms) + (bindings.length > 0 ? BINDINGS_SEPARATOR + list(bindings) : "");
  const digest = createHash(hash.replace("-", "").toLowerCase()).update(text).digest("base64");
  return tls === undefined ? `h=${digest}` : `h=${digest},t=${VERSIONS[tls]}`;
}
