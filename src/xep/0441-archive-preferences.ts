/** XEP-0441: Message Archive Management Preferences: with whom an account's conversations are kept. */
import type { Element } from "ltx";
import { roster } from "../im/roster.ts";
import { type Jid, parseJid } from "../jid.ts";
import { defineModule } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";

const NS = "urn:xmpp:mam:2";
/** How many addresses a list may have. */
const MOST = 1000;

const TABLES = [
  `CREATE TABLE archive_preference (
    account TEXT PRIMARY KEY,
    usual TEXT NOT NULL CHECK (usual IN ('always', 'never', 'roster')),
    always TEXT NOT NULL,
    never TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;`,
] as const;

/** The lists are JSON, of bare and full JIDs. */
interface Row {
  readonly usual: "always" | "never" | "roster";
  readonly always: string;
  readonly never: string;
}

const KEEP_ALL: Row = { usual: "always", always: "[]", never: "[]" };

export interface ArchivePreferences {
  /** Whether the account wants what it exchanges with `peer` in its archive. */
  wants(account: string, peer: Jid): boolean;
}

export const archivePreferences = defineModule({
  name: "archive_preferences",
  xep: "0441",
  version: "0.2.0",
  tables: TABLES,
  setup: ({ db, accounts, use }) => {
    const contacts = use(roster);
    const stored = db.read<Row>("SELECT usual, always, never FROM archive_preference WHERE account = ?");
    const store = db.write("INSERT OR REPLACE INTO archive_preference VALUES (?, ?, ?, ?)");
    const forget = db.write("DELETE FROM archive_preference WHERE account = ?");
    accounts.onRemove((account) => void forget.run(account));

    const isInRoster = (account: string, peer: Jid): boolean =>
      // One's own notes are nobody's business but one's own.
      peer.bare === account || contacts.get(account, peer.bare)?.isListed === true;

    const wants = (account: string, peer: Jid): boolean => {
      const { usual, always, never } = stored.get(account) ?? KEEP_ALL;
      const [isAlways, isNever] = [listed(always), listed(never)];
      // §2.3.1; a list that names the one resource says more than one that names them all.
      for (const address of new Set([peer.full, peer.bare])) {
        if (isNever.has(address)) return false;
        if (isAlways.has(address)) return true;
      }
      return usual === "roster" ? isInRoster(account, peer) : usual === "always";
    };

    const answer = (account: string): Element => {
      const { usual, always, never } = stored.get(account) ?? KEEP_ALL;
      return xml("prefs", { xmlns: NS, default: usual }, listElement("always", always), listElement("never", never));
    };

    const read = (_: Element, { account }: Session): Element => answer(account);

    const write = (request: Element, { account }: Session): Element => {
      const usual: unknown = request.attrs.default;
      if (usual !== "always" && usual !== "never" && usual !== "roster")
        throw new StanzaError("bad-request", { text: "the default is always, never or roster" });
      store.run(account, usual, listIn(request, "always"), listIn(request, "never"));
      return answer(account);
    };

    const api: ArchivePreferences = { wants };
    return { iq: { self: { [NS]: { get: { prefs: read }, set: { prefs: write } } } }, api };
  },
});

const NONE: ReadonlySet<string> = new Set();
const listed = (list: string): ReadonlySet<string> => (list === "[]" ? NONE : new Set(JSON.parse(list)));

const listElement = (name: string, list: string): Element =>
  xml(name, {}, ...[...listed(list)].map((jid) => xml("jid", {}, jid)));

/** As JSON. §2.1.2: a list that is missing is empty. Throws StanzaError jid-malformed, resource-constraint. */
function listIn(request: Element, name: string): string {
  const jids = (request.getChild(name)?.getChildren("jid") ?? []).map((jid) => parseJid(jid.getText().trim()).full);
  if (jids.length > MOST) throw new StanzaError("resource-constraint", { text: `at most ${MOST} addresses in a list` });
  return JSON.stringify([...new Set(jids)]);
}
