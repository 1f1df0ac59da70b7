/** XEP-0160: Best Practices for Handling Offline Messages (RFC 6121 §8.5.2.2.1), stamped with XEP-0203. */
import type { Element } from "ltx";
import type { ImportReport } from "../import-report.ts";
import { NS_PIE, NS_STANZA_ID } from "../namespaces.ts";
import { integer, size } from "../options.ts";
import { withDelay, withoutForgedDelay } from "../server/delay.ts";
import { isStoredOffline } from "../server/delivery.ts";
import { defineModule, type Passage } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { unlessFull } from "../server/unless-full.ts";
import { copyOf, inClientNamespace, type Stanza, xml } from "../stanza.ts";
import { parseElement } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";
import { weightOf } from "../xml/weight.ts";
import { hasHint, isInstantMessage } from "./instant-message.ts";
import { offlineTables, openOfflineStore } from "./offline-store.ts";

/** The weight of the messages sent before the client has taken them; the last one may exceed it. */
const MAX_PORTION_WEIGHT = 1_000_000;

const domainOf = (account: string): string => account.slice(account.indexOf("@") + 1);

export const offline = defineModule({
  name: "offline",
  xep: "0160",
  version: "1.0.1",
  features: ["msgoffline"],
  tables: offlineTables,
  addresses: {
    tables: {
      offline_message: { account: "jid", xml: "xml" },
      offline_total: { account: "jid" },
      offline_imported: { account: "jid", digest: "other" },
    },
    recount: [
      `UPDATE offline_message SET weight = weight + octet_length(xml) - bytes, bytes = octet_length(xml)`,
      `UPDATE offline_total SET bytes = (SELECT coalesce(sum(bytes), 0) FROM offline_message WHERE account = offline_total.account)`,
    ],
  },
  options: {
    max_messages: integer(10_000, "How many messages wait for an account that is away.", { min: 0, max: 10_000_000 }),
    max_size: size("20MB", "How much all the messages that wait for one account may take."),
  },
  setup: ({ db, config, accounts, sessions, domains, now }) => {
    const messages = openOfflineStore(db);
    accounts.onRemove((account) => messages.forget(account));

    /** By account, the session that its messages are being delivered to: one at a time. */
    const receivers = new Map<string, Session>();

    const deliver = (session: Session): void => {
      const { account } = session;
      if (receivers.has(account) || messages.total(account).messages === 0) return;
      receivers.set(account, session);
      /** Of the portion, and how many of them are not in the store any more: their ids may be given to other messages. */
      let ids: readonly number[] = [];
      let removed = 0;
      const remove = (count: number): void => {
        const id = ids[count - 1];
        if (id === undefined || count <= removed) return;
        messages.removeUpTo(account, id);
        removed = count;
      };
      const next = (): readonly Element[] => {
        // Called again, the client has taken the portion before.
        remove(ids.length);
        const portion = messages.portion(account, 0, MAX_PORTION_WEIGHT);
        ids = portion.map(({ id }) => id);
        removed = 0;
        if (portion.length === 0) receivers.delete(account);
        return portion.map(({ xml }) => parseElement(xml));
      };
      // Where the disk is full, they are removed with the portion.
      const taken = (count: number): void => void unlessFull(() => remove(count));
      session.deliverBacklog(next, taken);
    };

    const deliverToAny = (account: string): void => {
      const one = [...sessions.of(account)].find(({ presence, priority }) => presence && priority >= 0);
      if (one) deliver(one);
    };

    /** Where the receiving session has ended in the middle, another one goes on. */
    const deliverToAnother = (gone: Session): void => {
      if (receivers.get(gone.account) !== gone) return;
      receivers.delete(gone.account);
      deliverToAny(gone.account);
    };

    /** The oldest first. */
    function* waiting(account: string): Generator<Element> {
      let last = 0;
      for (;;) {
        const portion = messages.portion(account, last, MAX_PORTION_WEIGHT);
        if (portion.length === 0) return;
        for (const { xml } of portion) yield inClientNamespace(parseElement(xml));
        last = portion.at(-1)?.id ?? last;
      }
    }

    const isFull = (account: string, bytes: number): boolean => {
      const total = messages.total(account);
      return total.messages >= config.max_messages || total.bytes + bytes > config.max_size;
    };

    const store = ({ stanza, account }: Passage): boolean => {
      if (!isStoredOffline(stanza)) return false;
      // A chat state, or what its sender does not want stored, is dropped without an error.
      if (!isInstantMessage(stanza) || hasHint(stanza, "no-store")) return true;
      const message = withDelay(stanza.xml, domainOf(account), now());
      const xml = print(message);
      const bytes = Buffer.byteLength(xml);
      if (isFull(account, bytes)) return false;
      messages.add(account, {
        xml,
        bytes,
        weight: weightOf(message, bytes),
        isArchived: isArchivedBy(account, message),
      });
      return true;
    };

    /** A message that waited elsewhere: with the stamp that it has there. */
    const importOne = (account: string, given: Element, report: ImportReport): void => {
      const message = copyOf(given);
      delete message.attrs.xmlns;
      const xml = print(message);
      const bytes = Buffer.byteLength(xml);
      if (messages.has(account, xml, bytes)) return report.known("offline");
      if (isFull(account, bytes)) return report.left("offline", "too-large", given.attrs.from);
      const isArchived = isArchivedBy(account, message);
      messages.addImported(account, { xml, bytes, weight: weightOf(message, bytes), isArchived });
      report.stored("offline");
    };

    const withoutForgery = ({ stanza }: Passage): Stanza =>
      stanza.name === "iq" ? stanza : withoutForgedDelay(stanza, domains);

    return {
      session: {
        // XEP-0386 §3.2: such a client fetches from the archive. What is not archived is still delivered.
        bound: ({ account }) => void messages.removeArchived(account),
        ended: (session) => void deliverToAnother(session),
        // The portion that it was sent is the session's from now on: it is sent again, or redelivered.
        crashed: ({ account, unacknowledged }) => {
          if (messages.total(account).messages === 0) return;
          for (const { stanza } of unacknowledged)
            if (stanza.name === "message") messages.removeOne(account, print(stanza));
        },
      },
      stanzas: {
        storeOffline: store,
        inbound: {
          amend: withoutForgery,
        },
        outbound: {
          // Other servers and rooms trust the server's stamps as well.
          amend: withoutForgery,
          // §2: whenever a session can be sent messages (RFC 6121 §8.5.2.1.1).
          copy: ({ stanza, session }) => {
            const isBroadcast = stanza.name === "presence" && stanza.type === "available" && !stanza.to;
            if (isBroadcast && session && session.priority >= 0) deliver(session);
          },
        },
      },
      export: function* (account) {
        if (messages.total(account).messages === 0) return;
        yield { container: xml("offline-messages", { xmlns: NS_PIE }), children: waiting(account) };
      },
      import: {
        [NS_PIE]: {
          "offline-messages": (account, part, report) => {
            for (const message of part.getChildren("message")) importOne(account, message, report);
          },
        },
      },
      arrived: deliverToAny,
      storageUsage: (account) => messages.total(account).bytes,
    };
  },
});

/** XEP-0359: a message with a stanza-id by the account is in its archive. */
const isArchivedBy = (account: string, message: Element): boolean =>
  message.getChildren("stanza-id", NS_STANZA_ID).some(({ attrs }) => attrs.by === account);
