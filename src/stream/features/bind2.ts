/** XEP-0386: Bind 2: binds a resource and enables features of the session within <authenticate/>. */
import type { Element } from "ltx";
import { type Jid, parseJid, withResource } from "../../jid/jid.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import type { UserAgent } from "../../user-agent.ts";
import type { NegotiatingStream } from "../feature.ts";

export const NS_BIND2 = "urn:xmpp:bind:0";

export interface Bind2Deps<Session> {
  /** Begins a session of this full JID on the stream. Throws StanzaError resource-constraint. */
  readonly bind: (stream: NegotiatingStream, jid: Jid, agent: UserAgent | undefined) => Session;
  /** Inline features, by namespace; what is returned is put into <bound/>. */
  readonly inline: ReadonlyMap<string, (request: Element, session: Session) => Element | undefined>;
  /** Elements that are put into <bound/> unasked. */
  readonly bound: (session: Session) => readonly Element[];
  /** The server's part of a resource: always the same for the same client. */
  readonly resource: (account: string, agent: UserAgent | undefined, tag: string) => string;
}

export interface Bind2 {
  readonly offer: () => Element;
  /** Begins a session; returns its full JID and <bound/>. Throws StreamError resource-constraint. */
  readonly begin: (
    stream: NegotiatingStream,
    request: Element,
    agent: UserAgent | undefined,
  ) => { readonly jid: Jid; readonly bound: Element };
}

export function bind2<Session>({ bind, inline, bound, resource }: Bind2Deps<Session>): Bind2 {
  const beginSession = (stream: NegotiatingStream, jid: Jid, agent: UserAgent | undefined): Session => {
    try {
      return bind(stream, jid, agent);
    } catch (error) {
      // Authentication has succeeded by now, and <success/> has no form for a refusal.
      throw error instanceof StanzaError ? new StreamError("resource-constraint", error.text) : error;
    }
  };

  return {
    offer: () => {
      const features = [...inline.keys()].map((feature) => xml("feature", { var: feature }));
      return xml("bind", { xmlns: NS_BIND2 }, xml("inline", {}, ...features));
    },
    begin(stream, request, agent) {
      const account = parseJid(stream.account);
      const tag = request.getChildText("tag", NS_BIND2)?.trim() ?? "";
      const jid = resourceJid(account, tag, resource(account.bare, agent, tag));
      const session = beginSession(stream, jid, agent);
      const answers = request
        .getChildElements()
        .flatMap((feature) => inline.get(feature.getNS() ?? "")?.(feature, session) ?? []);
      return { jid, bound: xml("bound", { xmlns: NS_BIND2 }, ...bound(session), ...answers) };
    },
  };
}

/** §3.2.1: "tag/identifier"; without the tag where that cannot be a resource. */
function resourceJid(account: Jid, tag: string, identifier: string): Jid {
  if (tag === "") return withResource(account, identifier);
  try {
    return withResource(account, `${tag}/${identifier}`);
  } catch (error) {
    if (error instanceof StanzaError) return withResource(account, identifier);
    throw error;
  }
}
