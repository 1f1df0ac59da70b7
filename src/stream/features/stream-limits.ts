/** XEP-0478: Stream Limits Advertisement: how long an element may be that a client sends. */
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import type { XmlLimits } from "../../xml/limits.ts";
import type { StreamFeature } from "../feature.ts";

const NS = "urn:xmpp:stream-limits:0";

export interface StreamLimitsDeps {
  readonly limits: { readonly stranger: XmlLimits; readonly authenticated: XmlLimits };
  /** Milliseconds for which a stranger may say nothing; what holds for others is that the connection is probed then. */
  readonly negotiationTime: number;
  readonly idle: number;
}

export const streamLimits = ({ limits, negotiationTime, idle }: StreamLimitsDeps): StreamFeature => ({
  name: "limits",
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
