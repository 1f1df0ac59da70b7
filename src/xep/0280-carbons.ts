/** XEP-0280: Message Carbons: what one of a person's clients sends or receives, the others see too. */
import type { Element } from "ltx";
import { hasHint, isInstantMessage } from "../im/instant-message.ts";
import { defineModule, type Passage } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { copyOf, type Stanza, xml } from "../stanza.ts";

const NS = "urn:xmpp:carbons:2";

export const carbons = defineModule({
  name: "carbons",
  xep: "0280",
  version: "1.0.1",
  features: ["urn:xmpp:carbons:rules:0"],
  setup: ({ sessions }) => {
    const enabled = new WeakSet<Session>();
    const enable = (_: Element, session: Session): undefined => void enabled.add(session);
    const disable = (_: Element, session: Session): undefined => void enabled.delete(session);

    const copy =
      (direction: "sent" | "received") =>
      ({ stanza, account, session, recipients }: Passage): undefined => {
        if (!isCopied(stanza)) return;
        for (const other of sessions.of(account)) {
          if (!enabled.has(other) || other === session || recipients.has(other)) continue;
          const forwarded = xml("forwarded", { xmlns: "urn:xmpp:forward:0" }, inContentNamespace(stanza.xml));
          const carbon = xml(direction, { xmlns: NS }, forwarded);
          other.send(xml("message", { from: account, to: other.jid.full, type: stanza.xml.attrs.type }, carbon));
        }
      };

    return {
      iq: { self: { [NS]: { set: { enable, disable } } } },
      bind2: { [NS]: enable },
      outbound: { copy: copy("sent") },
      inbound: { copy: copy("received") },
    };
  },
});

/** §6.1; <private/> and XEP-0334's <no-copy/> ask for none. */
function isCopied(stanza: Stanza): boolean {
  if (stanza.name !== "message" || stanza.xml.getChild("private", NS) || hasHint(stanza, "no-copy")) return false;
  return isInstantMessage(stanza) || (stanza.type === "error" && stanza.xml.getChild("body") !== undefined);
}

/** Inside <forwarded/> the stanza has to say its namespace (XEP-0297 §3.1). */
function inContentNamespace(stanza: Element): Element {
  const copy = copyOf(stanza);
  copy.attrs.xmlns = "jabber:client";
  return copy;
}
