/** RFC 6120 §7: one bound resource of an account. It outlives its stream: XEP-0198 resumption attaches it to another one. */
import type { Element } from "ltx";
import type { Jid } from "../jid/jid.ts";
import { withOriginalTime } from "../server/delay.ts";
import type { Leaves, Outbox, Recipient } from "../server/outbox.ts";
import type { Router } from "../server/router.ts";
import type { CsiPolicy, Session } from "../server/session.ts";
import { isStanzaName } from "../stanza.ts";
import type { OwnedStream, StreamOwner } from "../stream/owned-stream.ts";
import { StreamError } from "../stream-error.ts";
import { measure, weightOf } from "../xml/weight.ts";
import { AcknowledgementRequests } from "./acknowledgement-requests.ts";
import { CsiQueue } from "./csi-queue.ts";
import type { JournalEntry } from "./journal-entry.ts";
import { keepsOrderWithBacklog, OfflineBacklog } from "./offline-backlog.ts";
import { checkFrom, readStanza } from "./received-stanza.ts";
import { type Sent, StreamManagementState } from "./stream-management-state.ts";
import type { RevivedSession, SuspendedSession } from "./suspended-session-store.ts";
import { redeliveredOf, type UndeliveredStanzas } from "./undelivered-stanzas.ts";

export interface ClientSessionDeps {
  readonly router: Router;
  readonly outbox: Outbox;
  /** Handles elements that are not stanzas: those of XEP-0198 and of modules. Throws StreamError. */
  readonly nonza: (element: Element, session: ClientSession) => void;
  /** The session has lost its stream: keeps it for a resumption, or ends it. */
  readonly detached: (session: ClientSession) => void;
  readonly ended: (session: ClientSession) => void;
  /** Takes what the client of an ended session has not acknowledged, and what is sent to it later, oldest first. */
  readonly undelivered: UndeliveredStanzas["add"];
  /** How many stanzas and bytes may wait for a client: more could not be sent again at once. */
  readonly maxUnacknowledged: number;
  readonly maxUnacknowledgedBytes: number;
  /** More is held in memory for the session. */
  readonly onGrowth: (session: ClientSession) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class ClientSession implements Session, StreamOwner, Recipient {
  readonly jid: Jid;
  readonly account: string;
  /** XEP-0198; undefined until the client has enabled it. */
  management: StreamManagementState | undefined;
  /** What is written of it, so that it can be resumed after a crash; undefined where it cannot be resumed. */
  journal: JournalEntry<ClientSession> | undefined;
  readonly #deps: ClientSessionDeps;
  readonly #csiQueue = new CsiQueue();
  readonly #requests = new AcknowledgementRequests(this);
  #backlog: OfflineBacklog | undefined;
  #stream: OwnedStream | undefined;
  /** What the former stream may not have brought to the client. */
  readonly #undelivered: Element[] = [];
  #presence: Element | undefined;
  #presenceWeight = 0;
  #priority = 0;
  #hasEnded = false;
  /** Stores what is sent to a suspended session. */
  #store: ((stanza: Element) => void) | undefined;

  constructor(jid: Jid, deps: ClientSessionDeps) {
    this.jid = jid;
    this.account = jid.bare;
    this.#deps = deps;
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
    this.journal?.stateChanged();
    this.#deps.onGrowth(this);
  }

  /** In bytes: what the client has not acknowledged, what waits for it, and its presence. */
  get weight(): number {
    const waiting = (this.#backlog?.weight ?? 0) + this.#csiQueue.weight + (this.#stream?.unsent ?? 0);
    return waiting + this.#deps.outbox.heldWeight(this) + (this.management?.weight ?? 0) + this.#presenceWeight;
  }

  setCsiPolicy(policy: CsiPolicy | undefined): void {
    for (const stanza of this.#csiQueue.setPolicy(policy)) this.#transmit(stanza);
  }

  deliverBacklog(next: () => readonly Element[], taken?: (count: number) => void): void {
    this.#backlog = new OfflineBacklog(next, taken);
    this.#continueBacklog();
  }

  send(stanza: Element, leaves?: Leaves): void {
    this.#deps.outbox.send(this, stanza, leaves);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  attach(stream: OwnedStream): void {
    this.#stream = stream;
    this.#requests.restart();
    stream.attach(this);
  }

  /** Ends the session's stream with this error; the session waits for another one. */
  release(reason: StreamError): void {
    const former = this.#stream;
    if (!former) return;
    this.lost();
    former.detachOwner();
    former.fail(reason);
  }

  /** Sends again what the client has not acknowledged (XEP-0198 §5). */
  resend(): void {
    for (const { stanza, time } of this.unacknowledged)
      this.#stream?.send(withOriginalTime(stanza, this.jid.domain, time));
    this.#requests.send();
    this.#continueBacklog();
  }

  held(stanza: Element): void {
    this.journal?.waits(stanza);
    this.#deps.onGrowth(this);
  }

  deliver(stanza: Element): void {
    if (this.#store) return this.#store(stanza);
    if (this.#hasEnded) return this.#deps.undelivered(this.account, [{ stanza, original: stanza }]);
    if (this.#backlog && keepsOrderWithBacklog(stanza)) return this.#enqueue(this.#backlog, stanza);
    const due = this.#csiQueue.push(stanza);
    if (due.length === 0) this.#deps.onGrowth(this);
    for (const each of due) this.#transmit(each);
  }

  /** The client has handled `h` stanzas (XEP-0198 §4). Returns false where fewer were sent. */
  acknowledge(h: number): boolean {
    if (this.#backlog) this.journal?.received();
    if (this.management?.acknowledge(h) === false) return false;
    this.#backlog?.acknowledged(this.unacknowledged);
    return true;
  }

  acknowledged(): void {
    this.#requests.repeat();
    this.#continueBacklog();
  }

  element(element: Element): void {
    if (element.attrs.xmlns !== undefined || !isStanzaName(element.name)) return this.#deps.nonza(element, this);
    checkFrom(element.attrs.from, this.jid);
    this.management?.countReceived();
    // A message changes nothing that modules save of a session.
    if (element.name !== "message") this.journal?.stateChanged();
    // A client that says something else may have missed the <r/> that the next portion waits for.
    if (this.#backlog) this.#requests.repeat();
    // RFC 6120 §8.1.5: the language in the stream's header is the default for each stanza.
    const language = this.#stream?.language;
    if (language !== undefined) element.attrs["xml:lang"] ??= language;
    const stanza = readStanza(element, this.jid, this);
    if (stanza) this.#deps.router.accept(stanza, this);
  }

  ended(): void {
    this.#leaveStream();
    this.#finish();
  }

  lost(): void {
    this.#leaveStream();
    if (!this.#hasEnded) this.#deps.detached(this);
  }

  /**
   * Closes the connection and returns what is to be stored until the server has restarted, with what is called when it is;
   * undefined where the session cannot be resumed. `store` is given what is sent to the session from now on, which comes behind.
   */
  suspend(store: (stanza: Element) => void): (SuspendedSession & { readonly stored: () => void }) | undefined {
    const { management } = this;
    if (management?.id === undefined || this.#hasEnded) return undefined;
    const stream = this.#leaveStream();
    this.#hasEnded = true;
    this.#store = store;
    stream?.closeConnection();
    return {
      id: management.id,
      jid: this.jid.full,
      received: management.received,
      acknowledged: management.acknowledged,
      hasStored: management.sentSinceRevival !== undefined,
      stanzas: [
        ...(management.sentSinceRevival ?? management.unacknowledged),
        ...this.#takeUnsent().map((stanza) => ({ stanza, time: undefined })),
      ],
      presence: this.#presence,
      priority: this.#priority,
      // The current portion is taken out of the offline store then; the rest stays there.
      stored: () => void this.#backlog?.nextPortion(),
    };
  }

  /** What happens to it is written from now on. */
  follow(entry: JournalEntry<ClientSession> | undefined): void {
    this.journal = entry;
    if (this.management) this.management.observer = entry;
  }

  revive({ id, presence, priority, sent, ...counts }: RevivedSession): void {
    const management = new StreamManagementState(id, counts);
    for (const one of sent ?? []) management.countSent(one);
    this.management = management;
    this.setPresence(presence, priority);
  }

  end(reason: StreamError): void {
    const stream = this.#leaveStream();
    this.#finish();
    stream?.detachOwner();
    stream?.fail(reason);
  }

  /** Without XEP-0198, the transport itself may know what has not reached the client (XEP-0206 §7). */
  #leaveStream(): OwnedStream | undefined {
    const stream = this.#stream;
    this.#stream = undefined;
    const undelivered = this.management ? [] : (stream?.takeUndelivered() ?? []);
    this.#undelivered.push(...undelivered.filter((stanza) => !this.#backlog?.isInPortion(stanza)));
    return stream;
  }

  #finish(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const sent = this.unacknowledged.filter(({ stanza }) => !this.#backlog?.isInPortion(stanza));
    const left = { sent, unsent: [...this.#undelivered, ...this.#takeUnsent()] };
    const { journal } = this;
    journal?.ending(left);
    this.#deps.ended(this);
    this.#deps.undelivered(this.account, redeliveredOf(left, this.jid.domain), journal?.redelivered.bind(journal));
  }

  /** What waits behind the offline backlog, for the client to be active, or for the commit. */
  #takeUnsent(): readonly Element[] {
    const queued = this.#backlog?.queued ?? [];
    return queued.concat(this.#csiQueue.setPolicy(undefined), this.#deps.outbox.withdraw(this));
  }

  /** Sends the next portion of the backlog, if the client has acknowledged or read the one before. */
  #continueBacklog(): void {
    const backlog = this.#backlog;
    if (!backlog || !this.#stream) return;
    if (this.management?.unacknowledged.some(({ stanza }) => backlog.isInPortion(stanza))) return;
    for (const stanza of backlog.nextPortion()) this.#transmit(stanza);
    if (backlog.isEmpty) {
      this.#backlog = undefined;
      for (const stanza of backlog.queued) this.deliver(stanza);
    } else if (!this.management) this.#stream?.whenDrained(() => this.#continueBacklog());
  }

  #enqueue(backlog: OfflineBacklog, stanza: Element): void {
    backlog.enqueue(stanza);
    this.journal?.waits(stanza);
    this.#limitWaiting(backlog.queued.length, backlog.queuedBytes);
  }

  #transmit(stanza: Element): void {
    this.journal?.sending();
    const bytes = this.#stream?.send(stanza);
    if (!this.management) return this.#deps.onGrowth(this);
    this.management.countSent({ stanza, time: this.#deps.now(), ...measure(stanza, bytes) });
    this.#limitWaiting(this.management.count, this.management.bytes);
    this.#requests.sent();
  }

  #limitWaiting(stanzas: number, bytes: number): void {
    const { maxUnacknowledged, maxUnacknowledgedBytes, onGrowth } = this.#deps;
    if (stanzas <= maxUnacknowledged && bytes <= maxUnacknowledgedBytes) onGrowth(this);
    else this.end(new StreamError("resource-constraint", "too much waits for this client"));
  }
}
