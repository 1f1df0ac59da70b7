/** XEP-0280: Message Carbons: messages of one session are copied to the account's other sessions. */
import type { Element } from "ltx";
import { NS_CARBONS, NS_CLIENT } from "../../namespaces.ts";
import { defineModule, type Passage } from "../../server/module.ts";
import type { Session } from "../../server/session.ts";
import { addressed, withChildren, xml } from "../../stanza.ts";
import { printOnce } from "../../xml/print.ts";
import { isEligible, SentMessages } from "./0280-eligible.ts";
import { archive } from "./0313-mam/archive.ts";
import { withStanzaId } from "./0359-stanza-ids.ts";
export const carbons = defineModule({
  name: "carbons",
  xep: "0280",
  version: "1.0.1",
  features: ["urn:xmpp:carbons:rules:0"],
  setup: ({ sessions, use }) => {
    const { idOfSent } = use(archive);
    const enabled = new WeakSet<Session>();
    const sentMessages = new SentMessages();
    const enable = (_: Element, session: Session): undefined => void enabled.add(session);
    const disable = (_: Element, session: Session): undefined => void enabled.delete(session);

    const copyTo = (
      account: string,
      message: () => Element,
      direction: "sent" | "received",
      isOther: (_: Session) => boolean,
      reached?: Set<Session>,
    ) => {
      const others = [...sessions.of(account)].filter((session) => enabled.has(session) && isOther(session));
      if (others.length === 0) return;
      const content = message();
      const forwarded = xml("forwarded", { xmlns: "urn:xmpp:forward:0" }, inContentNamespace(content));
      const carbon = xml(
        "message",
        { from: account, type: content.attrs.type },
        xml(direction, { xmlns: NS_CARBONS }, forwarded),
      );
      printOnce(carbon);
      for (const other of others) {
        other.send(addressed(carbon, { to: other.jid.full }));
        reached?.add(other);
      }
    };

    const copySent = ({ stanza, account, peer, session }: Passage): undefined => {
      if (!session || !isEligible(stanza, "sent")) return;
      sentMessages.add(session, stanza);
      // A message to oneself is copied once, inbound.
      if (peer.bare === account) return;
      const message = (): Element => {
        const id = idOfSent(stanza.xml);
        return id === undefined ? stanza.xml : withStanzaId(stanza.xml, account, id);
      };
      copyTo(account, message, "sent", (other) => other !== session);
    };

    const copyReceived = ({ stanza, account, peer, recipients, reached }: Passage): undefined => {
      const [addressee] = recipients;
      const isResponse = stanza.type === "error" && addressee !== undefined && sentMessages.has(addressee, stanza);
      if (!isResponse && !isEligible(stanza, "received")) return;
      const isOther = (other: Session): boolean => !recipients.has(other) && other.jid.full !== peer.full;
      copyTo(account, () => stanza.xml, "received", isOther, reached);
    };

    return {
      iq: { self: { [NS_CARBONS]: { set: { enable, disable } } } },
      session: {
        bind2: {
          [NS_CARBONS]: (request, session) => (request.getName() === "enable" ? enable(request, session) : undefined),
        },
        state: {
          save: (session) => (enabled.has(session) ? "enabled" : undefined),
          restore: (session) => void enabled.add(session),
        },
      },
      stanzas: {
        outbound: { copy: copySent },
        inbound: { copy: copyReceived },
      },
    };
  },
});

/** XEP-0297 §3.1: the stanza with its namespace, as it stands in <forwarded/>; shares its children. */
function inContentNamespace(stanza: Element): Element {
  const forwarded = withChildren(stanza, stanza.children);
  forwarded.attrs.xmlns = NS_CLIENT;
  return forwarded;
}
