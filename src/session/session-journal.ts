/** XEP-0198 §5 after a crash: what resuming a session needs is written to a file, once a tick (docs/decisions/0058). */
import type { JournalFile } from "../store/journal-file.ts";
import { print } from "../xml/print.ts";
import { type EntryOwner, JournalEntry, type JournalSource } from "./journal-entry.ts";
import type { StateRecord } from "./journal-record.ts";

export interface SessionJournalDeps<Source> {
  readonly file: JournalFile;
  /** Calls back when this tick is committed, or, by `lost` if there is one, when the disk has taken nothing of it. */
  readonly afterCommit: (callback: () => void, lost?: () => void) => void;
  /** What modules save of a session. */
  readonly known: (session: Source) => Readonly<Record<string, string>>;
  /** When a session without a client can no longer be resumed, in milliseconds since 1970; undefined where it has one. */
  readonly expiryOf: (session: Source) => number | undefined;
  /** Clock.monotonic. */
  readonly monotonic: () => number;
}

/** The file is written anew once it has grown by so many bytes, and by so many times what was written first. */
const MAX_GROWTH = 1_000_000;
const MAX_GROWTH_RATIO = 4;
/** Milliseconds after which it is tried again where the disk has refused. */
const RETRY = 60_000;

/** Writes after a commit, so that what a count says was handled is stored, and before what was sent has left. */
export class SessionJournal<Source extends JournalSource> implements EntryOwner<Source> {
  readonly #deps: SessionJournalDeps<Source>;
  readonly #entries = new Set<JournalEntry<Source>>();
  /** Those of which something is to be written, and those that have received something in this tick. */
  readonly #changed = new Set<JournalEntry<Source>>();
  readonly #receiving = new Set<JournalEntry<Source>>();
  #numbers = 0;
  #isPlanned = false;
  #isCommitAwaited = false;
  #isOpen = false;
  /** What a former process has left was read. */
  #isStarted = false;
  #firstBytes = 0;
  #triedAt = 0;

  constructor(deps: SessionJournalDeps<Source>) {
    this.#deps = deps;
  }

  /** What a former process has written is read by now: from here on this one's sessions are. */
  start(): void {
    this.#isStarted = true;
    this.#isOpen = true;
    this.#rewrite();
  }

  /** The server has stopped in good order: all sessions are in the store. */
  close(): void {
    this.#isOpen = false;
    if (this.#isStarted) this.#deps.file.remove();
  }

  /** A session has become resumable, or has been opened again. */
  add(session: Source): JournalEntry<Source> {
    this.#numbers += 1;
    const entry = new JournalEntry(this, this.#numbers, session);
    this.#entries.add(entry);
    this.changed(entry);
    return entry;
  }

  changed(entry: JournalEntry<Source>): void {
    this.#changed.add(entry);
    this.plan();
  }

  ended(entry: JournalEntry<Source>): void {
    this.#entries.delete(entry);
    this.changed(entry);
  }

  afterCommit(callback: () => void): void {
    this.#deps.afterCommit(callback);
  }

  received(entry: JournalEntry<Source>): void {
    this.#receiving.add(entry);
    if (this.#isCommitAwaited) return;
    this.#isCommitAwaited = true;
    this.#awaitCommit();
  }

  /** Where the disk has taken nothing, the clients are told so in the next tick: what they have sent is handled then. */
  #awaitCommit(): void {
    const committed = (): void => {
      this.#isCommitAwaited = false;
      for (const each of this.#receiving) {
        each.committed();
        this.#changed.add(each);
      }
      this.#receiving.clear();
      this.plan();
    };
    this.#deps.afterCommit(committed, () => this.#awaitCommit());
  }

  /** Writes at the end of this callback of the event loop: before the sockets, which are flushed then, where it is called first. */
  plan(): void {
    if (this.#isPlanned || !this.#isOpen) return;
    this.#isPlanned = true;
    queueMicrotask(() => {
      this.#isPlanned = false;
      if (this.#isOpen) this.#write();
    });
  }

  stateOf(session: Source): StateRecord {
    const { known, expiryOf } = this.#deps;
    const { presence, priority } = session;
    const ends = expiryOf(session);
    return {
      presence: presence ? print(presence) : null,
      priority,
      known: known(session),
      ends: ends !== undefined && Number.isFinite(ends) ? ends : null,
    };
  }

  #write(): void {
    const { file, monotonic } = this.#deps;
    if (!file.isThere) {
      // What is written first has all of them.
      if (monotonic() - this.#triedAt >= RETRY) this.#rewrite();
      else this.#forget();
      return;
    }
    const records = [...this.#changed].flatMap((entry) => entry.take() ?? []);
    this.#changed.clear();
    if (records.length > 0) file.append(JSON.stringify(records));
    if (file.bytes > this.#firstBytes * MAX_GROWTH_RATIO + MAX_GROWTH) this.#rewrite();
  }

  #rewrite(): void {
    const { file, monotonic } = this.#deps;
    this.#triedAt = monotonic();
    this.#forget();
    file.replace([...this.#entries].map((entry) => JSON.stringify([entry.takeAll()])));
    this.#firstBytes = file.bytes;
  }

  #forget(): void {
    for (const entry of this.#changed) entry.drop();
    this.#changed.clear();
  }
}
