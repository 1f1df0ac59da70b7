/** XEP-0313: Message Archive Management, the archive of an account. */

import type { Element } from "ltx";
import { hasHint, isInstantMessage } from "../../im/instant-message.ts";
import { defineModule } from "../../server/module.ts";
import type { Session } from "../../server/session.ts";
import { type Stanza, xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { print } from "../../xml/print.ts";
import { pageOf } from "../0059-rsm.ts";
import { idFor, stanzaIds } from "../0359-stanza-ids.ts";
import { type ArchivedMessage, archiveTables, openMessages } from "./messages.ts";
import { NS_MAM, queryForm, readQuery } from "./query.ts";

const EXTENDED = "urn:xmpp:mam:2#extended";

export const archive = defineModule({
  name: "archive",
  xep: "0313",
  version: "1.1.3",
  features: [EXTENDED],
  tables: archiveTables,
  setup: ({ db, accounts, use }) => {
    const messages = openMessages(db);
    const ids = use(stanzaIds);
    accounts.onRemove((account) => messages.forget(account));

    const query = (request: Element, session: Session): Element => {
      const { account } = session;
      const { queryId, filter, max, from, isFlipped, named } = readQuery(request);
      if (!named.every((id) => messages.has(account, id))) throw new StanzaError("item-not-found");
      if (max === 0) return xml("fin", { xmlns: NS_MAM }, pageOf([], messages.count(account, filter)));
      // One more than asked for tells whether there are more.
      const found = messages.page(account, filter, max + 1, from);
      const page = found.length <= max ? found : from === "oldest" ? found.slice(0, max) : found.slice(-max);
      for (const message of isFlipped ? [...page].reverse() : page) session.send(resultFor(session, message, queryId));
      const complete = found.length <= max ? "true" : undefined;
      return xml("fin", { xmlns: NS_MAM, complete }, pageOf(page.map(({ id }) => String(id))));
    };

    const metadata = (_: Element, { account }: Session): Element => {
      const ends = messages.ends(account);
      const end = (name: string, id: number) => xml(name, { id: String(id), timestamp: timestampOf(id) });
      return xml(
        "metadata",
        { xmlns: NS_MAM },
        ends ? end("start", ends.first) : undefined,
        ends ? end("end", ends.last) : undefined,
      );
    };

    return {
      iq: { self: { [NS_MAM]: { get: { query: queryForm, metadata }, set: { query } } } },
      outbound: {
        record: ({ stanza, account, peer }) => {
          // What one writes to oneself is archived once, as it arrives.
          if (isArchived(stanza) && peer.bare !== account) messages.add(ids.next(), account, peer, print(stanza.xml));
        },
      },
      inbound: {
        record: ({ stanza, account, peer }) => {
          if (isArchived(stanza)) messages.add(idFor(stanza, account) ?? ids.next(), account, peer, print(stanza.xml));
        },
      },
    };
  },
});

/** §5.1.1, with the hints of XEP-0334. */
const isArchived = (stanza: Stanza): boolean =>
  isInstantMessage(stanza) && !hasHint(stanza, "no-store") && !hasHint(stanza, "no-permanent-store");

const timestampOf = (id: number): string => new Date(Math.floor(id / 1000)).toISOString();

/** §4.2. */
function resultFor(session: Session, { id, xml: text }: ArchivedMessage, queryid: string | undefined): Element {
  const message = parseElement(text);
  message.attrs.xmlns = "jabber:client";
  const delay = xml("delay", { xmlns: "urn:xmpp:delay", stamp: timestampOf(id) });
  const forwarded = xml("forwarded", { xmlns: "urn:xmpp:forward:0" }, delay, message);
  const result = xml("result", { xmlns: NS_MAM, queryid, id: String(id) }, forwarded);
  return xml("message", { to: session.jid.full, from: session.account }, result);
}
