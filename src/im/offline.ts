/** XEP-0160: Best Practices for Handling Offline Messages (RFC 6121 §8.5.2.2.1), stamped with XEP-0203. */
import type { Element } from "ltx";
import { integer } from "../options.ts";
import { delayed, withoutForgedDelay } from "../server/delay.ts";
import { isKeptForLater } from "../server/delivery.ts";
import { defineModule, type Passage } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import type { Stanza } from "../stanza.ts";
import { parseElement } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";
import { hasHint, isInstantMessage } from "./instant-message.ts";

const TABLES = [
  `CREATE TABLE offline_message (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    xml TEXT NOT NULL
  ) STRICT;
  CREATE INDEX offline_message_by_account ON offline_message (account, id);`,
] as const;

/** What is handed over before the client has taken it; the last message may go beyond the bytes. */
const PORTION = { messages: 100, bytes: 500_000 };

const domainOf = (account: string): string => account.slice(account.indexOf("@") + 1);

export const offline = defineModule({
  name: "offline",
  xep: "0160",
  version: "1.0.1",
  features: ["msgoffline"],
  tables: TABLES,
  options: {
    max_messages: integer(10_000, "How many messages wait for an account that is away.", { min: 0, max: 10_000_000 }),
  },
  setup: ({ db, config, accounts, sessions, domains, now }) => {
    /** One at a time: all of them together may be more than fits into memory. */
    const following = db.read<{ id: number; xml: string }>(
      "SELECT id, xml FROM offline_message WHERE account = ? AND id > ? ORDER BY id LIMIT 1",
    );
    const removeUpTo = db.write("DELETE FROM offline_message WHERE account = ? AND id <= ?");
    const counted = db.read<{ n: number }>("SELECT count(*) AS n FROM offline_message WHERE account = ?");
    const store = db.write("INSERT INTO offline_message (account, xml) VALUES (?, ?)");
    const remove = db.write("DELETE FROM offline_message WHERE account = ?");
    const removeOne = db.write("DELETE FROM offline_message WHERE id = ?");
    accounts.onRemove((account) => void remove.run(account));

    /** To whom an account's messages are being handed over: to one session at a time. */
    const receivers = new Map<string, Session>();

    const handOver = (session: Session): void => {
      const { account } = session;
      if (receivers.has(account) || !following.get(account, 0)) return;
      receivers.set(account, session);
      let last = 0;
      session.pour(() => {
        // Asked again, the client has taken what it was given.
        if (last > 0) removeUpTo.run(account, last);
        const portion: Element[] = [];
        for (let bytes = 0; bytes < PORTION.bytes && portion.length < PORTION.messages; ) {
          const message = following.get(account, last);
          if (!message) break;
          portion.push(parseElement(message.xml));
          bytes += Buffer.byteLength(message.xml);
          last = message.id;
        }
        if (portion.length === 0) receivers.delete(account);
        return portion;
      });
    };

    /** The receiver has gone in the middle of it: another one goes on. */
    const handOverToOthers = (gone: Session): void => {
      if (receivers.get(gone.account) !== gone) return;
      receivers.delete(gone.account);
      const other = [...sessions.of(gone.account)].find(({ presence, priority }) => presence && priority >= 0);
      if (other) handOver(other);
    };

    // XEP-0386 §3.2: who binds that way fetches from the archive. What is not there is still handed over.
    const leaveToArchive = ({ account }: Session): undefined => {
      for (let message = following.get(account, 0); message; message = following.get(account, message.id)) {
        if (isArchivedBy(account, parseElement(message.xml))) removeOne.run(message.id);
      }
    };

    const honest = ({ stanza }: Passage): Stanza =>
      stanza.name === "iq" ? stanza : withoutForgedDelay(stanza, domains);

    return {
      bound: leaveToArchive,
      keep: ({ stanza, account }) => {
        if (!isKeptForLater(stanza)) return false;
        // A typing notice, or what its sender does not want stored: gone, and no error worth telling.
        if (!isInstantMessage(stanza) || hasHint(stanza, "no-store")) return true;
        if ((counted.get(account)?.n ?? 0) >= config.max_messages) return false;
        store.run(account, print(delayed(stanza.xml, domainOf(account), now())));
        return true;
      },
      inbound: {
        amend: honest,
      },
      outbound: {
        // Who is elsewhere, or in a room, believes the server's stamps, too.
        amend: honest,
        // §2: whenever the account says that it can be sent messages (RFC 6121 §8.5.2.1.1).
        copy: ({ stanza, session }) => {
          const isBroadcast = stanza.name === "presence" && stanza.type === "available" && !stanza.to;
          if (isBroadcast && session && session.priority >= 0) handOver(session);
        },
      },
      offline: (session) => void handOverToOthers(session),
    };
  },
});

/** XEP-0359: what bears an id by the account is in its archive. */
const isArchivedBy = (account: string, message: Element): boolean =>
  message.getChildren("stanza-id", "urn:xmpp:sid:0").some(({ attrs }) => attrs.by === account);
