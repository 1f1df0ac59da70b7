/** XEP-0288: Bidirectional Server-to-Server Connections. */
import { NS_BIDI } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";

export interface BidiDeps {
  /** Whether the stream is as secure as it will be: TLS comes first (§2.1). */
  readonly isOffered: (stream: NegotiatingStream) => boolean;
  /** The peer accepts stanzas over this stream once it has authenticated. */
  readonly onEnabled: (stream: NegotiatingStream) => void;
}

export const bidi = ({ isOffered: isReady, onEnabled: wanted }: BidiDeps): StreamFeature => ({
  ns: NS_BIDI,
  needs: [],
  forbids: ["authenticated"],
  offer: (stream) => (isReady(stream) ? [xml("bidi", { xmlns: "urn:xmpp:features:bidi" })] : []),
  negotiate(stream, element) {
    if (element.getName() !== "bidi") throw new StreamError("unsupported-stanza-type");
    if (!isReady(stream)) throw new StreamError("policy-violation", "STARTTLS comes first");
    wanted(stream);
  },
});
