/** What is negotiated with another server that has opened a stream: TLS, then EXTERNAL or dialback. */
import { NS_SM } from "../../namespaces.ts";
import type { NegotiatingStream, StreamFeature } from "../../stream/feature.ts";
import { bidi } from "../../stream/features/bidi.ts";
import { dialback } from "../../stream/features/dialback.ts";
import { external } from "../../stream/features/external.ts";
import { starttlsFor } from "../../stream/features/starttls.ts";
import { streamManagementFeature } from "../../stream/stream-management.ts";
import type { Policy } from "../policy.ts";
import type { IncomingStream } from "./stream.ts";

/** In the order in which they are offered. */
export function incomingFeatures(incoming: IncomingStream, { policy }: { readonly policy: Policy }): StreamFeature[] {
  const isExcepted = ({ from }: NegotiatingStream): boolean => from !== undefined && policy.allowsPlaintext(from);
  const isReady = (stream: NegotiatingStream): boolean => stream.is("secure") || isExcepted(stream);
  const take = (_: NegotiatingStream, element: Parameters<StreamFeature["negotiate"]>[1]): void =>
    incoming.element(element);

  return [
    starttlsFor(isExcepted),
    external({
      certifiedDomain: () => incoming.certificate.domain,
      problem: () => incoming.certificate.problem,
      onAuthenticated: (_, domain) => incoming.authenticated(domain),
    }),
    bidi({ isOffered: isReady, onEnabled: () => incoming.enableBidi() }),
    dialback({ isOffered: isReady, onElement: (element, stream) => take(stream, element) }),
    {
      // XEP-0198 §5: offered "when it will be possible for the other party to start sending stanzas, not before".
      ns: NS_SM,
      needs: [],
      forbids: [],
      offer(stream) {
        const isNext = isReady(stream) && incoming.certificate.domain === undefined;
        return stream.is("authenticated") || isNext ? [streamManagementFeature()] : [];
      },
      negotiate: take,
    },
  ];
}
