/** What must be in an archive after a fault, and how often. */
import type { Loss } from "./register.ts";

/** A message as its sender knows it. */
export interface SentMessage {
  readonly id: string;
  /** The bare address of the sender. */
  readonly from: string;
  /** It has been sent so often: again where no session was resumed. */
  times: number;
  /** The sender's server has acknowledged it (XEP-0198). */
  isAcknowledged: boolean;
  /** An available recipient has got it. */
  isSeen: boolean;
  /** An error came back. */
  isRefused: boolean;
}

export interface ArchiveOf {
  readonly loss: Loss;
  /** How often what was sent once to another server may have arrived there. */
  readonly copies: number;
  readonly whose: "sender" | "recipient";
}

/** The messages of one way: from one sender to one recipient, or to a room. */
export class Deliveries {
  readonly name: string;
  readonly #isBetweenServers: boolean;
  readonly #messages = new Map<string, SentMessage>();

  constructor(name: string, { isBetweenServers = false } = {}) {
    this.name = name;
    this.#isBetweenServers = isBetweenServers;
  }

  sent(id: string, from: string): SentMessage {
    const message = { id, from, times: 1, isAcknowledged: false, isSeen: false, isRefused: false };
    this.#messages.set(id, message);
    return message;
  }

  get(id: string): SentMessage | undefined {
    return this.#messages.get(id);
  }

  /** Those that came back as errors. */
  get refused(): string[] {
    return [...this.#messages.values()].filter(({ isRefused }) => isRefused).map(({ id }) => id);
  }

  /**
   * What is wrong with the archive of the sender, or of whom the messages are for: `ids` are those of its messages of this way, in
   * its order.
   */
  faultsOf(archive: string, ids: readonly string[], { loss, whose, copies }: ArchiveOf): string[] {
    const most = this.#isBetweenServers && whose === "recipient" ? copies : 1;
    const counts = new Map<string, number>();
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
    const faults: string[] = [];
    for (const message of this.#messages.values()) {
      const count = counts.get(message.id) ?? 0;
      const isDue = message.isAcknowledged || (loss === "kill" && message.isSeen);
      if (count === 0 && isDue && !message.isRefused) faults.push(`${archive} lacks ${describe(message)}`);
      // Who is told that it was not delivered sends it again (RFC 6120 §8.3).
      if (whose === "recipient" && message.isRefused && message.times === 1 && count > 0)
        faults.push(`${archive} has ${describe(message)}, which came back as an error`);
      if (count > message.times * most) faults.push(`${archive} has ${count} of ${describe(message)}`);
    }
    for (const id of counts.keys())
      if (!this.#messages.has(id)) faults.push(`${archive} has ${id}, which was never sent`);
    return most > 1 ? faults : [...faults, ...this.#disorder(archive, ids)];
  }

  /** Messages that were sent once are in the order in which they were sent (RFC 6120 §10.1). */
  #disorder(archive: string, ids: readonly string[]): string[] {
    const order = new Map([...this.#messages.keys()].map((id, index) => [id, index]));
    const known = ids.filter((id) => this.#messages.get(id)?.times === 1);
    const wrong = known.find(
      (id, index) => index > 0 && (order.get(id) ?? 0) < (order.get(known[index - 1] ?? "") ?? 0),
    );
    return wrong === undefined ? [] : [`${archive} has ${wrong} after a message that was sent later`];
  }

  /** Those of before are no longer looked at. */
  forget(): void {
    this.#messages.clear();
  }
}

const describe = ({ id, times, isAcknowledged, isSeen }: SentMessage): string =>
  `${id} (sent ${times} times, ${isAcknowledged ? "acknowledged" : "not acknowledged"}, ${isSeen ? "seen" : "not seen"})`;
