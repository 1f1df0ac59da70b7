/** RFC 6120 §4.3, as the initiating entity: TLS, the other server's certificate, XEP-0288, our authentication. */
import type { Element } from "ltx";
import { NS_BIDI, NS_TLS } from "../namespaces.ts";
import type { TlsInfo } from "../net/connection.ts";
import { xml } from "../stanza.ts";
import type { PeerVerdict } from "../trust/verdict.ts";
import { NegotiationError } from "./negotiation-error.ts";
import { authenticate } from "./outgoing-authentication.ts";
import { featuresOf, namesOf } from "./outgoing-features.ts";
import type { OutgoingStream, PeerHeader } from "./outgoing-stream.ts";

const BIDI_FEATURE = "urn:xmpp:features:bidi";

export interface NegotiationDeps {
  /** A domain of ours and the one that is connected to, prepared. */
  readonly from: string;
  readonly to: string;
  readonly allowsPlaintext: boolean;
  readonly needsCertificate: boolean;
  /** Whether the peer may send its own stanzas over this stream (XEP-0288). */
  readonly wantsBidi: boolean;
  /** Whether a certificate chain is valid for `to`. */
  readonly verify: (chain: readonly Uint8Array[]) => PeerVerdict;
  /** XEP-0220 §2.1.1: the key for `from` on the stream of this id. */
  readonly dialbackKey: (streamId: string) => string;
  /** Called when a step is done, with a sentence for people. A step that fails throws instead. */
  readonly report: (
    step: "tls" | "certificate" | "features" | "authentication",
    text: string,
    found?: Findings,
  ) => void;
}

/** The outcome of a step as data; `obstacle` is one that the configuration accepts. */
export interface Findings {
  readonly facts?: readonly string[];
  readonly obstacle?: { readonly kind: "no-tls" | "certificate"; readonly detail?: string };
}

/** A stream with TLS (or without, where that is allowed) to a server whose certificate has been checked. */
export interface Secured {
  readonly header: PeerHeader;
  readonly features: Element;
  readonly tls: TlsInfo | undefined;
  /** Undefined in plaintext. */
  readonly verdict: PeerVerdict | undefined;
}

export interface Authenticated {
  readonly tls: TlsInfo | undefined;
  readonly isCertified: boolean;
  readonly authentication: "EXTERNAL" | "dialback";
  /** XEP-0288: the peer may send stanzas over it. */
  readonly isBidirectional: boolean;
  readonly header: PeerHeader;
  /** The last features of the peer. */
  readonly features: Element;
}

/** Negotiates everything before our authentication. Rejects with NegotiationError. */
export async function negotiateTls(stream: OutgoingStream, deps: NegotiationDeps): Promise<Secured> {
  let header = await stream.open();
  let features = await featuresOf(stream, header);
  if (!stream.tls && features.getChild("starttls", NS_TLS)) {
    const tls = await startTls(stream);
    const version = tls?.version ?? "";
    deps.report("tls", `secured with ${version}`, { facts: [version] });
    const verdict = checkCertificate(tls, deps);
    header = await stream.open();
    features = await featuresOf(stream, header);
    return { header, features, tls, verdict };
  }
  const { tls } = stream;
  if (tls) return { header, features, tls, verdict: checkCertificate(tls, deps) };
  if (!deps.allowsPlaintext)
    throw new NegotiationError("no-tls", `${deps.to} does not offer TLS, and nothing is sent in plaintext`);
  deps.report("tls", "in plaintext: TLS is not offered, and the configuration excepts this domain", {
    obstacle: { kind: "no-tls" },
  });
  return { header, features, tls: undefined, verdict: undefined };
}

/** Negotiates a stream on which stanzas can be sent. Rejects with NegotiationError. */
export async function negotiate(stream: OutgoingStream, deps: NegotiationDeps): Promise<Authenticated> {
  const { header, features, tls, verdict } = await negotiateTls(stream, deps);
  const names = namesOf(features);
  deps.report("features", `offers ${names.join(", ") || "nothing"}`, { facts: names });
  const isBidirectional = deps.wantsBidi && features.getChild("bidi", BIDI_FEATURE) !== undefined;
  // XEP-0288 §2: before SASL and dialback, after TLS.
  if (isBidirectional) stream.send(xml("bidi", { xmlns: NS_BIDI }));
  const result = await authenticate(stream, { ...deps, header, features });
  deps.report("authentication", `we are known as ${deps.from} by ${result.authentication}`, {
    facts: [result.authentication],
  });
  return { tls, isCertified: verdict?.trusted === true, isBidirectional, ...result };
}

async function startTls(stream: OutgoingStream): Promise<TlsInfo | undefined> {
  stream.send(xml("starttls", { xmlns: NS_TLS }));
  const answer = await stream.next();
  if (!answer.is("proceed", NS_TLS)) throw new NegotiationError("no-tls", "the other server refuses to begin with TLS");
  await stream.secure();
  return stream.tls;
}

function checkCertificate(tls: TlsInfo | undefined, deps: NegotiationDeps): PeerVerdict {
  const verdict = deps.verify(tls?.peerChain ?? []);
  if (verdict.trusted) deps.report("certificate", `its certificate is valid for ${deps.to}`);
  else if (deps.needsCertificate) throw new NegotiationError("certificate", verdict.text, verdict.problem, verdict);
  else
    deps.report("certificate", `not valid, which the configuration accepts: ${verdict.text}`, {
      obstacle: { kind: "certificate", detail: verdict.problem },
    });
  return verdict;
}
