/** RFC 6120 §4.3.2: what a peer that we have connected to offers. */
import type { Element } from "ltx";
import { NS_STREAMS } from "../namespaces.ts";
import { xml } from "../stanza.ts";
import { printable } from "./error-of.ts";
import type { NegotiationError } from "./negotiation-error.ts";
import type { OutgoingStream, PeerHeader } from "./outgoing-stream.ts";

/** Names of the peer's that people are shown: so many, and no longer ones. */
const MAX_NAMES = 20;
const MAX_NAME_LENGTH = 50;

/** What follows the peer's header; nothing where that knows no features. Rejects with NegotiationError. */
export async function featuresOf(stream: OutgoingStream, { hasFeatures }: PeerHeader): Promise<Element> {
  if (!hasFeatures) return xml("stream:features", { "xmlns:stream": NS_STREAMS });
  const features = await stream.next();
  if (features.is("features", NS_STREAMS)) return features;
  throw unexpected(stream, features, "its features come first");
}

/** The peer says what is not its turn to say. */
export function unexpected(stream: OutgoingStream, element: Element, text: string): NegotiationError {
  return stream.refuse("unsupported-stanza-type", `<${element.getName().slice(0, 50)}/> is out of turn: ${text}`);
}

/** For people: the names of what is offered, the mechanisms of SASL among them. */
export function namesOf(features: Element): readonly string[] {
  const names = features.getChildElements().flatMap((feature) => {
    if (feature.getName() !== "mechanisms") return [feature.getName()];
    return feature.getChildren("mechanism").map((mechanism) => printable(mechanism.getText()) ?? "");
  });
  return names.slice(0, MAX_NAMES).map((name) => name.slice(0, MAX_NAME_LENGTH));
}
