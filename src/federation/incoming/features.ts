/** RFC 6120 §4.3: what another server negotiates on the stream that it has opened: TLS, then EXTERNAL or dialback. */
import type { Element } from "ltx";
import { NS_SM } from "../../namespaces.ts";
import type { NegotiatingStream, StreamFeature } from "../../stream/feature.ts";
import { bidi } from "../../stream/features/bidi.ts";
import { dialback } from "../../stream/features/dialback.ts";
import { external } from "../../stream/features/external.ts";
import { starttlsFor } from "../../stream/features/starttls.ts";
import { streamManagementFeature } from "../../stream/stream-management.ts";
import type { Policy } from "../policy.ts";

/** What is called back while a stream is negotiated. */
export interface NegotiatingServer {
  /** The domain in the stream header, where the certificate is valid for it; otherwise the problem with it, where it is known. */
  readonly certificate: { readonly domain: string | undefined; readonly problem: string | undefined };
  /** XEP-0178 §3: the peer has authenticated by EXTERNAL, and is to open the stream anew. */
  authenticated(domain: string): void;
  /** XEP-0288: the peer takes stanzas over this stream. */
  enableBidi(): void;
  /** An element of dialback or stream management. Throws StreamError. */
  element(element: Element): void;
}

/** In the order in which they are offered. */
export function incomingFeatures(server: NegotiatingServer, policy: Policy): StreamFeature[] {
  const allowsPlaintext = ({ from }: NegotiatingStream): boolean => from !== undefined && policy.allowsPlaintext(from);
  const isReady = (stream: NegotiatingStream): boolean => stream.is("secure") || allowsPlaintext(stream);

  return [
    starttlsFor(allowsPlaintext),
    external({
      certifiedDomain: () => server.certificate.domain,
      problem: () => server.certificate.problem,
      onAuthenticated: (_, domain) => server.authenticated(domain),
    }),
    bidi({ isOffered: isReady, onEnabled: () => server.enableBidi() }),
    dialback({ isOffered: isReady, onElement: (element) => server.element(element) }),
    {
      // XEP-0198 §5: offered "when it will be possible for the other party to start sending stanzas, not before".
      ns: NS_SM,
      needs: [],
      forbids: [],
      offer(stream) {
        const isNext = isReady(stream) && server.certificate.domain === undefined;
        return stream.is("authenticated") || isNext ? [streamManagementFeature()] : [];
      },
      negotiate: (_, element) => server.element(element),
    },
  ];
}
