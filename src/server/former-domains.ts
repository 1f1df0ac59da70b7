/** Domains of before a change of name: what still comes for them (RFC 6120 §8.3.3.5, RFC 6121 §4.3.2, XEP-0283). */
import type { Element } from "ltx";
import { type Jid, makeJid } from "../jid/jid.ts";
import { NS_MOVED, NS_PUBSUB } from "../namespaces.ts";
import { addressed, errorOf, isRequest, isResponse, resultOf, type Stanza, withXml, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Router } from "./router.ts";

export interface FormerDomainsDeps {
  /** What each is called now: former domains, and those of the services below them. */
  readonly names: ReadonlyMap<string, string>;
  /** The former domains of accounts. */
  readonly accountDomains: ReadonlySet<string>;
  readonly router: Pick<Router, "receive" | "route">;
}

export interface FormerDomains {
  /** Takes what is for an address of a former domain: true where it is. */
  readonly receive: (stanza: Stanza) => boolean;
}

export function openFormerDomains({ names, accountDomains, router }: FormerDomainsDeps): FormerDomains {
  const deliver = (stanza: Stanza, to: Jid): void =>
    router.receive({ ...withXml(stanza, addressed(stanza.xml, { to: to.full })), to });

  const refuse = (stanza: Stanza, to: Jid): void => {
    const gone = new StanzaError("gone", { uri: uriOf(to), text: "this address is another one now" });
    router.route(errorOf(stanza, stanza.to?.full, gone));
  };

  return {
    receive: (stanza) => {
      const name = stanza.to && names.get(stanza.to.domain);
      if (!stanza.to || name === undefined) return false;
      const { local, domain, resource } = stanza.to;
      const now = makeJid(local, name, resource);
      const isOfAccount = accountDomains.has(domain);
      if (isResponse(stanza) && stanza.name !== "presence") deliver(stanza, now);
      else if (stanza.name === "message") {
        // Rooms have to be entered anew.
        if (isOfAccount && stanza.type !== "groupchat") deliver(stanza, now);
        else refuse(stanza, now);
      } else if (stanza.name === "presence") {
        if (isToBeAnswered(stanza, isOfAccount)) refuse(stanza, now);
      } else if (isOfAccount && asksWhereTo(stanza)) router.route(resultOf(stanza, stanza.to.full, statement(now)));
      else refuse(stanza, now);
      return true;
    },
  };
}

/**
 * A request and a probe are told where the contact is now. What ends a subscription to the former address says nothing of the one
 * to the new address. To a room, presence is the wish to enter.
 */
const isToBeAnswered = ({ type }: Stanza, isOfAccount: boolean): boolean =>
  isOfAccount ? type === "subscribe" || type === "probe" : type === "available";

/** XEP-0283: the contact's server asks the former account whether the new one is really its. */
function asksWhereTo(stanza: Stanza): boolean {
  if (!isRequest(stanza) || stanza.type !== "get") return false;
  return stanza.xml.getChild("pubsub", NS_PUBSUB)?.getChild("items")?.attrs.node === NS_MOVED;
}

/** The same for every name: it does not tell who has an account. */
const statement = (now: Jid): Element =>
  xml(
    "pubsub",
    { xmlns: NS_PUBSUB },
    xml(
      "items",
      { node: NS_MOVED },
      xml("item", { id: "current" }, xml("moved", { xmlns: NS_MOVED }, xml("new-jid", {}, now.bare))),
    ),
  );

/** RFC 5122 §2.2: characters that a URI does not allow as they are. */
const uriOf = ({ local, domain }: Jid): string =>
  `xmpp:${local === "" ? "" : `${encodeURIComponent(local)}@`}${domain}`;
