/** XEP-0045 §7: one queue a room, where every change is broadcast to many: in order, and others' work in between. */
import type { Logger } from "../../../log.ts";
import type { Server } from "../../../server/module.ts";
import type { Stanza } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { weightOf } from "../../../xml/weight.ts";

/** Queued stanzas of one client, a room. */
const MAX_STANZAS_OF_CLIENT = 20;
/** Weight of all queued stanzas of one room, in bytes. */
const MAX_QUEUE_WEIGHT = 16_777_216;

export interface RoomQueuesDeps {
  readonly inTurns: Server["inTurns"];
  readonly log: Pick<Logger, "error">;
}

interface RoomQueue {
  /** Broadcasts of what has happened already: they come before the stanzas. */
  readonly broadcasts: (() => Promise<void>)[];
  readonly stanzas: (() => Promise<void>)[];
  /** By full JID: how many stanzas of a client are queued, and whether the last of them leaves the room. */
  readonly clients: Map<string, { waiting: number; isLeaving: boolean }>;
  /** Of the stanzas. */
  weight: number;
}

export class RoomQueues {
  readonly #deps: RoomQueuesDeps;
  /** By the bare JID of the room. Removed when empty. */
  readonly #queues = new Map<string, RoomQueue>();

  constructor(deps: RoomQueuesDeps) {
    this.#deps = deps;
  }

  /** Whether something is queued, or being done, for this room (a bare JID). */
  isBusy(room: string): boolean {
    return this.#queues.has(room);
  }

  /** Whether a stanza of this client (a full JID) is queued: its next stanza must not overtake it. */
  hasFrom(room: string, client: string): boolean {
    return this.#queues.get(room)?.clients.has(client) ?? false;
  }

  /** Queues a broadcast: after those before it, ahead of all queued stanzas, never within the stanza being handled. */
  enqueue(room: string, broadcast: () => void): void {
    this.#add(room, "broadcasts", broadcast).catch((error) =>
      this.#deps.log.error({ event: "room-turn-failed", room, error }),
    );
  }

  /**
   * Queues the handling of a stanza to a room. Resolves with what `handle` returns, or with undefined where the client is
   * leaving already and says so again. Rejects with StanzaError resource-constraint where too much is queued.
   */
  async enqueueStanza<Result>(stanza: Stanza, handle: () => Result): Promise<Awaited<Result> | undefined> {
    const [room, client] = [stanza.to?.bare ?? "", stanza.from.full];
    const queue = this.#queueOf(room);
    const before = queue.clients.get(client) ?? { waiting: 0, isLeaving: false };
    const isLeaving = stanza.type === "unavailable" || stanza.type === "error";
    if (isLeaving && before.isLeaving) return undefined;
    const weight = weightOf(stanza.xml);
    const isTooMuch = before.waiting >= MAX_STANZAS_OF_CLIENT || queue.weight + weight > MAX_QUEUE_WEIGHT;
    if (isTooMuch && !isLeaving)
      throw new StanzaError("resource-constraint", { text: "much is going on in this room: try again in a moment" });
    const done = this.#add(room, "stanzas", handle);
    const { clients } = queue;
    queue.weight += weight;
    clients.set(client, { waiting: before.waiting + 1, isLeaving });
    try {
      return await done;
    } finally {
      queue.weight -= weight;
      const now = clients.get(client);
      if (!now || now.waiting <= 1) clients.delete(client);
      else clients.set(client, { ...now, waiting: now.waiting - 1 });
    }
  }

  #add<Result>(room: string, kind: "broadcasts" | "stanzas", work: () => Result): Promise<Awaited<Result>> {
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<Result>>();
    this.#queueOf(room)[kind].push(async () => {
      try {
        resolve(await this.#deps.inTurns(room, once(work)));
      } catch (error) {
        reject(error);
      }
    });
    return promise;
  }

  #queueOf(room: string): RoomQueue {
    const known = this.#queues.get(room);
    if (known) return known;
    const queue: RoomQueue = { broadcasts: [], stanzas: [], clients: new Map(), weight: 0 };
    this.#queues.set(room, queue);
    queueMicrotask(() => void this.#run(room, queue));
    return queue;
  }

  async #run(room: string, queue: RoomQueue): Promise<void> {
    const next = () => queue.broadcasts.shift() ?? queue.stanzas.shift();
    for (let work = next(); work; work = next()) await work();
    this.#queues.delete(room);
  }
}

// biome-ignore lint/correctness/useYield: one portion
function* once<Result>(work: () => Result): Generator<void, Result> {
  return work();
}
