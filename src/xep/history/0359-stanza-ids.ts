/** XEP-0359: Unique and Stable Stanza IDs: each message that an account's archive holds bears the id it has there. */
import type { Element } from "ltx";
import { isArchived } from "../../im/instant-message.ts";
import { NS_STANZA_ID } from "../../namespaces.ts";
import { forgeryCheck } from "../../server/forgery-check.ts";
import { defineModule, type Passage } from "../../server/module.ts";
import { type Stanza, withChildren, withXml, xml } from "../../stanza.ts";
import { opaqueIds } from "./0359-opaque-ids.ts";
import { archivePreferences } from "./0441-archive-preferences.ts";

const TABLES = ["CREATE TABLE stanza_id_key (key TEXT NOT NULL) STRICT;"] as const;

export interface StanzaIds {
  /** A number higher than all before: the time in microseconds since 1970, or the next one where the clock stands still. */
  next(): number;
  /** No number up to this one is given again. */
  continueAfter(last: number): void;
  /** A number as others see it, and back; undefined for what is none of ours. */
  textOf(id: number): string;
  numberIn(text: string): number | undefined;
  /** The number that a message was stamped with, on its way to this account. */
  stampOn(stanza: Stanza, account: string): number | undefined;
}

export const stanzaIds = defineModule({
  name: "stanza_ids",
  xep: "0359",
  version: "0.7.0",
  features: [NS_STANZA_ID],
  tables: TABLES,
  setup: ({ db, now, id, use }) => {
    const { wants } = use(archivePreferences);
    const stored = db.read<{ key: string }>("SELECT key FROM stanza_id_key").get()?.key;
    const key = stored ?? id();
    if (stored === undefined) db.write("INSERT INTO stanza_id_key (key) VALUES (?)").run(key);
    const { textOf, numberIn } = opaqueIds(Buffer.from(key, "base64url"));
    let last = 0;

    const api: StanzaIds = {
      next: () => {
        last = Math.max(last + 1, now() * 1000);
        return last;
      },
      continueAfter: (given) => {
        last = Math.max(last, given);
      },
      textOf,
      numberIn,
      stampOn: ({ xml: message }, account) => {
        const stamp = message.getChildren("stanza-id", NS_STANZA_ID).find(({ attrs }) => attrs.by === account)
          ?.attrs.id;
        return stamp === undefined ? undefined : numberIn(stamp);
      },
    };

    const stamped = ({ stanza, account, peer }: Passage): Stanza => {
      const honest = withoutForged(stanza, account);
      if (!isArchived(honest) || !wants(account, peer)) return honest;
      return withXml(honest, withStanzaId(honest.xml, account, textOf(api.next())));
    };

    return {
      stanzas: {
        inbound: {
          amend: (passage) => (passage.stanza.name === "message" ? stamped(passage) : passage.stanza),
        },
        outbound: {
          amend: ({ stanza, account }) => (stanza.name === "message" ? withoutForged(stanza, account) : stanza),
        },
      },
      api,
    };
  },
});

/** The message with one more child; shares the others. */
export const withStanzaId = (message: Element, by: string, id: string): Element =>
  withChildren(message, [...message.children, xml("stanza-id", { xmlns: NS_STANZA_ID, by, id })]);

/** §3: ids in this account's name that somebody else has written are taken out. */
function withoutForged(stanza: Stanza, account: string): Stanza {
  const isForged = idsBy(account);
  const honest = stanza.xml.children.filter((child) => typeof child === "string" || !isForged(child as Element));
  return honest.length === stanza.xml.children.length ? stanza : withXml(stanza, withChildren(stanza.xml, honest));
}

/** To be asked of each child of one message: whether it is an id in the name of `account`, a bare JID, however that is spelt. */
export function idsBy(account: string): (child: Element) => boolean {
  const isOurs = forgeryCheck((bare) => bare === account);
  return (child) => child.is("stanza-id", NS_STANZA_ID) && isOurs(child.attrs.by);
}
