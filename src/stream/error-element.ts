/** RFC 6120 §4.9.2: a stream error as it is sent. */
import type { Element } from "ltx";
import { xml } from "../stanza.ts";
import { NS_STREAM_ERRORS, type StreamError } from "../stream-error.ts";

export const errorElement = ({ condition, text, application }: StreamError): Element =>
  xml(
    "stream:error",
    {},
    xml(condition, { xmlns: NS_STREAM_ERRORS }),
    text === undefined ? undefined : xml("text", { xmlns: NS_STREAM_ERRORS, "xml:lang": "en" }, text),
    application ? xml(application.name, application.attributes) : undefined,
  );
