/** XEP-0441: Message Archive Management Preferences: the contacts whose conversations an account archives. */
import type { Element } from "ltx";
import { BoundedMap } from "../../bounded-map.ts";
import { roster } from "../../im/roster.ts";
import type { ImportReport } from "../../import-report.ts";
import { type Jid, parseJid, tryParseJid } from "../../jid/jid.ts";
import { NS_MAM } from "../../namespaces.ts";
import { defineModule } from "../../server/module.ts";
import type { Session } from "../../server/session.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";

/** Addresses in a list, and those that are parsed in one step. */
const MAX_ADDRESSES = 1000;
const ADDRESSES_PER_STEP = 50;
/** Accounts whose preference is in memory: each message asks for two. */
const MAX_CACHED = 2000;

const TABLES = [
  `CREATE TABLE archive_preference (
    account TEXT PRIMARY KEY,
    usual TEXT NOT NULL CHECK (usual IN ('always', 'never', 'roster')),
    always TEXT NOT NULL,
    never TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;`,
  // Every message looks up one or two addresses.
  `CREATE TABLE archive_preference_address (
    account TEXT NOT NULL,
    jid TEXT NOT NULL,
    list TEXT NOT NULL CHECK (list IN ('always', 'never')),
    UNIQUE (account, jid, list)
  ) STRICT;
  INSERT INTO archive_preference_address (account, jid, list)
    SELECT account, value, 'always' FROM archive_preference, json_each(always) ORDER BY account, key;
  INSERT INTO archive_preference_address (account, jid, list)
    SELECT account, value, 'never' FROM archive_preference, json_each(never) ORDER BY account, key;
  ALTER TABLE archive_preference DROP COLUMN always;
  ALTER TABLE archive_preference DROP COLUMN never;`,
] as const;

/** XEP-0441 §2: all conversations, none, or those with contacts. */
export type Usual = "always" | "never" | "roster";
type List = "always" | "never";

/** A bare or full JID in one of an account's lists. */
interface Listed {
  readonly jid: string;
  readonly list: List;
}

export interface ArchivePreferences {
  /** Whether the account archives its messages from and to `peer`. */
  shouldArchive(account: string, peer: Jid): boolean;
  /** What the account archives of those that are in none of its lists. */
  usualOf(account: string): Usual;
  setUsual(account: string, usual: Usual): void;
}

export const archivePreferences = defineModule({
  name: "archive_preferences",
  xep: "0441",
  version: "0.2.0",
  tables: TABLES,
  addresses: {
    tables: {
      archive_preference: { account: "jid", usual: "other" },
      archive_preference_address: { account: "jid", jid: "jid", list: "other" },
    },
  },
  setup: ({ db, accounts, inTurns, use }) => {
    const contacts = use(roster);
    const usualIn = db.read<{ usual: Usual }>("SELECT usual FROM archive_preference WHERE account = ?");
    const matching = db.read<Listed>(
      "SELECT jid, list FROM archive_preference_address WHERE account = ? AND jid IN (?, ?)",
    );
    const listed = db.read<Listed>("SELECT jid, list FROM archive_preference_address WHERE account = ? ORDER BY rowid");
    const replace = db.write("INSERT OR REPLACE INTO archive_preference VALUES (?, ?)");
    const add = db.write("INSERT OR IGNORE INTO archive_preference_address VALUES (?, ?, ?)");
    const clear = db.write("DELETE FROM archive_preference_address WHERE account = ?");
    const forget = db.write("DELETE FROM archive_preference WHERE account = ?");
    /** What is committed; "none" for an account without a row. */
    const known = new BoundedMap<string, Usual | "none">(MAX_CACHED);
    const stored = (account: string): Usual | undefined => {
      let usual = known.get(account);
      if (usual === undefined) {
        const read = usualIn.get(account)?.usual ?? "none";
        db.afterCommit(() => known.set(account, read));
        usual = read;
      }
      return usual === "none" ? undefined : usual;
    };
    const changed = (account: string): void => {
      known.delete(account);
      // Also what has been read before the change, and is about to be known at this commit.
      db.afterCommit(() => known.delete(account));
    };
    const store = (account: string, usual: Usual): void => {
      replace.run(account, usual);
      changed(account);
    };
    accounts.onRemove((account) => {
      forget.run(account);
      clear.run(account);
      changed(account);
    });

    const isInRoster = (account: string, peer: Jid): boolean =>
      // An account's messages to itself count as those of a contact.
      peer.bare === account || contacts.get(account, peer.bare)?.isListed === true;

    const shouldArchive = (account: string, peer: Jid): boolean => {
      const usual = stored(account);
      if (usual === undefined) return true;
      const lists = matching.all(account, peer.full, peer.bare);
      const isIn = (list: List, jid: string): boolean => lists.some((one) => one.list === list && one.jid === jid);
      // §2.3.1: a full JID takes precedence over the bare JID.
      for (const address of [peer.full, peer.bare]) {
        if (isIn("never", address)) return false;
        if (isIn("always", address)) return true;
      }
      return usual === "roster" ? isInRoster(account, peer) : usual === "always";
    };

    const usualOf = (account: string): Usual => stored(account) ?? "always";

    const answer = (account: string): Element => {
      const addresses = listed.all(account);
      const elementOf = (name: List): Element =>
        xml(name, {}, ...addresses.filter(({ list }) => list === name).map(({ jid }) => xml("jid", {}, jid)));
      const usual = usualOf(account);
      return xml("prefs", { xmlns: NS_MAM, default: usual }, elementOf("always"), elementOf("never"));
    };

    const read = (_: Element, { account }: Session): Element => answer(account);

    const writing = function* (request: Element, account: string): Generator<void, Element> {
      const usual: unknown = request.attrs.default;
      if (usual !== "always" && usual !== "never" && usual !== "roster")
        throw new StanzaError("bad-request", { text: "the default is always, never or roster" });
      const [always, never] = [yield* listIn(request, "always"), yield* listIn(request, "never")];
      store(account, usual);
      clear.run(account);
      for (const jid of always) add.run(account, jid, "always");
      for (const jid of never) add.run(account, jid, "never");
      return answer(account);
    };

    const write = (request: Element, { account }: Session): Promise<Element> =>
      inTurns(account, writing(request, account));

    const importPrefs = (account: string, prefs: Element, report: ImportReport): void => {
      const usual: unknown = prefs.attrs.default;
      if (stored(account)) return report.known("preferences");
      if (usual !== "always" && usual !== "never" && usual !== "roster")
        return report.left("preferences", "malformed", String(usual));
      store(account, usual);
      for (const list of ["always", "never"] as const) {
        const given = prefs.getChild(list)?.getChildren("jid") ?? [];
        const jids = given.flatMap((jid) => tryParseJid(jid.getText().trim())?.full ?? []);
        for (const jid of jids.slice(0, MAX_ADDRESSES)) add.run(account, jid, list);
        if (jids.length > MAX_ADDRESSES) report.left("preferences", "too-large", list);
      }
      report.stored("preferences");
    };

    const api: ArchivePreferences = { shouldArchive, usualOf, setUsual: store };
    return {
      export: function* (account) {
        if (stored(account)) yield answer(account);
      },
      import: { [NS_MAM]: { prefs: importPrefs } },
      iq: { self: { [NS_MAM]: { get: { prefs: read }, set: { prefs: write } } } },
      api,
    };
  },
});

/** §2.1.2: a missing list is empty. Throws StanzaError jid-malformed, resource-constraint. */
function* listIn(request: Element, name: List): Generator<void, readonly string[]> {
  const given = request.getChild(name)?.getChildren("jid") ?? [];
  if (given.length > MAX_ADDRESSES)
    throw new StanzaError("resource-constraint", { text: `at most ${MAX_ADDRESSES} addresses in a list` });
  const jids: string[] = [];
  for (const jid of given) {
    jids.push(parseJid(jid.getText().trim()).full);
    if (jids.length % ADDRESSES_PER_STEP === 0) yield;
  }
  return jids;
}
