/** RFC 6120 §4.3.2: the stream features of another server that we have connected to. */
import type { Element } from "ltx";
import { NS_STREAMS } from "../namespaces.ts";
import { xml } from "../stanza.ts";
import { printable } from "./error-element.ts";
import type { NegotiationError } from "./negotiation-error.ts";
import type { OutgoingStream, PeerHeader } from "./outgoing-stream.ts";

/** The names of a peer's features that people are shown. */
const MAX_NAMES = 20;
const MAX_NAME_LENGTH = 50;

/** The features that follow the peer's header; none where the peer is of a version without. Rejects with NegotiationError. */
export async function featuresOf(stream: OutgoingStream, { hasFeatures }: PeerHeader): Promise<Element> {
  if (!hasFeatures) return xml("stream:features", { "xmlns:stream": NS_STREAMS });
  const features = await stream.next();
  if (features.is("features", NS_STREAMS)) return features;
  throw unexpected(stream, features, "its features come first");
}

/** Ends the stream because of an element that is out of turn; returns what its negotiation fails with. */
export function unexpected(stream: OutgoingStream, element: Element, text: string): NegotiationError {
  return stream.refuse("unsupported-stanza-type", `<${element.getName().slice(0, 50)}/> is out of turn: ${text}`);
}

/** For people: the names of the features and SASL mechanisms. */
export function namesOf(features: Element): readonly string[] {
  const names = features.getChildElements().flatMap((feature) => {
    if (feature.getName() !== "mechanisms") return [feature.getName()];
    return feature.getChildren("mechanism").map((mechanism) => printable(mechanism.getText()) ?? "");
  });
  return names.slice(0, MAX_NAMES).map((name) => name.slice(0, MAX_NAME_LENGTH));
}
