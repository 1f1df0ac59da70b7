/** XEP-0283: Moved: a contact that has moved to another address is let in there, once the old address has confirmed it. */
import type { Element } from "ltx";
import { BoundedMap } from "../bounded-map.ts";
import { MINUTE } from "../clock.ts";
import { isSubscribedTo, isSubscriber } from "../im/contact.ts";
import { roster } from "../im/roster.ts";
import { subscription } from "../im/subscription.ts";
import { type Jid, tryParseJid } from "../jid/jid.ts";
import { NS_MOVED, NS_PUBSUB } from "../namespaces.ts";
import { defineModule } from "../server/module.ts";
import { conditionsIn, type Stanza, xml } from "../stanza.ts";
import { NS_STANZAS } from "../stanza-error.ts";

/** How long the old address has to answer; the request is then shown as any other. */
const ANSWER_TIME = MINUTE;
/** Requests that are being confirmed; beyond, they are shown as any other. */
const MAX_PENDING = 1000;

export interface MovedApi {
  /** §4.2: the account, which was `old` before, asks to see a contact; all three are bare JIDs. */
  ask(account: string, contact: string, old: string): void;
  /** §4.1: the item of NS_MOVED that the old address publishes. */
  statementOf(account: string): Element;
}

export const moved = defineModule({
  name: "moved",
  xep: "0283",
  version: "0.2.0",
  setup: ({ sendRequest, schedule, log, db, use }) => {
    const contacts = use(roster);
    const { ask, held } = use(subscription);
    const pending = new BoundedMap<string, object>(MAX_PENDING);

    /** §4.3: a contact that sees the account. */
    const isKnown = (account: string, old: string): boolean => {
      const contact = contacts.get(account, old);
      return contact?.isListed === true && isSubscriber(contact);
    };

    /** §4.4, steps 3 and 4. */
    const confirm = (account: string, old: string, peer: string): void => {
      const key = `${account} ${peer}`;
      const attempt = {};
      pending.set(key, attempt);
      const end = (isConfirmed: boolean): void => {
        if (pending.get(key) !== attempt) return;
        pending.delete(key);
        db.atomically(() => {
          if (!isConfirmed || !isKnown(account, old) || !follow(account, old, peer)) held.showHeld(account, peer);
        });
      };
      const items = xml("items", { node: NS_MOVED }, xml("item", { id: "current" }));
      const request = xml("iq", { type: "get", from: account, to: old }, xml("pubsub", { xmlns: NS_PUBSUB }, items));
      schedule(ANSWER_TIME, () => end(false));
      sendRequest(request, (answer) => end(newAddressIn(answer) === peer));
    };

    /** §4.4. False where the request cannot be approved any more. */
    const follow = (account: string, old: string, peer: string): boolean => {
      const former = contacts.get(account, old);
      if (!former || !held.approveHeld(account, peer, former)) return false;
      held.revoke(account, old);
      if (isSubscribedTo(former)) ask(account, peer);
      log.info({ event: "contact-moved", account, from: old, to: peer });
      return true;
    };

    held.hold(({ stanza, account, peer }) => {
      const old = oldAddressIn(stanza.xml);
      if (old === undefined || old.bare === peer.bare || peer.local === "" || pending.size >= MAX_PENDING) return false;
      if (!isKnown(account, old.bare)) return false;
      // Once the request is stored.
      schedule(0, () => confirm(account, old.bare, peer.bare));
      return true;
    });

    const api: MovedApi = {
      ask: (account, contact, old) => ask(account, contact, xml("moved", { xmlns: NS_MOVED }, xml("old-jid", {}, old))),
      statementOf: (account) =>
        xml("item", { id: "current" }, xml("moved", { xmlns: NS_MOVED }, xml("new-jid", {}, account))),
    };
    return { api };
  },
});

/** §4.3: it is a bare JID, of an account. */
function oldAddressIn(request: Element): Jid | undefined {
  const jid = tryParseJid(request.getChild("moved", NS_MOVED)?.getChildText("old-jid") ?? "");
  return jid?.local !== "" && jid?.resource === "" ? jid : undefined;
}

/** The bare JID in the statement of the old address, or in the <gone/> that stands for it. */
function newAddressIn({ type, xml: answer }: Stanza): string | undefined {
  const items = answer.getChild("pubsub", NS_PUBSUB)?.getChild("items")?.getChildren("item") ?? [];
  const stated = items.flatMap((item) => item.getChild("moved", NS_MOVED)?.getChildText("new-jid") ?? []);
  const gone = conditionsIn(answer).find((condition) => condition.is("gone", NS_STANZAS));
  const text = type === "error" ? /^xmpp:([^?]+)/.exec(gone?.getText().trim() ?? "")?.[1] : stated[0];
  const jid = tryParseJid(text?.trim() ?? "");
  return jid?.resource === "" ? jid.bare : undefined;
}
