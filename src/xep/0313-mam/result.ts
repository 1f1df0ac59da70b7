/** XEP-0313 §4.2: a message of the archive on its way to who asked for it. */
import type { Element } from "ltx";
import type { Session } from "../../server/session.ts";
import { xml } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { NS_MAM } from "./query-form.ts";

export interface Found {
  /** As others see it. */
  readonly id: string;
  /** Microseconds since 1970. */
  readonly time: number;
  /** The message as it was stored. */
  readonly text: string;
  readonly queryId: string | undefined;
}

/** A time in microseconds as XEP-0082 writes it. */
export const timestampOf = (time: number): string => new Date(Math.floor(time / 1000)).toISOString();

export function resultFor(session: Session, { id, time, text, queryId }: Found): Element {
  const message = parseElement(text);
  message.attrs.xmlns = "jabber:client";
  const delay = xml("delay", { xmlns: "urn:xmpp:delay", stamp: timestampOf(time) });
  const forwarded = xml("forwarded", { xmlns: "urn:xmpp:forward:0" }, delay, message);
  const result = xml("result", { xmlns: NS_MAM, queryid: queryId, id }, forwarded);
  return xml("message", { to: session.jid.full, from: session.account }, result);
}
