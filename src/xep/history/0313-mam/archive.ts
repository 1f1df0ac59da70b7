/** XEP-0313: Message Archive Management: the archives of accounts, and what rooms need to have theirs in the same place. */
import type { Element } from "ltx";
import { isArchived } from "../../../im/instant-message.ts";
import type { Jid } from "../../../jid/jid.ts";
import { NS_MAM } from "../../../namespaces.ts";
import { duration, size } from "../../../options.ts";
import { defineModule } from "../../../server/module.ts";
import type { Session } from "../../../server/session.ts";
import { print } from "../../../xml/print.ts";
import { stanzaIds } from "../0359-stanza-ids.ts";
import { fulltext } from "../0431-fulltext/fulltext.ts";
import { archivePreferences } from "../0441-archive-preferences.ts";
import { openAddresses } from "./addresses.ts";
import { type Answers, openAnswers } from "./answers.ts";
import { type InSteps, openFinding } from "./finding.ts";
import { Indexing } from "./indexing.ts";
import { entryOf } from "./keys.ts";
import { type ArchivedMessage, openMessages, type Row } from "./messages.ts";
import { queryForm } from "./query-form.ts";
import { archiveTables } from "./tables.ts";
import { Tidying } from "./tidying.ts";
import { openUsage } from "./usage.ts";

/**
 * §7: before-id, after-id, ids, flipped pages, metadata; and a field for room messages, of which accounts' archives have none.
 * Each account tells of them, and so does the domain: profanity 0.13 and others ask nobody else.
 */
export const ARCHIVE_FEATURES = ["urn:xmpp:mam:2#extended", "urn:xmpp:mam:2#groupchat-field"] as const;

type Peer = Pick<Jid, "bare" | "resource">;

export interface Archive {
  /** The id of a message in the archive of who sent it, as it stands in the record phase; undefined where it is not kept. */
  idOfSent(message: Element): string | undefined;
  /** Lets what was said last be found by `named` and `corrections`, in steps between which others may come in. */
  catchUp(): InSteps<void>;
  /** What an account and a peer (bare JIDs) have said to each other under this id of the sender's, the newest first; read one by one. */
  named(account: string, peer: string, name: string): Iterable<Row>;
  /** The corrections of such a message (XEP-0308), the newest first. */
  corrections(account: string, peer: string, name: string): Iterable<Row>;
  /** Puts something else in a message's place. */
  replace(row: Row, message: Element): void;
  /** Keeps a message of another address's than an account's (a room's), under a number of XEP-0359's. */
  add(id: number, owner: string, peer: Peer, message: Element): void;
  /** The message under this number, if it is in that archive. */
  get(owner: string, id: number): Row | undefined;
  /** The last ones, at most so many, with a number above `after`, in the order of time. */
  newest(owner: string, after: number, max: number): readonly ArchivedMessage[];
  /** All that an address had is gone. */
  forget(owner: string): void;
  readonly answers: Answers;
}

export const archive = defineModule({
  name: "archive",
  xep: "0313",
  version: "1.1.3",
  features: ARCHIVE_FEATURES,
  tables: archiveTables,
  options: {
    keep: duration("forever", "How long messages stay in the archive; what is older is removed."),
    max_size: size(
      "1GB",
      "How much the messages of one account or room may have in the archive; beyond it, the oldest are removed.",
    ),
  },
  setup: ({ db, config, accounts, log, now, schedule, inTurns, use }) => {
    const usage = openUsage(db);
    const messages = openMessages(db, usage);
    const addresses = openAddresses(db);
    const index = use(fulltext);
    const indexing = new Indexing({ db, messages, index, schedule });
    const tidying = new Tidying({
      ...{ db, addresses, messages, indexing, usage, log, now, schedule },
      keep: config.keep,
      maxSize: config.max_size,
    });
    const finding = openFinding({ addresses, messages, index, indexing });
    const { wants } = use(archivePreferences);
    const ids = use(stanzaIds);
    // A clock that was set back does not give an id twice.
    ids.continueAfter(Math.max(messages.newest(), indexing.upTo));
    const sent = new WeakMap<Element, string>();
    accounts.onRemove((account) => tidying.forget(account));
    indexing.begin();
    tidying.begin();

    const add = (id: number, account: string, { bare, resource }: Peer, message: Element): void => {
      const owner = addresses.newOwnerOf(account);
      const place = { owner, peer: addresses.newPeerOf(owner, bare), resource };
      const text = print(message);
      tidying.grown(owner, messages.add({ id, ...place, xml: text }));
      indexing.added(id, entryOf(place, message), text.length);
    };

    const answers = openAnswers(finding, ids);
    const query = (request: Element, session: Session): Promise<Element> => {
      const reader = { owner: session.account, to: session.jid.full, send: (result: Element) => session.send(result) };
      return inTurns(session.account, answers.query(request, reader));
    };
    const metadata = (_: Element, { account }: Session): Element => answers.metadata(account);

    const api: Archive = {
      idOfSent: (message) => sent.get(message),
      catchUp: () => indexing.catchUp(),
      named: finding.named,
      corrections: finding.corrections,
      replace: (row, message) => {
        const text = print(message);
        messages.replace(row.id, text);
        indexing.changed({ ...row, xml: text });
      },
      add,
      get: (owner, id) => (finding.has(owner, id) ? messages.get(id) : undefined),
      newest: finding.newest,
      forget: (owner) => tidying.forget(owner),
      answers,
    };

    return {
      api,
      storageUsage: usage.of,
      session: {
        bound: ({ account }) => answers.metadata(account),
      },
      iq: { self: { [NS_MAM]: { get: { query: queryForm, metadata }, set: { query } } } },
      stanzas: {
        outbound: {
          record: ({ stanza, account, peer }) => {
            // What one writes to oneself is archived once, as it arrives.
            if (!isArchived(stanza) || peer.bare === account || !wants(account, peer)) return;
            const id = ids.next();
            add(id, account, peer, stanza.xml);
            sent.set(stanza.xml, ids.textOf(id));
          },
        },
        inbound: {
          record: ({ stanza, account, peer }) => {
            const id = ids.stampOn(stanza, account);
            if (id !== undefined) add(id, account, peer, stanza.xml);
          },
        },
      },
    };
  },
});
