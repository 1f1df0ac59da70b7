/** XEP-0478: Stream Limits Advertisement: how long an element may be that a client sends. */
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import type { XmlLimits } from "../../xml/stream-parser.ts";
import type { StreamFeature } from "../feature.ts";

const NS = "urn:xmpp:stream-limits:0";

export interface AdvertisedLimits {
  readonly limits: { readonly stranger: XmlLimits; readonly authenticated: XmlLimits };
  /** Milliseconds for which a stranger may say nothing. */
  readonly negotiationTime: number;
}

/** Who has signed in may be silent for as long as it likes, so nothing is said of that. */
export const streamLimits = ({ limits, negotiationTime }: AdvertisedLimits): StreamFeature => ({
  name: "limits",
  ns: NS,
  needs: ["secure"],
  forbids: [],
  offer(stream) {
    const isKnown = stream.has("authenticated");
    const { stanzaBytes } = isKnown ? limits.authenticated : limits.stranger;
    const seconds = Math.floor(negotiationTime / 1000);
    const idle = isKnown || !Number.isFinite(seconds) ? undefined : xml("idle-seconds", {}, seconds);
    return [xml("limits", { xmlns: NS }, xml("max-bytes", {}, stanzaBytes), idle)];
  },
  negotiate() {
    throw new StreamError("not-authorized", "limits are told, not negotiated");
  },
});
