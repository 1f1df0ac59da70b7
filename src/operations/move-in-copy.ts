/** Copies what an account of another server has into one here, and asks its contacts to follow (XEP-0227, XEP-0283, XEP-0313). */
import type { Element } from "ltx";
import type { ImportReport, Kind } from "../import-report.ts";
import type { Jid } from "../jid/jid.ts";
import { NS_MOVED, NS_PIE, NS_PUBSUB } from "../namespaces.ts";
import { OperationError } from "../operation-error.ts";
import { importPart } from "../server/import-part.ts";
import type { Catalogue, Server } from "../server/module.ts";
import { xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { type ArchivePage, archiveCount, archivePages } from "../transfer/client/archive.ts";
import { type FormerContact, partsOf, type ReadStep, STEPS } from "../transfer/client/parts.ts";
import type { ClientSession } from "../transfer/client/session.ts";
import { renamingIn } from "../transfer/renaming.ts";
import type { MovedApi } from "../xep/0283-moved.ts";
import type { Archive } from "../xep/history/0313-mam/archive.ts";
import { formerMessagesIn } from "../xep/history/0313-mam/former-messages.ts";
import { type Count, type LeftThing, Tally } from "./import-tally.ts";
import type { MoveInJournal } from "./move-in-journal.ts";
import { storing, synced } from "./storing.ts";

/** What is being copied. */
export type MoveInStage = ReadStep | "archived" | "following";

export interface MoveInCopyDeps {
  readonly db: Database;
  readonly accounts: Pick<Accounts, "exists">;
  readonly catalogue: Catalogue;
  readonly archive: Pick<Archive, "openImporter">;
  readonly journal: MoveInJournal;
  readonly moved: MovedApi;
  readonly inTurns: Server["inTurns"];
}

export interface MoveInCopyOrder {
  readonly from: Jid;
  readonly to: Jid;
  readonly follows: boolean;
  readonly isTrial: boolean;
}

export interface MoveInCopied {
  readonly counts: readonly Omit<Count, "account">[];
  readonly left: readonly Omit<LeftThing, "account">[];
  /** Contacts that are asked to follow, or would be. */
  readonly asked: number;
  /** XEP-0283: whether the old account says where it has moved to; undefined where nobody is asked to follow. */
  readonly isStated?: boolean | undefined;
}

type Progress = (stage: MoveInStage, done: number, total?: number) => void;

/** Parts of one transaction. */
const PORTION = 50;
/** Contacts that are asked to follow, and things that are named as left: beyond, they are a number. */
const MAX_ASKED = 1000;
const MAX_NAMED = 1000;
/** Pages of the archive after which its new messages can be found, and others' too, which wait meanwhile. */
const PAGES_HELD = 20;

/** Rejects with SignInError where the session ends, with OperationError disk-full. */
export function openMoveInCopy(deps: MoveInCopyDeps) {
  return (session: ClientSession, order: MoveInCopyOrder, onProgress: Progress): Promise<MoveInCopied> =>
    storing(() => new Copying(deps, session, order, onProgress).run());
}

class Copying {
  readonly #deps: MoveInCopyDeps;
  readonly #session: ClientSession;
  readonly #order: MoveInCopyOrder;
  readonly #onProgress: Progress;
  readonly #tally = new Tally();
  readonly #report: ImportReport;
  readonly #renameIn: (element: Element) => void;
  readonly #contacts: FormerContact[] = [];

  constructor(deps: MoveInCopyDeps, session: ClientSession, order: MoveInCopyOrder, onProgress: Progress) {
    this.#deps = deps;
    this.#session = session;
    this.#order = order;
    this.#onProgress = onProgress;
    this.#report = this.#tally.reportOf(order.to.bare);
    this.#renameIn = renamingIn(renamingOf(order));
  }

  async run(): Promise<MoveInCopied> {
    const { to, from, follows, isTrial } = this.#order;
    const { db, catalogue, journal } = this.#deps;
    for (const step of STEPS) await this.#copy(step);
    if (isTrial) await this.#countMessages();
    else await this.#copyMessages();
    const followers = this.#followers();
    const isStated = follows && !isTrial ? await this.#ask(followers) : undefined;
    if (!isTrial) {
      db.atomically(() => {
        for (const finish of catalogue.imported) finish(to.bare);
        journal.forget(to.bare, from.bare);
      });
      await synced(db);
      for (const show of catalogue.arrived) show(to.bare);
    }
    const [counts, left] = [[...this.#tally.counts], bounded([...this.#tally.left])];
    return { counts, left, asked: follows ? followers.length : 0, ...(isStated === undefined ? {} : { isStated }) };
  }

  async #copy(step: ReadStep): Promise<void> {
    let portion: Element[] = [];
    let done = 0;
    const store = async (): Promise<void> => {
      this.#store(portion);
      done += portion.length;
      portion = [];
      this.#onProgress(step, done);
      if (!this.#order.isTrial) await synced(this.#deps.db);
    };
    this.#onProgress(step, 0);
    for await (const part of partsOf(step, this.#session, this.#report, (contact) => this.#contacts.push(contact))) {
      portion.push(part);
      if (portion.length === PORTION) await store();
    }
    if (portion.length > 0) await store();
  }

  #store(parts: readonly Element[]): void {
    const { db, catalogue } = this.#deps;
    const { to, isTrial } = this.#order;
    this.#assertHere();
    if (isTrial) {
      for (const part of parts) this.#report.stored(...countOf(part));
      return;
    }
    db.atomically(() => {
      for (const part of parts) {
        this.#renameIn(part);
        importPart(catalogue, to.bare, part, this.#report);
      }
    });
  }

  /** The account may be removed meanwhile. */
  #assertHere(): void {
    const { to, isTrial } = this.#order;
    if (!isTrial && !this.#deps.accounts.exists(to.bare))
      throw new OperationError("no-such-account", { account: to.bare });
  }

  async #countMessages(): Promise<void> {
    const count = await this.#archiveOr(undefined, () => archiveCount(this.#session));
    if (count !== undefined && count > 0) this.#report.stored("archived", count);
  }

  async #copyMessages(): Promise<void> {
    const { from, to } = this.#order;
    let importer = this.#deps.archive.openImporter();
    try {
      let [pages, done] = [0, 0];
      this.#onProgress("archived", 0);
      await this.#archiveOr(undefined, async () => {
        for await (const page of archivePages(this.#session, this.#deps.journal.after(to.bare, from.bare))) {
          this.#storePage(page, importer);
          await synced(this.#deps.db);
          done += page.results.length;
          pages += 1;
          this.#onProgress("archived", done, page.count);
          if (pages % PAGES_HELD > 0) continue;
          importer.end();
          importer = this.#deps.archive.openImporter();
        }
      });
    } finally {
      importer.end();
    }
  }

  #storePage({ results, last }: ArchivePage, importer: ReturnType<Archive["openImporter"]>): void {
    const { from, to } = this.#order;
    const page = xml("archive", { xmlns: `${NS_PIE}#mam` }, ...results);
    this.#renameIn(page);
    this.#assertHere();
    this.#deps.db.atomically(() => {
      for (const former of formerMessagesIn(to.bare, page, this.#report))
        this.#report[importer.add(to.bare, former) ? "stored" : "known"]("archived");
      if (last !== undefined) this.#deps.journal.advance(to.bare, from.bare, last);
    });
  }

  /** A server without an archive has no messages; one that refuses them is reported. */
  async #archiveOr<T>(without: T, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      this.#report.left("archived", "not-given", error.condition);
      return without;
    }
  }

  /** Those that the account sees: whom it does not, has nobody to show to it. Gateways know the old account alone. */
  #followers(): readonly string[] {
    const { to, from } = this.#order;
    const followers = this.#contacts.flatMap(({ jid, isSeen }): string[] => {
      if (!isSeen || jid === to.bare || jid === from.bare) return [];
      if (jid.includes("@")) return [jid];
      this.#report.left("contacts", "old-address", jid);
      return [];
    });
    for (const jid of followers.slice(MAX_ASKED)) this.#report.left("contacts", "not-asked", jid);
    return followers.slice(0, MAX_ASKED);
  }

  /** XEP-0283: resolves with whether the old account says where it has moved to. */
  async #ask(followers: readonly string[]): Promise<boolean> {
    const { from, to } = this.#order;
    const { moved, inTurns } = this.#deps;
    const isStated = await this.#state();
    const total = followers.length;
    this.#onProgress("following", 0, total);
    function* requests(): Generator<void, void> {
      for (const jid of followers) {
        moved.ask(to.bare, jid, from.bare);
        yield;
      }
    }
    await inTurns(to.bare, requests());
    this.#onProgress("following", total, total);
    return isStated;
  }

  async #state(): Promise<boolean> {
    const item = this.#deps.moved.statementOf(this.#order.to.bare);
    const publish = xml("publish", { node: NS_MOVED }, item);
    try {
      await this.#session.set(xml("pubsub", { xmlns: NS_PUBSUB }, publish));
      return true;
    } catch (error) {
      if (error instanceof StanzaError) return false;
      throw error;
    }
  }
}

/** The first ones by name, the others counted by kind and reason. */
function bounded(left: MoveInCopied["left"]): MoveInCopied["left"] {
  const others = Map.groupBy(left.slice(MAX_NAMED), ({ kind, reason }) => `${kind} ${reason}`);
  const sums = [...others.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, subject: "", count: more.reduce((sum, { count }) => sum + count, first.count) }] : [],
  );
  return [...left.slice(0, MAX_NAMED), ...sums];
}

/** The old address under its new name, with and without a resource. */
const renamingOf =
  ({ from, to }: Pick<MoveInCopyOrder, "from" | "to">) =>
  (jid: string): string => {
    const slash = jid.indexOf("/");
    const bare = slash < 0 ? jid : jid.slice(0, slash);
    return bare.toLowerCase() === from.bare ? to.bare + jid.slice(bare.length) : jid;
  };

/** For a trial: what a part would be counted as. */
function countOf(part: Element): [kind: Kind, count: number] {
  const [child] = part.getChildElements();
  switch (part.getName()) {
    case "vCard":
      return ["vcards", 1];
    case "blocklist":
      return ["blocked", part.getChildren("item").length];
    case "prefs":
      return ["preferences", 1];
    case "pubsub":
      return [child?.getName() === "configure" ? "nodes" : "items", 1];
    default:
      return [part.getNS() === "jabber:iq:roster" ? "contacts" : "private", 1];
  }
}
