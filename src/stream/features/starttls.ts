/** RFC 6120 §5: STARTTLS. */
import { NS_TLS } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";

/** Required of all streams but the excepted ones, which may go on in plaintext. */
export const starttlsFor = (isExcepted: (stream: NegotiatingStream) => boolean): StreamFeature => ({
  ns: NS_TLS,
  needs: [],
  forbids: ["secure", "authenticated"],
  offer: (stream) => [xml("starttls", { xmlns: NS_TLS }, isExcepted(stream) ? undefined : xml("required"))],
  negotiate(stream, element) {
    if (element.getName() !== "starttls") throw new StreamError("unsupported-stanza-type");
    stream.send(xml("proceed", { xmlns: NS_TLS }));
    stream.secure();
  },
});

export const starttls = starttlsFor(() => false);
