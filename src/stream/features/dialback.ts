/** XEP-0220 §2.4.2: dialback, with errors that do not end the stream. */
import type { Element } from "ltx";
import { NS_DIALBACK } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";

export interface DialbackDeps {
  /** Whether the stream is as secure as it has to be. */
  readonly isReady: (stream: NegotiatingStream) => boolean;
  /** Takes <db:result/> and <db:verify/>, also where it is not offered. */
  readonly onElement: (element: Element, stream: NegotiatingStream) => void;
}

export const dialback = ({ isReady, onElement }: DialbackDeps): StreamFeature => ({
  name: "dialback",
  ns: NS_DIALBACK,
  needs: [],
  forbids: [],
  offer: (stream) => (isReady(stream) ? [xml("dialback", { xmlns: "urn:xmpp:features:dialback" }, xml("errors"))] : []),
  negotiate: (stream, element) => onElement(element, stream),
});
