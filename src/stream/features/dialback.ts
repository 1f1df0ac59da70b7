/** XEP-0220 §2.4.2: Server Dialback, advertised with <errors/>: dialback errors do not end the stream. */
import type { Element } from "ltx";
import { NS_DIALBACK } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";

export interface DialbackDeps {
  /** Whether the stream is as secure as the policy requires. */
  readonly isOffered: (stream: NegotiatingStream) => boolean;
  /** Handles <db:result/> and <db:verify/>, also where dialback is not offered. */
  readonly onElement: (element: Element, stream: NegotiatingStream) => void;
}

export const dialback = ({ isOffered: isReady, onElement }: DialbackDeps): StreamFeature => ({
  ns: NS_DIALBACK,
  needs: [],
  forbids: [],
  offer: (stream) => (isReady(stream) ? [xml("dialback", { xmlns: "urn:xmpp:features:dialback" }, xml("errors"))] : []),
  negotiate: (stream, element) => onElement(element, stream),
});
