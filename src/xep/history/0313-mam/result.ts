/** XEP-0313 §4.2: a message of the archive on its way to who asked for it. */
import type { Element } from "ltx";
import { NS_CLIENT, NS_DELAY, NS_MAM } from "../../../namespaces.ts";
import { xml } from "../../../stanza.ts";

export interface Found {
  /** As others see it. */
  readonly id: string;
  /** Microseconds since 1970. */
  readonly time: number;
  /** The message as it was stored, or as much of it as is shown. */
  readonly message: Element;
  readonly queryId: string | undefined;
}

/** A time in microseconds as XEP-0082 writes it. */
export const timestampOf = (time: number): string => new Date(Math.floor(time / 1000)).toISOString();

/** The message that brings it; `found.message` becomes part of it. */
export function resultMessage(
  addresses: { readonly from: string; readonly to: string },
  { id, time, message, queryId }: Found,
): Element {
  message.attrs.xmlns = NS_CLIENT;
  const delay = xml("delay", { xmlns: NS_DELAY, stamp: timestampOf(time) });
  const forwarded = xml("forwarded", { xmlns: "urn:xmpp:forward:0" }, delay, message);
  return xml("message", addresses, xml("result", { xmlns: NS_MAM, queryid: queryId, id }, forwarded));
}
