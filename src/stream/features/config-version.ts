/** XEP-0509: Initial Authentication Pipelining: clients remember what is advertised, and by its version whether it still is. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import { print } from "../../xml/print.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";

export const NS_IAP = "urn:xmpp:iap:0";

/** The version of what a stream advertises before authentication: the same for the same features. */
export type ConfigVersion = (stream: NegotiatingStream) => string;

/** Hashes what these features offer. */
export const configVersionOf =
  (features: readonly StreamFeature[]): ConfigVersion =>
  (stream) => {
    const offers = features.flatMap((feature) => feature.offer(stream)).map(print);
    return createHash("sha256").update(offers.join("\n")).digest().subarray(0, 15).toString("base64");
  };

export const configVersion = (version: ConfigVersion): StreamFeature => ({
  ns: NS_IAP,
  needs: ["secure"],
  forbids: ["authenticated"],
  offer: (stream) => [xml("config-version", { xmlns: NS_IAP, scheme: "opaque", value: version(stream) })],
  negotiate() {
    throw new StreamError("not-authorized", "a version goes with <authenticate/>");
  },
});

/** §2.2: whether an <authenticate/> was made for another version than this stream's. */
export function isOutdated(request: Element, stream: NegotiatingStream, version: ConfigVersion): boolean {
  const remembered: string | undefined = request.getChild("config-version", NS_IAP)?.attrs.value;
  return remembered !== undefined && remembered !== version(stream);
}
