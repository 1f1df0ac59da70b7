/** One account in Prosody's stores. */
import type { Element } from "ltx";
import { type Jid, parseJid } from "../../../jid/jid.ts";
import { NS_CLIENT } from "../../../namespaces.ts";
import { SCRAM_HASHES } from "../../../store/scram-keys.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { takeArrival } from "../../offline-part.ts";
import type { Credentials, ImportedAccount, ImportedMessage } from "../../source.ts";
import type { LuaKey, LuaTable, LuaValue } from "../lua.ts";
import { archiveEntry } from "./archive-entry.ts";
import type { DataFolder } from "./data-folder.ts";
import { table } from "./lua-text.ts";
import { NodeFiles } from "./node-files.ts";
import { elementTable, stanzaTable } from "./stanza-table.ts";

type Entries = Map<LuaKey, LuaValue>;

/** Takes what belongs to one account. Stores that are one table are written at its end. */
export class AccountFiles {
  readonly #folder: DataFolder;
  readonly #jid: Jid;
  /** Milliseconds since 1970: of what has no time of its own. */
  readonly #now: number;
  readonly #nodes: NodeFiles;
  readonly #roster: Entries = new Map();
  readonly #requests: Entries = new Map();
  readonly #private: Entries = new Map();
  #offline = 0;
  #isBlocklistWritten = false;

  /** Throws JidError. */
  constructor(folder: DataFolder, account: string, now: number) {
    this.#folder = folder;
    this.#jid = parseJid(account);
    this.#now = now;
    this.#nodes = new NodeFiles(folder, this.#jid, now);
  }

  /** False where Prosody cannot check the password; the account is written all the same. */
  account({ credentials, disabled, admin, created }: ImportedAccount): boolean {
    const password = passwordEntries(credentials);
    const more: [LuaKey, LuaValue | undefined][] = [
      ["created", created === undefined ? undefined : Math.trunc(created / 1000)],
      ["disabled", disabled ? true : undefined],
    ];
    this.#put("accounts", table([...(password ?? []), ...more]));
    if (admin) {
      // Until version 0.12, and since 13.
      this.#put("roles", table([["prosody:admin", true]]));
      this.#put("account_roles", table([["_default", "prosody:admin"]]));
    }
    return password !== undefined;
  }

  /** A child of <user/> in XEP-0227; false where Prosody has no place for it. Throws JidError. */
  part(part: Element): boolean {
    switch (`${part.getName()} ${part.getNS() ?? ""}`) {
      case "query jabber:iq:roster":
        for (const item of part.getChildren("item")) this.#roster.set(item.attrs.jid, contact(item));
        return true;
      case `presence ${NS_CLIENT}`:
        this.#requests.set(part.attrs.from, stanzaTable(part));
        return true;
      case "vCard vcard-temp":
        this.#put("vcard", elementTable(part));
        return true;
      case "query jabber:iq:private":
        for (const element of part.getChildElements())
          this.#private.set(`${element.getName()}:${element.getNS() ?? ""}`, elementTable(element));
        return true;
      case "query jabber:iq:privacy":
        // XEP-0227 has what is blocked twice: the list is the same.
        return this.#isBlocklistWritten;
      case "blocklist urn:xmpp:blocking":
        this.#isBlocklistWritten = true;
        this.#put("blocklist", table(part.getChildren("item").map(({ attrs }) => [attrs.jid, true])));
        return true;
      case "prefs urn:xmpp:mam:2":
        this.#put("archive_prefs", preferences(part));
        return true;
      case "offline-messages urn:xmpp:pie:0":
        for (const message of part.getChildren("message")) this.#addOffline(message);
        return true;
      case "pubsub http://jabber.org/protocol/pubsub#owner":
        this.#nodes.configure(part);
        return true;
      case "pubsub http://jabber.org/protocol/pubsub":
        this.#nodes.addItems(part);
        return true;
      default:
        return false;
    }
  }

  archived({ id, time, peer, message }: ImportedMessage): void {
    const element = typeof message === "string" ? parseElement(message) : message;
    this.#append("archive", archiveEntry({ key: id, when: time, with: parseJid(peer).bare }, stanzaTable(element)));
  }

  end(): void {
    this.#nodes.end();
    if (this.#private.size > 0) this.#put("private", table(this.#private));
    if (this.#roster.size + this.#requests.size === 0) return;
    const pending = this.#requests.size > 0 ? table(this.#requests) : undefined;
    this.#put(
      "roster",
      table([
        ...this.#roster,
        [
          false,
          table([
            ["version", 1],
            ["pending", pending],
          ]),
        ],
      ]),
    );
  }

  #addOffline(message: Element): void {
    const when = takeArrival(message, this.#jid.domain, this.#now);
    this.#offline += 1;
    const entry = { key: `o${this.#offline}`, when, with: "" };
    this.#append("offline", archiveEntry(entry, stanzaTable(message)));
  }

  #put(store: string, value: LuaTable): void {
    this.#folder.put(this.#jid.domain, this.#jid.local, store, value);
  }

  #append(store: string, item: LuaTable): void {
    this.#folder.append(this.#jid.domain, this.#jid.local, store, item);
  }
}

/** SCRAM-SHA-1 where there are such keys: what Prosody checks unless it is configured otherwise. */
function passwordEntries(credentials: Credentials): readonly (readonly [LuaKey, LuaValue])[] | undefined {
  if (credentials.form === "plain") return [["password", credentials.password]];
  if (credentials.form !== "scram") return undefined;
  for (const hash of SCRAM_HASHES) {
    const keys = credentials.keys[hash];
    if (!keys) continue;
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
    return [
      ["stored_key", hex(keys.storedKey)],
      ["server_key", hex(keys.serverKey)],
      ["salt", keys.salt],
      ["iteration_count", keys.iterations],
    ];
  }
  return undefined;
}

function contact(item: Element): LuaTable {
  const { name, subscription, ask, approved } = item.attrs;
  const groups = item.getChildren("group").map((group) => [group.getText(), true] as const);
  return table([
    ["subscription", subscription ?? "none"],
    ["name", name],
    ["ask", ask === "subscribe" ? ask : undefined],
    ["approved", approved === "true" || approved === "1" ? "true" : undefined],
    ["groups", table(groups)],
  ]);
}

function preferences(prefs: Element): LuaTable {
  const chosen = prefs.attrs.default;
  const listed = (name: string, value: boolean) =>
    (prefs.getChild(name)?.getChildren("jid") ?? []).map((jid) => [jid.getText(), value] as const);
  const fallback = chosen === "roster" ? "roster" : chosen !== "never";
  return table([[false, fallback], ...listed("always", true), ...listed("never", false)]);
}
