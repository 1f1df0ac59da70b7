/** XEP-0452: MUC Mention Notifications: who is mentioned in a room and is not in it gets what was said. */

import type { Element } from "ltx";
import { parseJid } from "../../jid/jid.ts";
import { NS_CLIENT } from "../../namespaces.ts";
import { delayElement } from "../../server/delay.ts";
import { defineModule } from "../../server/module.ts";
import { addressed, xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { blocking } from "../0191-blocking.ts";
import type { Engine } from "./0045-muc/engine.ts";
import type { RoomMessage } from "./0045-muc/feature.ts";
import { rooms } from "./0045-muc/muc.ts";
import { isAtLeast } from "./0045-muc/privileges.ts";
import type { Room } from "./0045-muc/state/room.ts";

const NS = "urn:xmpp:mmn:0";
/** XEP-0372: what in a text stands for somebody. */
const REFERENCES = "urn:xmpp:reference:0";
/** Mentions of one message that are looked at. */
const MAX_MENTIONS = 50;

export const mentions = defineModule({
  name: "mentions",
  xep: "0452",
  version: "0.2.2",
  setup: ({ now, use }) => {
    const { engine, extend } = use(rooms);
    const { isBlocked } = use(blocking);

    /** Members who have registered a nickname (§2: so they opt in or out), and do not read it in the room. */
    const isNotified = (room: Room, account: string): boolean =>
      room.occupants.byAccount(account).length === 0 &&
      engine.reservedNicknames.of(room, account) !== undefined &&
      isAtLeast(engine.affiliations.of(room, account), "member");

    extend({
      reserved: [["mentions", NS]],
      copy: (said) => {
        const { room, message, stanza } = said;
        if (!room.config.forwardmentions) return;
        const told = [...mentionedIn(engine, said)].filter(
          (account) => isNotified(room, account) && !isBlocked(account, stanza.from),
        );
        if (told.length > 0) engine.multicast(notification(room, message, now()), told);
      },
    });
    return {};
  },
});

/** The accounts (bare JIDs) that are meant, each once: by their addresses, or by the nicknames that they have registered. */
function mentionedIn({ reservedNicknames }: Engine, { room, message }: RoomMessage): Set<string> {
  const mentioned = new Set<string>();
  for (const { attrs } of message.getChildren("reference", REFERENCES).slice(0, MAX_MENTIONS)) {
    const jid = attrs.type === "mention" ? addressIn(attrs.uri) : undefined;
    if (!jid) continue;
    const account = jid.bare === room.jid.bare ? reservedNicknames.holder(room, jid.resource) : jid.bare;
    if (account !== undefined) mentioned.add(account);
  }
  return mentioned;
}

/** RFC 5122: without a query; undefined for what is no address. */
function addressIn(uri: string | undefined) {
  if (!uri?.startsWith("xmpp:")) return undefined;
  try {
    return parseJid(decodeURIComponent(uri.slice("xmpp:".length).split("?", 1)[0] ?? ""));
  } catch (error) {
    if (error instanceof StanzaError || error instanceof URIError) return undefined;
    throw error;
  }
}

/** §3.2: the whole message, with what the room has added to it; the same for all who are mentioned, without `to`. */
function notification(room: Room, message: Element, time: number): Element {
  const { bare } = room.jid;
  const said = addressed(message, { to: bare });
  said.attrs.xmlns = NS_CLIENT;
  const delay = delayElement(time);
  const forwarded = xml("forwarded", { xmlns: "urn:xmpp:forward:0" }, delay, said);
  return xml("message", { from: bare }, xml("mentions", { xmlns: NS }, forwarded));
}
