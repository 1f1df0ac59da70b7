/** XEP-0198 §5 after a crash: one session in the journal. */
import type { Element } from "ltx";
import type { Jid } from "../jid/jid.ts";
import { print } from "../xml/print.ts";
import {
  ENDED_STATE,
  type SentRecord,
  type SessionRecord,
  type StateRecord,
  type WaitingRecord,
} from "./journal-record.ts";
import type { ManagementObserver, Sent, StreamManagementState } from "./stream-management-state.ts";
import type { LeftBehind } from "./undelivered-stanzas.ts";

/** A session that is written. */
export interface JournalSource {
  readonly jid: Jid;
  readonly management: StreamManagementState | undefined;
  readonly presence: Element | undefined;
  readonly priority: number;
}

/** The journal, as an entry sees it. */
export interface EntryOwner<Source extends JournalSource> {
  /** Something of it is to be written. */
  changed(entry: JournalEntry<Source>): void;
  /** It has received something in this tick. */
  received(entry: JournalEntry<Source>): void;
  /** It is forgotten. */
  ended(entry: JournalEntry<Source>): void;
  /** Calls back when this tick is committed, or the disk has taken nothing of it. */
  afterCommit(callback: () => void): void;
  /** Writes at the end of this callback of the event loop. */
  plan(): void;
  stateOf(session: Source): StateRecord;
}

/** What is to be written of one session. */
export class JournalEntry<Source extends JournalSource = JournalSource> implements ManagementObserver {
  readonly #journal: EntryOwner<Source>;
  readonly #number: number;
  readonly #session: Source;
  #isNew = true;
  #isStored = false;
  #isReceiving = false;
  #hasEnded = false;
  /** In committed ticks: what was handled, and what its client has acknowledged. */
  #received: number;
  #acknowledged: number;
  #sent: SentRecord[] = [];
  #newlyWaiting: WaitingRecord[] | undefined;
  /** What waits, oldest first, and the numbers by which it does. */
  #waiting: Map<Element, number> | undefined;
  #waitingNumbers = 0;
  #isStateOld = false;
  /** Set once it has ended: what is to be redelivered still; and of how much that was done since the last record. */
  #left: { readonly sent: LeftBehind["sent"][number][]; readonly unsent: Element[] } | undefined;
  #redelivered = 0;
  /** As they were written last. */
  readonly #written = { received: 0, acknowledged: 0, state: "" };

  constructor(journal: EntryOwner<Source>, number: number, session: Source) {
    this.#journal = journal;
    this.#number = number;
    this.#session = session;
    this.#received = session.management?.received ?? 0;
    this.#acknowledged = session.management?.acknowledged ?? 0;
  }

  /** Something of the client is handled in this tick: what is written of its counts is true once that is committed. */
  received(): void {
    this.#isReceiving = true;
    this.#journal.received(this);
  }

  /** Its tick is committed. */
  committed(): void {
    this.#isReceiving = false;
    const { received, acknowledged } = this.#session.management ?? {};
    this.#received = received ?? this.#received;
    this.#acknowledged = acknowledged ?? this.#acknowledged;
  }

  /** A stanza is about to be sent. */
  sending(): void {
    this.#journal.plan();
  }

  sent({ stanza, time }: Pick<Sent, "stanza" | "time">): void {
    const number = this.#waiting?.get(stanza);
    this.#waiting?.delete(stanza);
    this.#sent.push([time, number ?? print(stanza)]);
    this.#journal.changed(this);
  }

  /** A stanza for it is in memory, and is sent later. */
  waits(stanza: Element): void {
    this.#waiting ??= new Map();
    if (this.#waiting.has(stanza)) return;
    this.#waitingNumbers += 1;
    this.#waiting.set(stanza, this.#waitingNumbers);
    this.#newlyWaiting ??= [];
    this.#newlyWaiting.push([this.#waitingNumbers, print(stanza)]);
    this.#journal.changed(this);
  }

  acknowledged(): void {
    if (this.#isReceiving) return;
    this.#acknowledged = this.#session.management?.acknowledged ?? this.#acknowledged;
    this.#journal.changed(this);
  }

  /** Its presence may be another one, or what modules save of it, or its stream. */
  stateChanged(): void {
    this.#isStateOld = true;
    this.#journal.changed(this);
  }

  /** The session has ended: from now on this is redelivered. */
  ending(left: LeftBehind): void {
    this.#journal.afterCommit(() => this.redelivers(left));
  }

  /** The same, and that it has ended is committed. */
  redelivers({ sent, unsent }: LeftBehind): void {
    this.#left = { sent: [...sent], unsent: [...unsent] };
    this.#isNew = true;
    this.#journal.changed(this);
  }

  /** The oldest of those stanzas is stored elsewhere, which is committed; with `isLast`, all of them are. */
  redelivered(isLast: boolean): void {
    if (isLast) {
      this.#hasEnded = true;
      this.#journal.ended(this);
    } else if (this.#left) {
      if (!this.#left.sent.shift()) this.#left.unsent.shift();
      this.#redelivered += 1;
      this.#journal.changed(this);
    }
  }

  /** The record of what has changed since the last one; undefined for nothing. */
  take(): SessionRecord | undefined {
    if (this.#hasEnded) return { session: this.#number, over: "ended" };
    const { management } = this.#session;
    const isLoaded = this.#isStored && management?.sentSinceRevival === undefined;
    if (this.#isNew || isLoaded) return this.takeAll();
    const { received, acknowledged } = this.#written;
    const record: { -readonly [Key in keyof SessionRecord]: SessionRecord[Key] } = { session: this.#number };
    if (this.#received !== received) record.received = this.#written.received = this.#received;
    if (this.#acknowledged !== acknowledged) record.acknowledged = this.#written.acknowledged = this.#acknowledged;
    if (this.#newlyWaiting) record.waiting = this.#newlyWaiting;
    if (this.#sent.length > 0) record.sent = this.#sent;
    if (this.#redelivered > 0) record.redelivered = this.#redelivered;
    this.#redelivered = 0;
    this.#newlyWaiting = undefined;
    this.#sent = [];
    const state = this.#isStateOld ? this.#newState() : undefined;
    if (state) record.state = state;
    return Object.keys(record).length > 1 ? record : undefined;
  }

  /** The record of the session as it is. */
  takeAll(): SessionRecord {
    const { jid, management } = this.#session;
    const left = this.#left;
    const since = management?.sentSinceRevival;
    const sent = left?.sent ?? since ?? management?.unacknowledged ?? [];
    const waiting = left ? left.unsent.map((stanza, place) => [stanza, place] as const) : [...(this.#waiting ?? [])];
    this.#isNew = false;
    this.#isStored = since !== undefined;
    this.#newlyWaiting = undefined;
    this.#sent = [];
    this.#redelivered = 0;
    this.#written.received = this.#received;
    // As `sent` has it.
    this.#written.acknowledged = this.#acknowledged = management?.acknowledged ?? 0;
    this.#written.state = "";
    const state = this.#newState();
    return {
      session: this.#number,
      ...{ id: management?.id ?? "", jid: jid.full },
      ...(since ? { stored: (management?.count ?? 0) - since.length } : {}),
      ...{ received: this.#written.received, acknowledged: this.#written.acknowledged },
      waiting: waiting.map(([stanza, number]) => [number, print(stanza)]),
      sent: sent.map(({ time, stanza }) => [time, print(stanza)]),
      ...(state ? { state } : {}),
    };
  }

  /** What was to be written is written otherwise, or not at all. */
  drop(): void {
    this.#isNew = true;
    this.#newlyWaiting = undefined;
    this.#sent = [];
  }

  /** Undefined where it is as it was written last. */
  #newState(): StateRecord | undefined {
    this.#isStateOld = false;
    const state = this.#left ? ENDED_STATE : this.#journal.stateOf(this.#session);
    const text = JSON.stringify(state);
    if (text === this.#written.state) return undefined;
    this.#written.state = text;
    return state;
  }
}
