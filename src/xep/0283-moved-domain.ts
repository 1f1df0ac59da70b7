/** XEP-0283: contacts on other servers are told that this server's domain has another name. */
import type { Element } from "ltx";
import { HOUR, SECOND } from "../clock.ts";
import { isSubscribedTo, isSubscriber } from "../im/contact.ts";
import { roster } from "../im/roster.ts";
import { storedJid } from "../jid/jid.ts";
import { defineModule, type Passage } from "../server/module.ts";
import { isSubscription } from "../stanza.ts";
import { moved } from "./0283-moved.ts";

const TABLES = [
  // `is_told`: whom to tell is in moved_untold, or nobody is told.
  // `due`: when a contact is told, in milliseconds since 1970; null once it has been, until it answers.
  `CREATE TABLE moved_domain (
    id TEXT PRIMARY KEY,
    former TEXT NOT NULL,
    name TEXT NOT NULL,
    time INTEGER NOT NULL,
    is_told INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE moved_untold (
    account TEXT NOT NULL,
    contact TEXT NOT NULL,
    former TEXT NOT NULL,
    due INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, contact)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX moved_untold_due ON moved_untold (due) WHERE due IS NOT NULL;`,
] as const;

/** Run with [id, former domain, new domain, milliseconds since 1970, 0 where contacts are to be told] when all else is renamed. */
export const RECORD_MOVED_DOMAIN = "INSERT INTO moved_domain (id, former, name, time, is_told) VALUES (?, ?, ?, ?, ?)";
/** Whether the renaming with this id has been done. */
export const FIND_MOVED_DOMAIN = "SELECT 1 AS one FROM moved_domain WHERE id = ?";

/** After the start, streams to other servers and the certificate of the new name have to be there. */
const BEFORE_FIRST = 5 * SECOND;
/** So many contacts are told at once, and then others after a pause: 300 in a minute. */
const AT_ONCE = 5;
const PAUSE = SECOND;
/** A server that could not be reached is tried again, each time after twice as long. */
const RETRY = HOUR;
const MAX_TRIES = 8;

interface Move {
  readonly id: string;
  readonly former: string;
  readonly name: string;
}

interface Untold {
  readonly account: string;
  readonly contact: string;
  readonly former: string;
}

export const movedDomain = defineModule({
  name: "moved_domain",
  xep: "0283",
  version: "0.2.0",
  tables: TABLES,
  addresses: {
    tables: {
      moved_domain: { id: "other", former: "other", name: "jid" },
      moved_untold: { account: "jid", contact: "jid", former: "other" },
    },
  },
  notExported: "whom this server still has to tell of its own change of name",
  setup: ({ db, accounts, domains, now, schedule, use }) => {
    const contacts = use(roster);
    const { ask } = use(moved);
    const moves = db.read<Move>("SELECT id, former, name FROM moved_domain WHERE is_told = 0 ORDER BY time");
    const collected = db.write("UPDATE moved_domain SET is_told = 1 WHERE id = ?");
    const add = db.write("INSERT OR REPLACE INTO moved_untold (account, contact, former, due) VALUES (?, ?, ?, ?)", {
      mayUseReserve: true,
    });
    const due = db.read<Untold>(
      `SELECT account, contact, former FROM moved_untold INDEXED BY moved_untold_due
        WHERE due IS NOT NULL AND due <= ? ORDER BY due LIMIT ${AT_ONCE}`,
    );
    const next = db.read<{ due: number }>(
      "SELECT due FROM moved_untold INDEXED BY moved_untold_due WHERE due IS NOT NULL ORDER BY due LIMIT 1",
    );
    const told = db.write("UPDATE moved_untold SET due = NULL, tries = tries + 1 WHERE account = ? AND contact = ?");
    const again = db.write(
      `UPDATE moved_untold SET due = ?1 + (${RETRY} << (tries - 1))
        WHERE account = ?2 AND contact = ?3 AND due IS NULL AND tries < ${MAX_TRIES}`,
    );
    const isTold = db.read("SELECT 1 FROM moved_untold WHERE account = ? AND contact = ? AND due IS NULL");
    const settle = db.write("DELETE FROM moved_untold WHERE account = ? AND contact = ?");
    const forget = db.write("DELETE FROM moved_untold WHERE account = ?");
    accounts.onRemove((account) => void forget.run(account));

    /**
     * Contacts elsewhere know nothing yet of the new address: each subscription to one is a request again, until it agrees. So it
     * is before anybody signs in, and no probe is sent that would be answered by "unsubscribed".
     */
    const collect = ({ id, former, name }: Move): void => {
      const ours = accounts.list().filter(({ jid }) => jid.endsWith(`@${name}`));
      for (const { jid: account } of ours)
        for (const { jid } of [...contacts.presenceContacts(account)]) {
          const known = contacts.get(account, jid);
          if (!known || !isSubscribedTo(known) || isHere(storedJid(jid).domain)) continue;
          contacts.put(account, { ...known, subscription: isSubscriber(known) ? "from" : "none", ask: true });
          add.run(account, jid, former, now());
        }
      collected.run(id);
    };
    const isHere = (domain: string): boolean =>
      [...domains].some((own) => domain === own || domain.endsWith(`.${own}`));

    const tell = ({ account, contact, former }: Untold): void => {
      // The owner may have changed their mind meanwhile.
      if (contacts.get(account, contact)?.ask !== true) return void settle.run(account, contact);
      told.run(account, contact);
      ask(account, contact, `${storedJid(account).local}@${former}`);
    };

    let isPlanned = false;
    const goOn = (): void => {
      isPlanned = false;
      db.atomically(() => {
        for (const untold of due.all(now())) tell(untold);
      });
      plan();
    };
    const plan = (): void => {
      const first = next.get();
      if (!first || isPlanned) return;
      isPlanned = true;
      schedule(Math.min(Math.max(first.due - now(), PAUSE), RETRY), goOn);
    };

    const all = moves.all();
    db.atomically(() => {
      for (const move of all) collect(move);
    });
    schedule(BEFORE_FIRST, plan);

    /** An answer, or the news that the contact's server cannot be reached now. */
    const note = ({ stanza: { type, xml: presence }, account, peer }: Passage): void => {
      if (type === "subscribe" || type === "unsubscribe" || isTold.get(account, peer.bare) === undefined) return;
      if (type !== "error" || !isPassing(presence.getChild("error"))) return void settle.run(account, peer.bare);
      again.run(now(), account, peer.bare);
      plan();
    };

    return {
      stanzas: {
        inbound: {
          guard: (passage) => {
            const { stanza } = passage;
            if (stanza.name === "presence" && (stanza.type === "error" || isSubscription(stanza))) note(passage);
            return undefined;
          },
        },
      },
    };
  },
});

const isPassing = (error: Element | undefined): boolean =>
  error?.attrs.type === "wait" ||
  error?.getChildElements().some(({ name }) => name.startsWith("remote-server-")) === true;
