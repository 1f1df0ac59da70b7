/** XEP-0012: Last Activity of accounts, for those who may see their presence; and the server's uptime. */
import { roster } from "../im/roster.ts";
import { defineModule, type Passage } from "../server/module.ts";
import { isRequest, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";

const NS = "jabber:iq:last";

const TABLES = [
  `CREATE TABLE last_activity (
    account TEXT PRIMARY KEY,
    time INTEGER NOT NULL,
    status TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;`,
] as const;

export const lastActivity = defineModule({
  name: "last_activity",
  xep: "0012",
  version: "2.0",
  tables: TABLES,
  addresses: {
    tables: {
      last_activity: { account: "jid", status: "other" },
    },
  },
  notExported: "XEP-0227 has no place for it",
  setup: ({ db, now, sessions, accounts, use }) => {
    const contacts = use(roster);
    const started = now();
    const known = db.read<{ time: number; status: string }>("SELECT time, status FROM last_activity WHERE account = ?");
    const store = db.write("INSERT OR REPLACE INTO last_activity (account, time, status) VALUES (?, ?, ?)");
    const remove = db.write("DELETE FROM last_activity WHERE account = ?");
    accounts.onRemove((account) => void remove.run(account));

    const seconds = (since: number): number => Math.max(0, Math.floor((now() - since) / 1000));

    /** §3: only those who may see an account's presence may see its last activity. */
    const isTrusted = ({ account, peer }: Passage): boolean =>
      peer.bare === account || contacts.hasSubscriber(account, peer.bare);

    const ofAccount = (passage: Passage) => {
      const { account } = passage;
      if (!isTrusted(passage)) throw new StanzaError("forbidden");
      const isHere = [...sessions.of(account)].some((session) => session.presence);
      if (isHere) return xml("query", { xmlns: NS, seconds: 0 });
      const last = known.get(account);
      if (!last) throw new StanzaError("item-not-found");
      return xml("query", { xmlns: NS, seconds: seconds(last.time) }, last.status);
    };

    return {
      api: {
        /** When the last app of an account went, in milliseconds since 1970. */
        leftAt: (account: string): number | undefined => known.get(account)?.time,
      },
      iq: {
        server: { [NS]: { get: { query: () => xml("query", { xmlns: NS, seconds: seconds(started) }) } } },
        account: { [NS]: { get: { query: (_, passage) => ofAccount(passage) } } },
      },
      stanzas: {
        inbound: {
          // §4: a request to a full JID is subject to the same rule, whether the resource exists or not.
          guard: (passage) =>
            isRequest(passage.stanza) && passage.stanza.xml.getChild("query", NS) && !isTrusted(passage)
              ? new StanzaError("forbidden")
              : undefined,
        },
        outbound: {
          record: ({ stanza, account }) => {
            if (stanza.name !== "presence" || stanza.type !== "unavailable" || stanza.to) return;
            store.run(account, now(), stanza.xml.getChildText("status")?.slice(0, 1023) ?? "");
          },
        },
      },
      session: {
        ended: ({ account, presence }) => {
          if (presence) store.run(account, now(), "");
        },
      },
    };
  },
});
