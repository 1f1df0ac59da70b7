/** RFC 6120 §4.9: <stream:error/>, as it is sent and as it is received. */
import type { Element } from "ltx";
import { onOneLine } from "../one-line.ts";
import { xml } from "../stanza.ts";
import { NS_STREAM_ERRORS, type StreamError } from "../stream-error.ts";

/** Characters of a peer's text that people are shown. */
const MAX_TEXT = 200;

/** The element for an error of ours. */
export const streamErrorElement = ({ condition, text, application }: StreamError): Element =>
  xml(
    "stream:error",
    {},
    xml(condition, { xmlns: NS_STREAM_ERRORS }),
    text === undefined ? undefined : xml("text", { xmlns: NS_STREAM_ERRORS, "xml:lang": "en" }, text),
    application ? xml(application.name, application.attributes) : undefined,
  );

export interface PeerStreamError {
  /** One of §4.9.3 if the peer keeps to it; "undefined-condition" where it names none. */
  readonly condition: string;
  readonly text: string | undefined;
}

/** What a peer's <stream:error/> says. */
export function readStreamErrorElement(element: Element): PeerStreamError {
  const conditions = element
    .getChildElements()
    .filter((child) => child.getNS() === NS_STREAM_ERRORS && child.getName() !== "text");
  const condition = conditions[0]?.getName().slice(0, MAX_TEXT) ?? "undefined-condition";
  return { condition, text: printable(element.getChildText("text", NS_STREAM_ERRORS) ?? "") };
}

/** A peer's text without control characters, which could mislead in a terminal; undefined where nothing is left. */
export function printable(text: string): string | undefined {
  const visible = onOneLine(text);
  return visible === "" ? undefined : visible.slice(0, MAX_TEXT);
}

/** For the log: what went wrong inside this server; undefined where the peer is at fault. */
export function causeOf({ cause }: StreamError): string | undefined {
  if (cause === undefined) return undefined;
  return cause instanceof Error ? cause.stack : String(cause);
}
