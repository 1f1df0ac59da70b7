/** XEP-0313: Message Archive Management, the archive of an account. */

import type { Element } from "ltx";
import { isArchived } from "../../im/instant-message.ts";
import { defineModule } from "../../server/module.ts";
import type { Session } from "../../server/session.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { print } from "../../xml/print.ts";
import { pageOf } from "../0059-rsm.ts";
import { stanzaIds } from "../0359-stanza-ids.ts";
import { archiveTables, openMessages } from "./messages.ts";
import { readQuery } from "./query.ts";
import { NS_MAM, queryForm } from "./query-form.ts";
import { resultFor, timestampOf } from "./result.ts";

/**
 * §7: before-id, after-id, ids, flipped pages, metadata; and a field for room messages, of which none are kept here.
 * Each account tells of them, and so does the domain: profanity 0.13 and others ask nobody else.
 */
const FEATURES = ["urn:xmpp:mam:2#extended", "urn:xmpp:mam:2#groupchat-field"] as const;

/** The archive's ids of what accounts have sent, for who forwards it (XEP-0280). */
export interface Archive {
  /** The id of a message in the archive of who sent it, as it stands in the record phase; undefined where it is not kept. */
  idOfSent(message: Element): string | undefined;
}

export const archive = defineModule({
  name: "archive",
  xep: "0313",
  version: "1.1.3",
  features: FEATURES,
  tables: archiveTables,
  setup: ({ db, accounts, use }) => {
    const messages = openMessages(db);
    const ids = use(stanzaIds);
    // A clock that was set back does not give an id twice.
    ids.continueAfter(messages.newest());
    const sent = new WeakMap<Element, string>();
    accounts.onRemove((account) => messages.forget(account));

    const query = (request: Element, session: Session): Element => {
      const { account } = session;
      const { queryId, filter, max, from, isFlipped, named } = readQuery(request, ids.numberIn);
      if (!named.every((id) => messages.has(account, id))) throw new StanzaError("item-not-found");
      if (max === 0) {
        const count = messages.count(account, filter);
        return xml("fin", { xmlns: NS_MAM, complete: count === 0 ? "true" : undefined }, pageOf([], count));
      }
      const { messages: page, isComplete } = messages.page(account, filter, max, from);
      for (const { id, xml: text } of isFlipped ? [...page].reverse() : page) {
        session.send(resultFor(session, { id: ids.textOf(id), time: id, text, queryId }));
      }
      const complete = isComplete ? "true" : undefined;
      return xml("fin", { xmlns: NS_MAM, complete }, pageOf(page.map(({ id }) => ids.textOf(id))));
    };

    const metadataOf = (account: string): Element => {
      const ends = messages.ends(account);
      const end = (name: string, id: number) => xml(name, { id: ids.textOf(id), timestamp: timestampOf(id) });
      return xml(
        "metadata",
        { xmlns: NS_MAM },
        ends ? end("start", ends.first) : undefined,
        ends ? end("end", ends.last) : undefined,
      );
    };
    const metadata = (_: Element, { account }: Session): Element => metadataOf(account);

    return {
      api: { idOfSent: (message: Element) => sent.get(message) } satisfies Archive,
      bound: ({ account }) => metadataOf(account),
      iq: { self: { [NS_MAM]: { get: { query: queryForm, metadata }, set: { query } } } },
      outbound: {
        record: ({ stanza, account, peer }) => {
          // What one writes to oneself is archived once, as it arrives.
          if (!isArchived(stanza) || peer.bare === account) return;
          const id = ids.next();
          messages.add(id, account, peer, print(stanza.xml));
          sent.set(stanza.xml, ids.textOf(id));
        },
      },
      inbound: {
        record: ({ stanza, account, peer }) => {
          const id = ids.stampOn(stanza, account);
          if (id !== undefined) messages.add(id, account, peer, print(stanza.xml));
        },
      },
    };
  },
});
