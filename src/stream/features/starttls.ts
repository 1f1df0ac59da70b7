/** RFC 6120 §5: STARTTLS, required before anything else. */
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import type { StreamFeature } from "../feature.ts";

const NS = "urn:ietf:params:xml:ns:xmpp-tls";

export const starttls: StreamFeature = {
  name: "starttls",
  ns: NS,
  needs: [],
  forbids: ["secure"],
  offer: () => [xml("starttls", { xmlns: NS }, xml("required"))],
  negotiate(stream, element) {
    if (element.getName() !== "starttls") throw new StreamError("unsupported-stanza-type");
    stream.send(xml("proceed", { xmlns: NS }));
    stream.secure();
  },
};
