/** XEP-0160: Best Practices for Handling Offline Messages (RFC 6121 §8.5.2.2.1), stamped with XEP-0203. */
import type { Element } from "ltx";
import { NS_STANZA_ID } from "../namespaces.ts";
import { integer, size } from "../options.ts";
import { withDelay, withoutForgedDelay } from "../server/delay.ts";
import { isStoredOffline } from "../server/delivery.ts";
import { defineModule, type Passage } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import type { Stanza } from "../stanza.ts";
import { parseElement } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";
import { weightOf } from "../xml/weight.ts";
import { hasHint, isInstantMessage } from "./instant-message.ts";
import { offlineTables, openOfflineStore } from "./offline-store.ts";

/** The weight of what is handed over before the client has taken it; the last message may go beyond it. */
const PORTION = 1_000_000;

const domainOf = (account: string): string => account.slice(account.indexOf("@") + 1);

export const offline = defineModule({
  name: "offline",
  xep: "0160",
  version: "1.0.1",
  features: ["msgoffline"],
  tables: offlineTables,
  options: {
    max_messages: integer(10_000, "How many messages wait for an account that is away.", { min: 0, max: 10_000_000 }),
    max_size: size("20MB", "How much all the messages that wait for one account may take."),
  },
  setup: ({ db, config, accounts, sessions, domains, now }) => {
    const store = openOfflineStore(db);
    accounts.onRemove((account) => store.forget(account));

    /** To whom an account's messages are being handed over: to one session at a time. */
    const receivers = new Map<string, Session>();

    const handOver = (session: Session): void => {
      const { account } = session;
      if (receivers.has(account) || store.total(account).messages === 0) return;
      receivers.set(account, session);
      let last = 0;
      session.deliverBacklog(() => {
        // Asked again, the client has taken what it was given.
        if (last > 0) store.removeUpTo(account, last);
        const portion = store.portion(account, last, PORTION);
        last = portion.at(-1)?.id ?? last;
        if (portion.length === 0) receivers.delete(account);
        return portion.map(({ xml }) => parseElement(xml));
      });
    };

    /** The receiver has gone in the middle of it: another one goes on. */
    const handOverToOthers = (gone: Session): void => {
      if (receivers.get(gone.account) !== gone) return;
      receivers.delete(gone.account);
      const other = [...sessions.of(gone.account)].find(({ presence, priority }) => presence && priority >= 0);
      if (other) handOver(other);
    };

    const isFull = (account: string, bytes: number): boolean => {
      const total = store.total(account);
      return total.messages >= config.max_messages || total.bytes + bytes > config.max_size;
    };

    const keep = ({ stanza, account }: Passage): boolean => {
      if (!isStoredOffline(stanza)) return false;
      // A typing notice, or what its sender does not want stored: gone, and no error worth telling.
      if (!isInstantMessage(stanza) || hasHint(stanza, "no-store")) return true;
      const message = withDelay(stanza.xml, domainOf(account), now());
      const xml = print(message);
      const bytes = Buffer.byteLength(xml);
      if (isFull(account, bytes)) return false;
      store.add(account, { xml, bytes, weight: weightOf(message, bytes), isArchived: isArchivedBy(account, message) });
      return true;
    };

    const honest = ({ stanza }: Passage): Stanza =>
      stanza.name === "iq" ? stanza : withoutForgedDelay(stanza, domains);

    return {
      session: {
        // XEP-0386 §3.2: who binds that way fetches from the archive. What is not there is still handed over.
        bound: ({ account }) => void store.removeArchived(account),
        ended: (session) => void handOverToOthers(session),
      },
      stanzas: {
        storeOffline: keep,
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
      },
      storageUsage: (account) => store.total(account).bytes,
    };
  },
});

/** XEP-0359: what bears an id by the account is in its archive. */
const isArchivedBy = (account: string, message: Element): boolean =>
  message.getChildren("stanza-id", NS_STANZA_ID).some(({ attrs }) => attrs.by === account);
