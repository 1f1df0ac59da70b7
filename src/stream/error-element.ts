/** RFC 6120 §4.9.2: a stream error as it is sent. */
import type { Element } from "ltx";
import { xml } from "../stanza.ts";
import type { StreamError } from "../stream-error.ts";

const NS = "urn:ietf:params:xml:ns:xmpp-streams";

export const errorElement = ({ condition, text, application }: StreamError): Element =>
  xml(
    "stream:error",
    {},
    xml(condition, { xmlns: NS }),
    text === undefined ? undefined : xml("text", { xmlns: NS, "xml:lang": "en" }, text),
    application ? xml(application.name, application.attributes) : undefined,
  );
