/** RFC 6120 §5: STARTTLS, required before anything else. */
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";

const NS = "urn:ietf:params:xml:ns:xmpp-tls";

/** Required of all but those who are excepted: they may go on without. */
export const starttlsFor = (isExcepted: (stream: NegotiatingStream) => boolean): StreamFeature => ({
  name: "starttls",
  ns: NS,
  needs: [],
  forbids: ["secure", "authenticated"],
  offer: (stream) => [xml("starttls", { xmlns: NS }, isExcepted(stream) ? undefined : xml("required"))],
  negotiate(stream, element) {
    if (element.getName() !== "starttls") throw new StreamError("unsupported-stanza-type");
    stream.send(xml("proceed", { xmlns: NS }));
    stream.secure();
  },
});

export const starttls = starttlsFor(() => false);
