/** RFC 6120 §7: resource binding; advertised with the session request of RFC 3921 §3, which old clients look for. */
import { type Jid, parseJid, withResource } from "../../jid/jid.ts";
import { NS_SESSION } from "../../namespaces.ts";
import { errorOf, stanzaOf, xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";

const NS = "urn:ietf:params:xml:ns:xmpp-bind";

export interface BindDeps {
  /** Begins a session of this full JID on the stream. Throws StanzaError resource-constraint. */
  readonly bind: (stream: NegotiatingStream, jid: Jid) => void;
  /** Generates a resource. */
  readonly resource: () => string;
}

export const bind = ({ bind, resource }: BindDeps): StreamFeature => ({
  ns: NS,
  needs: ["secure", "authenticated"],
  forbids: ["bound"],
  offer: () => [xml("bind", { xmlns: NS }), xml("session", { xmlns: NS_SESSION }, xml("optional"))],
  negotiate(stream, element) {
    if (element.name !== "iq") throw new StreamError("not-authorized");
    const account = parseJid(stream.account);
    try {
      const request = stanzaOf(element, account);
      if (request.type !== "set") throw new StanzaError("bad-request");
      const wanted = element.getChild("bind", NS)?.getChildText("resource");
      const jid = requestedJid(account, wanted || resource());
      bind(stream, jid);
      stream.send(xml("iq", { type: "result", id: request.id }, xml("bind", { xmlns: NS }, xml("jid", {}, jid.full))));
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      const refusal = errorOf({ name: "iq", id: element.attrs.id, from: account }, undefined, error);
      delete refusal.attrs.to;
      stream.send(refusal);
    }
  },
});

/** Throws StanzaError bad-request for what is not a resourcepart (§7.7.2.1). */
function requestedJid(account: Jid, resource: string): Jid {
  try {
    return withResource(account, resource);
  } catch (error) {
    throw error instanceof StanzaError ? new StanzaError("bad-request", { text: error.message }) : error;
  }
}
