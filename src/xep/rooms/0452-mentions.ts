/** XEP-0452: MUC Mention Notifications: mentioned members who are not in the room are forwarded the message. */
import type { Element } from "ltx";
import { type Jid, tryParseJid } from "../../jid/jid.ts";
import { NS_CLIENT } from "../../namespaces.ts";
import { delayElement } from "../../server/delay.ts";
import { defineModule } from "../../server/module.ts";
import { addressed, xml } from "../../stanza.ts";
import { blocking } from "../0191-blocking.ts";
import type { Engine } from "./0045-muc/engine.ts";
import type { RoomMessage } from "./0045-muc/feature.ts";
import { rooms } from "./0045-muc/muc.ts";
import { isAtLeast } from "./0045-muc/privileges.ts";
import type { Room } from "./0045-muc/state/room.ts";

const NS = "urn:xmpp:mmn:0";
/** XEP-0372. */
const REFERENCES = "urn:xmpp:reference:0";
/** References of one message; more are ignored. */
const MAX_MENTIONS = 50;

export const mentions = defineModule({
  name: "mentions",
  xep: "0452",
  version: "0.2.2",
  setup: ({ now, use }) => {
    const { engine, extend } = use(rooms);
    const { isBlocked } = use(blocking);

    /** Members with a reserved nickname (§2: by which they opt in), that are not in the room. */
    const isNotified = (room: Room, account: string): boolean =>
      room.occupants.byAccount(account).length === 0 &&
      engine.reservedNicknames.of(room, account) !== undefined &&
      isAtLeast(engine.affiliations.of(room, account), "member");

    extend({
      reserved: [["mentions", NS]],
      copy: (roomMessage) => {
        const { room, message, stanza } = roomMessage;
        if (!room.config.forwardmentions) return;
        const recipients = [...mentionedIn(engine, roomMessage)].filter(
          (account) => isNotified(room, account) && !isBlocked(account, stanza.from),
        );
        if (recipients.length > 0) engine.multicast(notification(room, message, now()), recipients);
      },
    });
    return {};
  },
});

/** The accounts (bare JIDs) that are mentioned, by their addresses or by their reserved nicknames. */
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

/** The JID of an XMPP URI (RFC 5122); undefined where it is invalid. */
function addressIn(uri: string | undefined): Jid | undefined {
  if (!uri?.startsWith("xmpp:")) return undefined;
  try {
    return tryParseJid(decodeURIComponent(uri.slice("xmpp:".length).split("?", 1)[0] ?? ""));
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** §3.2: forwards the message as the room has sent it. Without `to`: the same for all recipients. */
function notification(room: Room, message: Element, time: number): Element {
  const { bare } = room.jid;
  const forwardedMessage = addressed(message, { to: bare });
  forwardedMessage.attrs.xmlns = NS_CLIENT;
  const delay = delayElement(time);
  const forwarded = xml("forwarded", { xmlns: "urn:xmpp:forward:0" }, delay, forwardedMessage);
  return xml("message", { from: bare }, xml("mentions", { xmlns: NS }, forwarded));
}
