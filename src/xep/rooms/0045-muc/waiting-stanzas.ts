/** XEP-0045: stanzas whose turn comes later: in a large room, what is broadcast to all; in any room, what comes behind such a one. */
import type { Jid } from "../../../jid/jid.ts";
import type { Server } from "../../../server/module.ts";
import { isFull, unlessFull } from "../../../server/unless-full.ts";
import type { Stanza } from "../../../stanza.ts";
import type { Database } from "../../../store/database.ts";
import type { Engine } from "./engine.ts";
import type { QueuedStanzas } from "./state/queued-stanzas.ts";

/** Occupants from which on presence is handled by the queue of the room: each is sent to all of them. */
const LARGE_ROOM = 50;
/** How long a room waits where the disk was full, in milliseconds. */
const PAUSE = 5000;

export interface WaitingStanzasDeps extends Pick<Engine, "queues" | "rooms">, Pick<Server, "schedule"> {
  readonly db: Pick<Database, "afterCommit" | "atomically">;
  readonly stored: QueuedStanzas;
  /** Handles a stanza whose turn has come. */
  readonly handle: (stanza: Stanza) => void;
  /** Tells its sender why it was not handled. */
  readonly refuse: (stanza: Stanza, error: unknown) => void;
  /** Whether it is the address of a client here that is not connected, nor can come back. */
  readonly isGone: (client: Jid) => boolean;
  /** What waits is left for the next process. */
  readonly isStopping: () => boolean;
}

export class WaitingStanzas {
  readonly #deps: WaitingStanzasDeps;
  /** Rooms and clients of whom something is left for the next process: what they send comes behind it. */
  readonly #left = new Set<string>();
  /** Rooms of which the disk did not take what was done: all that waits there is handled from the store, a while later. */
  readonly #paused = new Set<string>();

  constructor(deps: WaitingStanzasDeps) {
    this.#deps = deps;
  }

  /** Whether a stanza has to wait. */
  includes({ name, type, from, to }: Stanza): boolean {
    const { queues, rooms, isStopping } = this.#deps;
    const room = to?.bare ?? "";
    if (this.#paused.has(room) || queues.hasFrom(room, from.full) || this.#left.has(`${room} ${from.full}`))
      return true;
    const isBroadcast = name === "presence" || (name === "message" && type === "error");
    return isBroadcast && (isStopping() || queues.isBusy(room) || rooms.occupantCount(room) >= LARGE_ROOM);
  }

  /** It is handled later, after a restart as well; not where the disk does not take it, of which its sender is told. */
  add(stanza: Stanza): void {
    const { stored, db } = this.#deps;
    const forget = stored.add(stanza);
    let isLost = false;
    db.afterCommit(
      () => {},
      () => {
        isLost = true;
      },
    );
    if (!this.#paused.has(roomOf(stanza))) void this.#enqueue(stanza, forget, () => isLost);
  }

  /** What a former process has not handled; resolves when it is. Nobody enters whose client is gone. */
  addLeft(): Promise<void> {
    return this.#addStored(() => true);
  }

  async #addStored(isWanted: (stanza: Stanza) => boolean): Promise<void> {
    const { stored, isGone } = this.#deps;
    const handled: Promise<void>[] = [];
    for (const { stanza, forget } of stored.left()) {
      const { name, type, from } = stanza;
      if (!isWanted(stanza)) continue;
      if (name === "presence" && type === "available" && isGone(from)) unlessFull(forget);
      else handled.push(this.#enqueue(stanza, forget));
    }
    await Promise.allSettled(handled);
  }

  /** `forget` removes it from the store: in the transaction that handles it. */
  #enqueue(stanza: Stanza, forget: () => void, isLost = () => false): Promise<void> {
    const { queues, db, handle, refuse, isStopping } = this.#deps;
    const room = roomOf(stanza);
    const pause = (): void => this.#pause(room);
    /** The stanza is removed and `work` done, or neither: where the disk is full, it is handled later. */
    const settle = (work: () => void): void => {
      try {
        db.atomically(() => {
          db.afterCommit(() => {}, pause);
          forget();
          work();
        });
      } catch (error) {
        if (isFull(error)) pause();
        throw error;
      }
    };
    let isDue = false;
    const handleDue = (): void => {
      isDue = true;
      if (isLost()) return;
      if (isStopping()) this.#left.add(`${room} ${stanza.from.full}`);
      else if (!this.#paused.has(room)) settle(() => handle(stanza));
    };
    return queues.enqueueStanza(stanza, handleDue).then(
      () => void (isDue || unlessFull(() => settle(() => {}))),
      (error) => void (isFull(error) ? pause() : unlessFull(() => settle(() => refuse(stanza, error)))),
    );
  }

  #pause(room: string): void {
    if (this.#paused.has(room)) return;
    this.#paused.add(room);
    this.#resumeLater(room);
  }

  #resumeLater(room: string): void {
    const { queues, schedule } = this.#deps;
    schedule(PAUSE, () => {
      // What is in the queue is in the store as well.
      if (queues.isBusy(room)) return this.#resumeLater(room);
      this.#paused.delete(room);
      void this.#addStored((stanza) => roomOf(stanza) === room);
    });
  }
}

const roomOf = ({ to }: Stanza): string => to?.bare ?? "";
