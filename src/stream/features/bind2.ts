/** XEP-0386: Bind 2: a resource, and what else a session begins with, in one step. */
import type { Element } from "ltx";
import { type Jid, parseJid, withResource } from "../../jid/jid.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import type { UserAgent } from "../../user-agent.ts";
import type { NegotiatingStream } from "../feature.ts";

export const NS_BIND2 = "urn:xmpp:bind:0";

export interface Bind2Deps<Session> {
  /** A session for this full JID takes the stream over. Throws StanzaError resource-constraint. */
  readonly bind: (stream: NegotiatingStream, jid: Jid, agent: UserAgent | undefined) => Session;
  /** What can be asked for inline, by namespace; what is returned stands in <bound/>. */
  readonly inline: ReadonlyMap<string, (request: Element, session: Session) => Element | undefined>;
  /** What the session is told without having asked. */
  readonly bound: (session: Session) => readonly Element[];
  /** The server's part of a resource: for one client always the same. */
  readonly resource: (account: string, agent: UserAgent | undefined, tag: string) => string;
}

export interface Bind2 {
  readonly offer: () => Element;
  /** The full JID and <bound/>, of a session that has begun. Throws StreamError resource-constraint. */
  readonly begin: (
    stream: NegotiatingStream,
    request: Element,
    agent: UserAgent | undefined,
  ) => { readonly jid: Jid; readonly bound: Element };
}

export function bind2<Session>({ bind, inline, bound, resource }: Bind2Deps<Session>): Bind2 {
  const session = (stream: NegotiatingStream, jid: Jid, agent: UserAgent | undefined): Session => {
    try {
      return bind(stream, jid, agent);
    } catch (error) {
      // The account is proven by now, and <bound/> has no form for a refusal.
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
      const begun = session(stream, jid, agent);
      const answers = request.getChildElements().flatMap((wish) => inline.get(wish.getNS() ?? "")?.(wish, begun) ?? []);
      return { jid, bound: xml("bound", { xmlns: NS_BIND2 }, ...bound(begun), ...answers) };
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
