/** XEP-0045 §7: what all in a room of many are told of takes its turn: one piece at a time, in order, others in between. */
import type { Logger } from "../../../log.ts";
import type { Server } from "../../../server/module.ts";
import type { Stanza } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { weightOf } from "../../../xml/weight.ts";

/** Stanzas of one client that wait for one room. */
const MAX_STANZAS_OF_CLIENT = 20;
/** What all stanzas that wait for one room weigh, in bytes. */
const MAX_QUEUE_WEIGHT = 16_777_216;

export interface RoomQueuesDeps {
  readonly inTurns: Server["inTurns"];
  readonly log: Pick<Logger, "error">;
}

/** All that waits for one room. */
interface RoomQueue {
  /** What follows from what has happened already, and comes before what has not. */
  readonly effects: (() => Promise<void>)[];
  readonly stanzas: (() => Promise<void>)[];
  /** By full JID, how many stanzas a client has in it, and whether the last one says that it leaves. */
  readonly clients: Map<string, { waiting: number; isLeaving: boolean }>;
  weight: number;
}

export class RoomQueues {
  readonly #parts: RoomQueuesDeps;
  /** By the room's bare JID; without one, nothing waits. */
  readonly #lines = new Map<string, RoomQueue>();

  constructor(parts: RoomQueuesDeps) {
    this.#parts = parts;
  }

  /** Whether something waits, or is being done, in this room (a bare JID). */
  isBusy(room: string): boolean {
    return this.#lines.has(room);
  }

  /** Whether a client (a full JID) has sent something that waits: what it sends now comes after that. */
  hasFrom(room: string, client: string): boolean {
    return this.#lines.get(room)?.clients.has(client) ?? false;
  }

  /**
   * Tells of what has happened already: after all that was given likewise, before the stanzas that wait, and never within
   * the stanza that is being handled.
   */
  enqueue(room: string, work: () => void): void {
    this.#add(room, "effects", work).catch((error) =>
      this.#parts.log.error({ event: "room-turn-failed", room, error }),
    );
  }

  /**
   * Handles a stanza to a room after all that waits, of which no more is kept than is sensible. Resolves with what `work`
   * returns; undefined where the stanza says nothing new. Rejects with StanzaError resource-constraint where it is too much.
   */
  async enqueueStanza<Result>(stanza: Stanza, work: () => Result): Promise<Awaited<Result> | undefined> {
    const [room, client] = [stanza.to?.bare ?? "", stanza.from.full];
    const line = this.#lineOf(room);
    const before = line.clients.get(client) ?? { waiting: 0, isLeaving: false };
    const isLeaving = stanza.type === "unavailable" || stanza.type === "error";
    if (isLeaving && before.isLeaving) return undefined;
    const weight = weightOf(stanza.xml);
    const isTooMuch = before.waiting >= MAX_STANZAS_OF_CLIENT || line.weight + weight > MAX_QUEUE_WEIGHT;
    if (isTooMuch && !isLeaving)
      throw new StanzaError("resource-constraint", { text: "much is going on in this room: try again in a moment" });
    const done = this.#add(room, "stanzas", work);
    const { clients } = line;
    line.weight += weight;
    clients.set(client, { waiting: before.waiting + 1, isLeaving });
    try {
      return await done;
    } finally {
      line.weight -= weight;
      const now = clients.get(client);
      if (!now || now.waiting <= 1) clients.delete(client);
      else clients.set(client, { ...now, waiting: now.waiting - 1 });
    }
  }

  #add<Result>(room: string, kind: "effects" | "stanzas", work: () => Result): Promise<Awaited<Result>> {
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<Result>>();
    this.#lineOf(room)[kind].push(async () => {
      try {
        resolve(await this.#parts.inTurns(room, once(work)));
      } catch (error) {
        reject(error);
      }
    });
    return promise;
  }

  #lineOf(room: string): RoomQueue {
    const known = this.#lines.get(room);
    if (known) return known;
    const line: RoomQueue = { effects: [], stanzas: [], clients: new Map(), weight: 0 };
    this.#lines.set(room, line);
    queueMicrotask(() => void this.#run(room, line));
    return line;
  }

  async #run(room: string, line: RoomQueue): Promise<void> {
    const next = () => line.effects.shift() ?? line.stanzas.shift();
    for (let piece = next(); piece; piece = next()) await piece();
    this.#lines.delete(room);
  }
}

// biome-ignore lint/correctness/useYield: one piece is one portion
function* once<Result>(work: () => Result): Generator<void, Result> {
  return work();
}
