/** One bound resource of an account. It outlives its stream: XEP-0198 resumption is `attach`, and nothing else changes hands. */
import type { Element } from "ltx";
import type { Jid } from "../jid/jid.ts";
import { withDelay } from "../server/delay.ts";
import type { Outbox, Recipient } from "../server/outbox.ts";
import type { Router } from "../server/router.ts";
import type { CsiPolicy, Session } from "../server/session.ts";
import { errorOfMalformed, isStanzaName, type Stanza, stanzaOf } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { OwnedStream, StreamOwner } from "../stream/owned-stream.ts";
import { StreamError } from "../stream-error.ts";
import { weightOf } from "../xml/weight.ts";
import { checkFrom } from "./check-from.ts";
import { CsiQueue } from "./csi-queue.ts";
import { OfflineBacklog } from "./offline-backlog.ts";
import { measured } from "./size.ts";
import { acknowledgementRequest, type Sent, StreamManagementState } from "./stream-management-state.ts";
import type { RevivedSession, SuspendedSession } from "./suspended-sessions.ts";
import type { UndeliveredStanza } from "./undelivered-stanzas.ts";

/** What a session is given, the same for all. */
export interface ClientSessionDeps {
  readonly router: Router;
  readonly outbox: Outbox;
  /** Takes what is not a stanza: XEP-0198's own elements and the modules'. */
  readonly nonza: (element: Element, session: ClientSession) => void;
  /** The stream has gone: keep the session for a resumption, or end it. */
  readonly detached: (session: ClientSession) => void;
  /** The session has ended for good. */
  readonly ended: (session: ClientSession) => void;
  /** What its client has not acknowledged then, and what comes later, oldest first. */
  readonly undelivered: (account: string, stanzas: readonly UndeliveredStanza[]) => void;
  /** How many stanzas may wait for a client, and how many bytes: more could not be sent again at once. */
  readonly maxUnacknowledged: number;
  readonly maxUnacknowledgedBytes: number;
  /** More is held for it. */
  readonly onGrowth: (session: ClientSession) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class ClientSession implements Session, StreamOwner, Recipient {
  readonly jid: Jid;
  readonly account: string;
  /** Set once the client has enabled it. */
  management: StreamManagementState | undefined;
  readonly #around: ClientSessionDeps;
  readonly #hold = new CsiQueue();
  #backlog: OfflineBacklog | undefined;
  #stream: OwnedStream | undefined;
  #presence: Element | undefined;
  #presenceWeight = 0;
  #priority = 0;
  #isRequestSent = false;
  #hasEnded = false;
  /** Where what is sent goes once it is suspended. */
  #keep: ((stanza: Element) => void) | undefined;

  constructor(jid: Jid, around: ClientSessionDeps) {
    this.jid = jid;
    this.account = jid.bare;
    this.#around = around;
  }

  get stream(): OwnedStream | undefined {
    return this.#stream;
  }

  get isConnected(): boolean {
    return this.#stream !== undefined;
  }

  get presence(): Element | undefined {
    return this.#presence;
  }

  get unacknowledged(): readonly Sent[] {
    return this.management?.unacknowledged ?? [];
  }

  get priority(): number {
    return this.#priority;
  }

  setPresence(presence: Element | undefined, priority: number): void {
    this.#presence = presence;
    this.#presenceWeight = presence ? weightOf(presence) : 0;
    this.#priority = presence ? priority : 0;
    this.#around.onGrowth(this);
  }

  /** Of all that is held for its client, in bytes: what it has not acknowledged, what waits for it, its presence. */
  get weight(): number {
    const waiting = (this.#backlog?.weight ?? 0) + this.#hold.weight + (this.#stream?.unsent ?? 0);
    return waiting + (this.management?.weight ?? 0) + this.#presenceWeight;
  }

  setCsiPolicy(pace: CsiPolicy | undefined): void {
    for (const stanza of this.#hold.setPolicy(pace)) this.#transmit(stanza);
  }

  deliverBacklog(next: () => readonly Element[]): void {
    this.#backlog = new OfflineBacklog(next);
    this.#pourOn();
  }

  send(stanza: Element): void {
    this.#around.outbox.send(this, stanza);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** A stream speaks for this session from now on. */
  attach(stream: OwnedStream): void {
    this.#stream = stream;
    this.#isRequestSent = false;
    stream.attach(this);
  }

  /** The stream that has spoken for this session is closed; the session waits for another one. */
  release(reason: StreamError): void {
    const former = this.#stream;
    if (!former) return;
    this.lost();
    former.detachOwner();
    former.fail(reason);
  }

  /** Sends again what the client has not acknowledged (XEP-0198 §5). */
  resend(): void {
    for (const { stanza, time } of this.unacknowledged) {
      this.#stream?.send(this.#sinceWhen(stanza, time));
    }
    this.requestAcknowledgement();
    this.#pourOn();
  }

  deliver(stanza: Element): void {
    if (this.#keep) return this.#keep(stanza);
    if (this.#hasEnded) return this.#around.undelivered(this.account, [{ stanza, original: stanza }]);
    if (this.#backlog) return this.#putBehind(this.#backlog, stanza);
    const due = this.#hold.push(stanza);
    if (due.length === 0) this.#around.onGrowth(this);
    for (const each of due) this.#transmit(each);
  }

  /** Asks for an <a/> where something is unacknowledged and nothing has been asked yet. */
  requestAcknowledgement(): void {
    if (this.#isRequestSent || !this.#stream || !this.management?.count) return;
    this.#isRequestSent = true;
    // Once for all that this tick delivers.
    queueMicrotask(() => this.#stream?.send(acknowledgementRequest()));
  }

  acknowledged(): void {
    this.#isRequestSent = false;
    this.requestAcknowledgement();
    this.#pourOn();
  }

  element(element: Element): void {
    if (element.attrs.xmlns !== undefined || !isStanzaName(element.name)) return this.#around.nonza(element, this);
    checkFrom(element.attrs.from, this.jid);
    this.management?.countReceived();
    // RFC 6120 §8.1.5: what the stream's header said holds for each stanza.
    const language = this.#stream?.language;
    if (language !== undefined) element.attrs["xml:lang"] ??= language;
    const stanza = this.#stanzaFrom(element);
    if (stanza) this.#around.router.accept(stanza, this);
  }

  ended(): void {
    this.#stream = undefined;
    this.#finish();
  }

  lost(): void {
    this.#stream = undefined;
    this.#isRequestSent = false;
    if (!this.#hasEnded) this.#around.detached(this);
  }

  /**
   * What can be resumed goes on in another life of the server: the connection is cut, what is returned is kept, and behind
   * it what `keep` is given, which is sent from now on.
   */
  suspend(keep: (stanza: Element) => void): SuspendedSession | undefined {
    const { management } = this;
    if (management?.id === undefined || this.#hasEnded) return undefined;
    const stream = this.#stream;
    this.#stream = undefined;
    this.#hasEnded = true;
    this.#keep = keep;
    stream?.closeConnection();
    // The portion at hand leaves its store, since it is kept here; what would have followed stays there.
    this.#backlog?.nextPortion();
    const waiting = [...(this.#backlog?.queued ?? []), ...this.#hold.setPolicy(undefined)];
    const { sentSinceRevival: behindUnread } = management;
    return {
      id: management.id,
      jid: this.jid.full,
      received: management.received,
      acknowledged: management.acknowledged,
      hasStored: behindUnread !== undefined,
      stanzas: [
        ...(behindUnread ?? management.unacknowledged),
        ...waiting.map((stanza) => ({ stanza, time: undefined })),
      ],
      presence: this.#presence,
      priority: this.#priority,
    };
  }

  /** Goes on where it was suspended. */
  revive({ id, presence, priority, ...former }: RevivedSession): void {
    this.management = new StreamManagementState(id, former);
    this.setPresence(presence, priority);
  }

  end(reason: StreamError): void {
    const stream = this.#stream;
    this.#stream = undefined;
    this.#finish();
    stream?.detachOwner();
    stream?.fail(reason);
  }

  #finish(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const sent = this.unacknowledged
      .filter(({ stanza }) => !this.#backlog?.isInPortion(stanza))
      .map(({ stanza, time }) => ({ stanza: this.#sinceWhen(stanza, time), original: stanza }));
    const waiting = [...(this.#backlog?.queued ?? []), ...this.#hold.setPolicy(undefined)];
    this.#around.ended(this);
    this.#around.undelivered(this.account, [...sent, ...waiting.map((stanza) => ({ stanza, original: stanza }))]);
  }

  /** XEP-0198 §4, XEP-0203: a message that comes late says when it was meant to come. */
  #sinceWhen(stanza: Element, time: number): Element {
    return stanza.name === "message" ? withDelay(stanza, this.jid.domain, time) : stanza;
  }

  /** Hands over the next portion, if the client has taken the one before. */
  #pourOn(): void {
    const backlog = this.#backlog;
    if (!backlog || !this.#stream) return;
    if (this.management?.unacknowledged.some(({ stanza }) => backlog.isInPortion(stanza))) return;
    for (const stanza of backlog.nextPortion()) this.#transmit(stanza);
    if (backlog.isEmpty) {
      this.#backlog = undefined;
      for (const stanza of backlog.queued) this.deliver(stanza);
    } else if (!this.management) {
      this.#stream?.drained(() => this.#pourOn());
    }
  }

  #putBehind(backlog: OfflineBacklog, stanza: Element): void {
    backlog.enqueue(stanza);
    this.#checkWaiting(backlog.queued.length, backlog.queuedBytes);
  }

  #transmit(stanza: Element): void {
    const bytes = this.#stream?.send(stanza);
    if (!this.management) return this.#around.onGrowth(this);
    this.management.countSent({ stanza, time: this.#around.now(), ...measured(stanza, bytes) });
    this.#checkWaiting(this.management.count, this.management.bytes);
    this.requestAcknowledgement();
  }

  #checkWaiting(stanzas: number, bytes: number): void {
    const { maxUnacknowledged, maxUnacknowledgedBytes, onGrowth: grown } = this.#around;
    if (stanzas <= maxUnacknowledged && bytes <= maxUnacknowledgedBytes) grown(this);
    else this.end(new StreamError("resource-constraint", "too much waits for this client"));
  }

  /** Undefined where what was sent is refused as a whole; the client has been told. */
  #stanzaFrom(element: Element): Stanza | undefined {
    try {
      return stanzaOf(element, this.jid);
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      const answer = errorOfMalformed(element, this.jid, undefined, error);
      if (answer) this.send(answer);
      return undefined;
    }
  }
}
