/** Stores the things of a source, one by one: an account and what belongs to it, rooms and what was said in them. */
import type { Element } from "ltx";
import { BoundedMap } from "../bounded-map.ts";
import type { ImportReport } from "../import-report.ts";
import { type Jid, storedJid, tryParseJid } from "../jid/jid.ts";
import { importPart } from "../server/import-part.ts";
import type { Catalogue } from "../server/module.ts";
import type { Accounts } from "../store/accounts.ts";
import type { KeysByHash } from "../store/scram-keys.ts";
import type {
  Imported,
  ImportedAccount,
  ImportedCircle,
  ImportedFile,
  ImportedInvitation,
  ImportedMessage,
  ImportedRoom,
  ImportedRoomMessage,
} from "../transfer/source.ts";
import type { FormerInvitation } from "../xep/0401-invitations/invitation.ts";
import type { Archive } from "../xep/history/0313-mam/archive.ts";
import { formerMessage } from "../xep/history/0313-mam/former-messages.ts";
import type { ArchiveImporter } from "../xep/history/0313-mam/importing.ts";
import type { FormerFile, FormerFileOutcome } from "../xep/history/files/former-files.ts";
import type { RoomImport } from "../xep/rooms/0045-muc/admin/importing.ts";
import type { FormerCircle } from "../xep/rooms/circles/circle-import.ts";
import { checkableIn, keysIn } from "./import-credentials.ts";
import type { DomainMap } from "./import-domains.ts";
import { openOwners } from "./import-owners.ts";
import type { MessageSpool, SpooledMessage } from "./import-spool.ts";
import { OF_SERVER, type Tally } from "./import-tally.ts";
import { textOf } from "./import-text.ts";

export interface ItemDeps {
  readonly accounts: Pick<Accounts, "addFormer" | "exists">;
  readonly catalogue: Pick<Catalogue, "imports" | "imported">;
  readonly archive: Pick<Archive, "openImporter">;
  readonly rooms: () => RoomImport;
  /** The avatar of a room: false where it cannot be kept. */
  readonly importAvatar: (room: Jid, card: Element) => boolean;
  readonly domains: DomainMap;
  /** The element that a text is, if it is one, and no larger than a stanza. */
  readonly parse: (text: string) => Element | undefined;
  readonly now: () => number;
  /** Resolves when the file is on the disk, or not at all; in a trial it is looked at alone. */
  readonly importFile: (file: FormerFile, isTrial: boolean) => Promise<FormerFileOutcome>;
  /** The text of an element. */
  readonly print: (element: Element) => string;
  /** Returns the name of the circle here. */
  readonly importCircle: (former: FormerCircle, report: ImportReport) => string | undefined;
  readonly importInvitation: (former: FormerInvitation) => boolean;
  /** Messages are looked at, and not stored. */
  readonly isTrial: boolean;
  /** Where archived messages wait; not there in a trial. */
  readonly spool: MessageSpool | undefined;
}

/** What is found out before the transaction of a portion. */
export interface Prepared {
  /** Of an account whose password is plain text. */
  readonly keys: ReadonlyMap<Imported, KeysByHash>;
  readonly files: ReadonlyMap<Imported, FormerFileOutcome | "no-account">;
  readonly messages: ReadonlyMap<Imported, Waiting>;
}

/** What has become of an archived message: it waits, or cannot come along. */
export type Waiting = "waits" | "no-account" | "malformed";

export interface ItemStore {
  /** Within the transaction of a portion. */
  store(item: Imported, prepared: Prepared, tally: Tally): void;
  /** The accounts (bare JIDs here) that begin in a portion. */
  accountsIn(portion: readonly Imported[]): ReadonlySet<string>;
  /** Puts a message where it waits, before the transaction of its portion; `coming`: the accounts that begin in that. */
  wait(item: ImportedMessage, position: number, coming: ReadonlySet<string>): Waiting;
  /** Within a transaction, for a message that has waited; `here`: accounts that are here, as far as was found in this transaction. */
  storeArchived(message: SpooledMessage, tally: Tally, here: Set<string>): void;
  /** Brings a file here, whose owner has been stored. */
  bring(item: ImportedFile): Promise<FormerFileOutcome | "no-account">;
  /** The account that is being read: what is stored next is its. */
  resume(account: string): void;
  /** The account that is being read; "" where there is none. */
  readonly current: string;
  /** Whether keys have to be made of its password, which is plain text. */
  isWithoutKeys(item: Imported): item is ImportedAccount & { readonly credentials: { readonly form: "plain" } };
  /** Everything has been read. */
  end(): void;
  /** Lets the messages be found; also where the import has failed. */
  close(): void;
}

export function openItemStore(deps: ItemDeps): ItemStore {
  const { accounts, catalogue, domains, parse, print, now, isTrial, spool } = deps;
  let current = "";
  let messages: ArchiveImporter | undefined;
  let rooms: RoomImport | undefined;

  /** The address under its name here; undefined where it is none, or none of a domain that comes here. */
  const addressOf = (given: string): Jid | undefined => {
    const jid = tryParseJid(domains.renamed(given));
    const isOurs = jid !== undefined && [...domains.names.values()].includes(jid.domain);
    return isOurs && jid.local !== "" && jid.resource === "" ? jid : undefined;
  };

  const leave = (): void => {
    if (current !== "") for (const finish of catalogue.imported) finish(current);
    current = "";
  };

  /** In a trial, accounts are gone again after each portion. */
  const seen = new Set<string>();
  const owners = openOwners(accounts, (given) => addressOf(given)?.bare);
  /** What belongs to an account that is here, and has not been removed meanwhile; undefined otherwise. */
  const ownerOf = (given: string): string | undefined => {
    const account = owners.accountOf(given);
    return account !== undefined && (seen.has(account) || accounts.exists(account)) ? account : undefined;
  };

  const addAccount = (item: ImportedAccount, keys: KeysByHash | undefined, tally: Tally): void => {
    const account = addressOf(item.account)?.bare;
    if (account === undefined) {
      leave();
      return tally.reportOf(OF_SERVER).left("accounts", "address", item.account);
    }
    if (account !== current) leave();
    current = account;
    if (isTrial) seen.add(account);
    const { created = now(), disabled = false, admin = false } = item;
    const password = checkableIn(item.credentials);
    const had = keys ?? keysIn(item.credentials);
    const outcome = accounts.addFormer({ account, created, keys: had, password, disabled, admin });
    if (outcome !== "completed") tally.reportOf(account)[outcome === "added" ? "stored" : "known"]("accounts");
    if (outcome === "added" && had.length === 0 && password === undefined) tally.withoutPassword.push(account);
  };

  const elementOf = (message: Element | string): Element | undefined =>
    typeof message === "string" ? parse(message) : message;

  const readMessage = (item: ImportedMessage, account: string): SpooledMessage | undefined => {
    const message = elementOf(item.message);
    const peer = tryParseJid(domains.renamed(item.peer));
    const former = message && peer && formerMessage(account, { id: item.id, time: item.time, peer, message });
    if (!former) return undefined;
    if (domains.isRenaming) domains.renameIn(message);
    // In a trial it is looked at alone.
    const text = isTrial ? "" : textOf(item.message, former.message, domains.isRenaming);
    return { account, given: item.id, time: item.time, peer: peer.full, xml: text ?? print(former.message) };
  };

  const tellMessage = (item: ImportedMessage, waiting: Waiting | undefined, tally: Tally): void => {
    // It is told when it has been stored.
    if (waiting === "waits") return;
    const owner = ownerOf(item.account);
    if (owner === undefined || waiting === "no-account")
      return tally.reportOf(OF_SERVER).left("archived", "no-account", item.account);
    const outcome = waiting ?? (readMessage(item, owner) ? undefined : "malformed");
    if (outcome === "malformed") tally.reportOf(owner).left("archived", "malformed", item.id);
    else if (isTrial) tally.reportOf(owner).stored("archived");
  };

  const addRoom = (item: ImportedRoom, tally: Tally): void => {
    const jid = addressOf(item.room);
    const report = tally.reportOf(OF_SERVER);
    if (!jid) return report.left("rooms", "address", item.room);
    rooms ??= deps.rooms();
    const affiliations = item.affiliations.map((entry) => ({ ...entry, jid: domains.renamed(entry.jid) }));
    rooms.add({ ...item, jid, affiliations }, report);
    if (item.avatar && !deps.importAvatar(jid, item.avatar)) report.left("rooms", "malformed", jid.bare);
  };

  const addRoomMessage = (item: ImportedRoomMessage, tally: Tally): void => {
    const report = tally.reportOf(OF_SERVER);
    const jid = addressOf(item.room);
    const message = elementOf(item.message);
    if (!jid || message?.name !== "message") return report.left("room-messages", "malformed", item.id);
    if (domains.isRenaming) domains.renameIn(message);
    if (isTrial) return report.stored("room-messages");
    rooms ??= deps.rooms();
    const sender = item.sender === undefined ? undefined : domains.renamed(item.sender);
    rooms.addMessage(jid, { ...item, sender, message }, report);
  };

  const addFile = (item: ImportedFile, outcome: FormerFileOutcome | "no-account", tally: Tally): void => {
    const report = tally.reportOf(ownerOf(item.owner) ?? OF_SERVER);
    if (outcome === "stored" || outcome === "known") report[outcome]("files");
    else report.left("files", FILE_REASONS[outcome], item.name);
  };

  /** By id in the source. */
  const circles = new BoundedMap<string, string>(MAX_CIRCLES);
  const addCircle = (item: ImportedCircle, tally: Tally): void => {
    const report = tally.reportOf(OF_SERVER);
    if (isTrial) return report.stored("circles");
    const room = item.room === undefined ? undefined : addressOf(item.room)?.bare;
    const members = item.members.map((member) => addressOf(member)?.bare ?? member);
    const name = deps.importCircle({ name: item.name, room, members }, report);
    if (name !== undefined) circles.set(item.id, name);
  };

  const addInvitation = (item: ImportedInvitation, tally: Tally): void => {
    const report = tally.reportOf(OF_SERVER);
    const domain = domains.names.get(item.domain);
    if (item.expires <= now()) return report.left("invitations", "of-no-use", domain);
    if (domain === undefined) return report.left("invitations", "address", item.domain);
    const circle = (item.circles ?? []).flatMap((id) => circles.get(id) ?? [])[0];
    const inviter = item.inviter === undefined ? undefined : ownerOf(item.inviter);
    const former = { token: item.token, domain, inviter, circle, isReusable: item.reusable, expires: item.expires };
    const isStored = isTrial || deps.importInvitation(former);
    report[isStored ? "stored" : "known"]("invitations");
  };

  return {
    get current() {
      return current;
    },
    resume: (account) => {
      current = addressOf(account)?.bare ?? "";
    },
    bring: async (item) => {
      const owner = ownerOf(item.owner);
      if (owner === undefined) return "no-account";
      return await deps.importFile({ ...item, owner, type: item.mediaType }, isTrial);
    },
    accountsIn: (portion) =>
      new Set(portion.flatMap((item) => (item.type === "account" ? (addressOf(item.account)?.bare ?? []) : []))),
    wait: (item, position, coming) => {
      const account = owners.accountOf(item.account);
      if (account === undefined || !owners.willBeHere(account, coming)) return "no-account";
      const message = readMessage(item, account);
      if (!message) return "malformed";
      spool?.append(position, message);
      return "waits";
    },
    storeArchived: ({ account, given, time, peer: address, xml }, tally, here) => {
      // It may have been removed meanwhile.
      if (!(here.has(account) || accounts.exists(account)))
        return tally.reportOf(OF_SERVER).left("archived", "no-account", account);
      here.add(account);
      const report = tally.reportOf(account);
      messages ??= deps.archive.openImporter();
      const former = {
        ...{ given, time, peer: storedJid(address), text: xml },
        // It was one when it was put there.
        get message() {
          return parse(xml) as Element;
        },
      };
      report[messages.add(account, former) ? "stored" : "known"]("archived");
    },
    store: (item, { keys, files, messages: waiting }, tally) => {
      if (item.type === "account") return addAccount(item, keys.get(item), tally);
      if (item.type === "archived") return tellMessage(item, waiting.get(item), tally);
      if (item.type === "part") {
        const account = ownerOf(item.account);
        if (account === undefined) return tally.reportOf(OF_SERVER).left("other", "no-account", item.account);
        if (domains.isRenaming) domains.renameIn(item.part);
        return importPart(catalogue, account, item.part, tally.reportOf(account));
      }
      if (item.type === "left") {
        const account = item.account === undefined ? OF_SERVER : (addressOf(item.account)?.bare ?? OF_SERVER);
        return tally.reportOf(account).left(item.kind, item.reason, item.subject);
      }
      leave();
      if (item.type === "room") return addRoom(item, tally);
      if (item.type === "room-message") return addRoomMessage(item, tally);
      if (item.type === "file") return addFile(item, files.get(item) ?? "missing", tally);
      if (item.type === "circle") return addCircle(item, tally);
      addInvitation(item, tally);
    },
    isWithoutKeys: (item): item is ImportedAccount & { readonly credentials: { readonly form: "plain" } } => {
      if (isTrial || item.type !== "account" || item.credentials.form !== "plain") return false;
      const account = addressOf(item.account)?.bare;
      return account !== undefined && !accounts.exists(account);
    },
    end: leave,
    close: () => {
      messages?.end();
      rooms?.end();
    },
  };
}

const MAX_CIRCLES = 10_000;

const FILE_REASONS = {
  missing: "file-missing",
  "too-large": "too-large",
  elsewhere: "unknown",
  "no-account": "no-account",
} as const;
