/** Sent stanzas wait here until the tick's transaction has been committed, or is on the disk: what was delivered was also stored. */
import type { Element } from "ltx";
import type { Logger } from "../log.ts";
import { isStanzaName } from "../stanza.ts";
import type { Database } from "../store/database.ts";
import { roughWeightOf } from "../xml/weight.ts";
import { newTraffic, type Traffic } from "./traffic.ts";

/** What has to be true before a stanza leaves: the tick is committed, or it is on the disk, too (docs/decisions/0002). */
export type Leaves = "committed" | "synced";

/** What a stanza is delivered to once it may leave. */
export interface Recipient {
  /** Another server or a component; a client here where it is not said. */
  readonly isOther?: boolean;
  deliver(stanza: Element): void;
  /** This waits for it, since it is not on the disk yet, or is behind something that is not. */
  held?(stanza: Element): void;
}

interface Sent {
  /** Undefined for what was withdrawn. */
  recipient: Recipient | undefined;
  readonly stanza: Element;
  /** In bytes, roughly. */
  readonly weight: number;
  /** Of a stanza that waits for the disk. */
  readonly gate?: Gate | undefined;
}

/** What waits for the disk, or behind something that does, in order; and its weight. */
interface Held {
  readonly stanzas: Sent[];
  weight: number;
}

/** Opens when what the tick has written is on the disk. */
interface Gate {
  isOpen: boolean;
}

/** With so many stanzas, or so many bytes of them, the tick is committed before anything else is begun. */
const MAX_STANZAS = 2000;
const MAX_BYTES = 1_000_000;

export class Outbox {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #traffic: Pick<Traffic, "toClients" | "toOthers">;
  #waiting: Sent[] = [];
  #weight = 0;
  /** What waits for the disk, or behind something that does: by recipient, in order. */
  readonly #held = new Map<Recipient, Held>();

  constructor(db: Database, log: Logger, traffic: Pick<Traffic, "toClients" | "toOthers"> = newTraffic()) {
    this.#db = db;
    this.#log = log;
    this.#traffic = traffic;
    db.truncateOnRollback(this);
    // Before the senders are told that nothing was stored: what is sent from then on may leave.
    db.onTick((lost) => {
      if (lost) this.#takeAll();
    });
  }

  /** What is sent to a recipient while something for it waits for the disk comes behind that. */
  send(recipient: Recipient, stanza: Element, leaves: Leaves = "committed"): void {
    const weight = this.#weightOf(stanza);
    this.#weight += weight;
    // Registered with the first stanza, so that a rollback of later ones leaves the callback in place.
    if (this.#waiting.length === 0) this.#db.afterCommit(this.#deliver);
    this.#waiting.push({ recipient, stanza, weight, gate: leaves === "synced" ? this.#gateFor(recipient) : undefined });
  }

  #gateFor(recipient: Recipient): Gate {
    const gate = { isOpen: false };
    this.#db.afterSync(() => {
      gate.isOpen = true;
      this.#release(recipient);
    });
    return gate;
  }

  /** Whether so much waits that the tick has to be committed first. */
  get isFull(): boolean {
    return this.#waiting.length >= MAX_STANZAS || this.#weight >= MAX_BYTES;
  }

  /** The weight of what is held for a recipient until something is on the disk. */
  heldWeight(recipient: Recipient): number {
    return this.#held.get(recipient)?.weight ?? 0;
  }

  /** How many stanzas wait: what `truncate` is given to come back to this point. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Forgets what was sent by work that has failed. */
  truncate(length: number): void {
    for (const { weight } of this.#waiting.splice(length)) this.#weight -= weight;
  }

  /**
   * What waits for this recipient, in order; it does not get it. A session that ends in the middle of a tick takes it along, so
   * that it stays in front of what is stored from then on.
   */
  withdraw(recipient: Recipient): readonly Element[] {
    const held = this.#held.get(recipient)?.stanzas.map(({ stanza }) => stanza) ?? [];
    this.#held.delete(recipient);
    // Their places are kept for `truncate`.
    const waiting = this.#waiting.flatMap((sent) => {
      if (sent.recipient !== recipient) return [];
      sent.recipient = undefined;
      return [sent.stanza];
    });
    return [...held, ...waiting];
  }

  /** Copies of one stanza share their children and follow one another: they are weighed once. */
  #weightOf(stanza: Element): number {
    const last = this.#waiting.at(-1);
    return last && last.stanza.children === stanza.children ? last.weight : roughWeightOf(stanza);
  }

  #takeAll(): readonly Sent[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#weight = 0;
    return taken;
  }

  readonly #deliver = (): void => {
    for (const sent of this.#takeAll()) {
      if (!sent.recipient) continue;
      const held = this.#held.get(sent.recipient);
      if (held) {
        held.stanzas.push(sent);
        held.weight += sent.weight;
        sent.recipient.held?.(sent.stanza);
      } else if (sent.gate && !sent.gate.isOpen) {
        this.#held.set(sent.recipient, { stanzas: [sent], weight: sent.weight });
        sent.recipient.held?.(sent.stanza);
      } else this.#deliverOne(sent.recipient, sent.stanza);
    }
  };

  /** Delivers what is held for a recipient, up to what waits for the disk still. */
  #release(recipient: Recipient): void {
    const held = this.#held.get(recipient);
    if (!held) return;
    const closed = held.stanzas.findIndex(({ gate }) => gate?.isOpen === false);
    if (closed < 0) this.#held.delete(recipient);
    for (const { stanza, weight } of held.stanzas.splice(0, closed < 0 ? held.stanzas.length : closed)) {
      held.weight -= weight;
      this.#deliverOne(recipient, stanza);
    }
  }

  #deliverOne(recipient: Recipient, stanza: Element): void {
    const { toClients, toOthers } = this.#traffic;
    if (isStanzaName(stanza.name)) (recipient.isOther ? toOthers : toClients)[stanza.name] += 1;
    try {
      recipient.deliver(stanza);
    } catch (error) {
      // A failure of one recipient does not concern the others.
      this.#log.error({ event: "delivery-failed", name: stanza.name, error });
    }
  }
}
