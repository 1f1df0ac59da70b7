/** RFC 6120 §4.3, as the initiating entity: TLS, the other server's certificate, XEP-0288, then our own proof. */
import type { Element } from "ltx";
import { NS_BIDI, NS_TLS } from "../namespaces.ts";
import type { TlsInfo } from "../net/connection.ts";
import { xml } from "../stanza.ts";
import type { Verdict } from "../trust/verdict.ts";
import { NegotiationError } from "./negotiation-error.ts";
import { authenticate } from "./outgoing-authentication.ts";
import { featuresOf, namesOf } from "./outgoing-features.ts";
import type { OutgoingStream, PeerHeader } from "./outgoing-stream.ts";

const BIDI_FEATURE = "urn:xmpp:features:bidi";

export interface NegotiationDeps {
  /** A domain of ours and the one that is meant, prepared. */
  readonly from: string;
  readonly to: string;
  readonly allowsPlaintext: boolean;
  readonly needsCertificate: boolean;
  /** Whether the peer is to send its own stanzas over this stream, too (XEP-0288). */
  readonly wantsBidi: boolean;
  /** Whether a certificate chain speaks for `to`. */
  readonly verify: (chain: readonly Uint8Array[]) => Verdict;
  /** XEP-0220 §2.1.1: what proves that we are `from` on the stream of this id. */
  readonly dialbackKey: (streamId: string) => string;
  /** A step is done, with a sentence of what was found. One that fails is told by what is thrown. */
  readonly report: (
    step: "tls" | "certificate" | "features" | "authentication",
    text: string,
    found?: Findings,
  ) => void;
}

/** The same as data; an obstacle is one that the configuration puts up with. */
export interface Findings {
  readonly facts?: readonly string[];
  readonly obstacle?: { readonly kind: "no-tls" | "certificate"; readonly detail?: string };
}

/** A stream under TLS (or without, where that is allowed) to a server that is known to be the one meant. */
export interface Secured {
  readonly header: PeerHeader;
  readonly features: Element;
  readonly tls: TlsInfo | undefined;
  /** Undefined where there was no certificate to be judged. */
  readonly verdict: Verdict | undefined;
}

export interface Authenticated {
  readonly tls: TlsInfo | undefined;
  readonly isCertified: boolean;
  readonly authentication: "EXTERNAL" | "dialback";
  /** XEP-0288: the peer may send stanzas, too. */
  readonly isBidirectional: boolean;
  readonly header: PeerHeader;
  /** What can be negotiated now, as it was last said. */
  readonly features: Element;
}

/** As far as one gets without proving who we are. Rejects with NegotiationError. */
export async function negotiateTls(stream: OutgoingStream, settings: NegotiationDeps): Promise<Secured> {
  let header = await stream.open();
  let features = await featuresOf(stream, header);
  if (!stream.tls && features.getChild("starttls", NS_TLS)) {
    const tls = await startTls(stream);
    const version = tls?.version ?? "";
    settings.report("tls", `secured with ${version}`, { facts: [version] });
    const verdict = checkCertificate(tls, settings);
    header = await stream.open();
    features = await featuresOf(stream, header);
    return { header, features, tls, verdict };
  }
  const { tls } = stream;
  if (tls) return { header, features, tls, verdict: checkCertificate(tls, settings) };
  if (!settings.allowsPlaintext)
    throw new NegotiationError("no-tls", `${settings.to} does not offer TLS, and nothing is sent in plaintext`);
  settings.report("tls", "in plaintext: TLS is not offered, and the configuration excepts this domain", {
    obstacle: { kind: "no-tls" },
  });
  return { header, features, tls: undefined, verdict: undefined };
}

/** All of it: stanzas can be sent. Rejects with NegotiationError. */
export async function negotiate(stream: OutgoingStream, settings: NegotiationDeps): Promise<Authenticated> {
  const { header, features, tls, verdict } = await negotiateTls(stream, settings);
  const names = namesOf(features);
  settings.report("features", `offers ${names.join(", ") || "nothing"}`, { facts: names });
  const isBidirectional = settings.wantsBidi && features.getChild("bidi", BIDI_FEATURE) !== undefined;
  // XEP-0288 §2: before SASL and dialback, after TLS.
  if (isBidirectional) stream.send(xml("bidi", { xmlns: NS_BIDI }));
  const proven = await authenticate(stream, { ...settings, header, features });
  settings.report("authentication", `we are known as ${settings.from} by ${proven.authentication}`, {
    facts: [proven.authentication],
  });
  return { tls, isCertified: verdict?.trusted === true, isBidirectional, ...proven };
}

async function startTls(stream: OutgoingStream): Promise<TlsInfo | undefined> {
  stream.send(xml("starttls", { xmlns: NS_TLS }));
  const answer = await stream.next();
  if (!answer.is("proceed", NS_TLS)) throw new NegotiationError("no-tls", "the other server refuses to begin with TLS");
  await stream.secure();
  return stream.tls;
}

function checkCertificate(tls: TlsInfo | undefined, settings: NegotiationDeps): Verdict {
  const verdict = settings.verify(tls?.peerChain ?? []);
  if (verdict.trusted) settings.report("certificate", `its certificate is valid for ${settings.to}`);
  else if (settings.needsCertificate) throw new NegotiationError("certificate", verdict.text, verdict.problem);
  else
    settings.report("certificate", `not valid, which the configuration accepts: ${verdict.text}`, {
      obstacle: { kind: "certificate", detail: verdict.problem },
    });
  return verdict;
}
