/** XEP-0478: Stream Limits Advertisement: the bytes of an element, and the time without any. */
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import type { XmlLimits } from "../../xml/limits.ts";
import type { StreamFeature } from "../feature.ts";

const NS = "urn:xmpp:stream-limits:0";

export interface StreamLimitsDeps {
  readonly limits: { readonly stranger: XmlLimits; readonly authenticated: XmlLimits };
  /** Milliseconds in which a client has to authenticate and bind a resource. */
  readonly negotiationTime: number;
  /** Milliseconds without data after which an authenticated client is probed. */
  readonly idle: number;
}

export const streamLimits = ({ limits, negotiationTime, idle }: StreamLimitsDeps): StreamFeature => ({
  ns: NS,
  needs: ["secure"],
  forbids: [],
  offer(stream) {
    const isKnown = stream.is("authenticated");
    const { stanzaBytes } = isKnown ? limits.authenticated : limits.stranger;
    const seconds = Math.floor((isKnown ? idle : negotiationTime) / 1000);
    const silence = Number.isFinite(seconds) ? xml("idle-seconds", {}, seconds) : undefined;
    return [xml("limits", { xmlns: NS }, xml("max-bytes", {}, stanzaBytes), silence)];
  },
  negotiate() {
    throw new StreamError("not-authorized", "limits are told, not negotiated");
  },
});
