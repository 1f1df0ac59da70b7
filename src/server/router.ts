/** The path of a stanza: outbound on the sender's account, inbound on the recipient's, then delivery. Nothing here is asynchronous. */
import type { Element } from "ltx";
import { type Jid, makeJid, parseJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import { addressed, errorOf, isRequest, mayBeAnswered, resultOf, type Stanza, stanzaOf, withXml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { printOnce } from "../xml/print.ts";
import { Components } from "./components.ts";
import { chooseRecipients } from "./delivery.ts";
import { type Answer, IqRouter, requestIn } from "./iq.ts";
import type { Passage, Reply, StanzaHandlers } from "./module.ts";
import type { Leaves } from "./outbox.ts";
import { Phases } from "./passage.ts";
import { PendingRequests } from "./pending-requests.ts";
import { Redelivery } from "./redelivery.ts";
import { NOBODY, type Session, type Sessions } from "./session.ts";
import { StanzaQueue } from "./stanza-queue.ts";
import { toStanzaError } from "./to-stanza-error.ts";
import { newTraffic, type Traffic } from "./traffic.ts";
import { unlessFull } from "./unless-full.ts";

export interface RouterDeps {
  readonly db: Database;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly domains: ReadonlySet<string>;
  readonly log: Logger;
  /** A new unguessable id. */
  readonly id: () => string;
  /** Sends a stanza to a domain that is not served here. */
  readonly remote: (stanza: Stanza) => void;
  /** Where stanzas are counted. */
  readonly traffic?: Pick<Traffic, "fromClients" | "fromOthers">;
}

export class Router {
  readonly outbound = new Phases();
  readonly inbound = new Phases();
  readonly iq = new IqRouter((passage) => this.inbound.isLetThrough(passage));
  /** Requests that the server itself has sent. */
  readonly pendingRequests: PendingRequests;
  /** Called in order for a message to a domain served here, until one takes it; its sender gets an error where none does. */
  readonly serverMessageHandlers: NonNullable<StanzaHandlers["serverMessage"]>[] = [];
  /** Called in order for a message that no session receives, until one stores it; its sender gets an error where none does. */
  readonly offlineStores: NonNullable<StanzaHandlers["storeOffline"]>[] = [];
  /** Called for each stanza that the server generates; it is not sent where one of them returns true. */
  readonly suppressors: NonNullable<StanzaHandlers["isSuppressed"]>[] = [];
  /** By domain, what passes a stanza to an external component (XEP-0114). Throws StanzaError where it is not connected. */
  readonly externalComponents = new Map<string, (stanza: Stanza) => void>();
  /** Services of modules, at subdomains. */
  readonly components: Components;
  readonly #deps: RouterDeps;
  readonly #redelivery: Redelivery;
  readonly #queue: StanzaQueue;
  readonly #traffic: Pick<Traffic, "fromClients" | "fromOthers">;
  /** How many statements had written when the stanza at hand came (`Database.written`). */
  #writtenBefore = 0;

  constructor(deps: RouterDeps) {
    this.#deps = deps;
    this.#traffic = deps.traffic ?? newTraffic();
    this.components = new Components(deps.domains);
    this.#queue = new StanzaQueue(deps.db, (...refused) => this.#refuse(...refused));
    this.#redelivery = new Redelivery({ ...deps, store: (passage) => this.#isStoredOffline(passage) });
    this.pendingRequests = new PendingRequests(deps.id, (request) => this.route(request));
  }

  /** A stanza from a local client; its `from` is stamped. */
  accept(stanza: Stanza, session: Session): void {
    this.#traffic.fromClients[stanza.name] += 1;
    this.#queue.handle(stanza, session, () => this.#send(stanza, session), true);
  }

  /**
   * A stanza that the server generates, from the local address in its `from`; handled once the stanza at hand is finished.
   * Never throws: one with an invalid address is dropped and logged, since a session or the server may be about to end.
   */
  route(element: Element): void {
    const stanza = this.#generated(element);
    if (!stanza || this.suppressors.some((isSuppressed) => isSuppressed(stanza))) return;
    this.#queue.handle(stanza, undefined, () => this.#forward(stanza, undefined));
  }

  /** The same stanza to many addresses, in this order; printed once but for the address. */
  multicast(element: Element, to: Iterable<string>): void {
    printOnce(element);
    for (const address of to) this.route(addressed(element, { to: address }));
  }

  /**
   * XEP-0198 §5: a message that a session has not acknowledged before it ended; see Redelivery. "refused": the disk is full.
   * Nothing is kept for an account that is gone: somebody else may get its name.
   */
  redeliver(
    element: Element,
    account: string,
    original = element,
    before?: ReadonlySet<Session>,
  ): "refused" | undefined {
    if (!this.#deps.accounts.exists(account)) return undefined;
    return unlessFull(() => this.#redelivery.redeliver(element, account, original, before)) ? undefined : "refused";
  }

  /** A stanza from a verified remote domain, for a domain served here. */
  receive(stanza: Stanza): void {
    this.#traffic.fromOthers[stanza.name] += 1;
    this.#queue.handle(stanza, undefined, () => this.#forward(stanza, undefined), true);
  }

  #generated(element: Element): Stanza | undefined {
    try {
      return stanzaOf(element, parseJid(element.attrs.from ?? ""));
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      const { from, to } = element.attrs;
      this.#deps.log.warn({ event: "own-stanza-dropped", name: element.name, from, to, reason: error.message });
      return undefined;
    }
  }

  #send(stanza: Stanza, session: Session): void {
    const peer = stanza.to ?? makeJid(stanza.from.local, stanza.from.domain);
    const passage: Passage = { stanza, account: stanza.from.bare, peer, session, recipients: NOBODY };
    if (!this.outbound.isLetThrough(passage)) return;
    const travelling = this.outbound.amended(passage);
    const amended = { ...passage, stanza: travelling };
    this.outbound.record(amended);
    this.outbound.copy(amended);
    this.#forward(travelling, session);
  }

  #forward(stanza: Stanza, session: Session | undefined): void {
    const { domains, remote } = this.#deps;
    const { to } = stanza;
    if (isRequest(stanza)) requestIn(stanza);
    this.#writtenBefore = this.#deps.db.written;
    if (!to) return this.#toOwnAccount(stanza, session);
    if (domains.has(to.domain))
      return to.local === "" ? this.#toServer(stanza, session) : this.#toAccount(stanza, session);
    if (this.components.has(to.domain)) return this.#answer(stanza, session, this.components.answer(stanza, to.domain));
    const external = this.externalComponents.get(to.domain);
    if (external) external(stanza);
    else remote(stanza);
  }

  /** RFC 6120 §10.3: without `to`, a message or iq is for the sender's own account; presence was broadcast by im/presence. */
  #toOwnAccount(stanza: Stanza, session: Session | undefined): void {
    if (stanza.name === "presence" || !session) return;
    if (stanza.name === "iq") return this.#answerAccount(stanza, session);
    const own = makeJid(stanza.from.local, stanza.from.domain);
    this.#toAccount({ ...withXml(stanza, addressed(stanza.xml, { to: own.bare })), to: own }, session);
  }

  #toServer(stanza: Stanza, session: Session | undefined): void {
    if (isRequest(stanza)) {
      this.#answer(stanza, session, this.iq.server.answer(requestIn(stanza), stanza.type, stanza));
    } else if (stanza.name === "message") {
      if (!this.serverMessageHandlers.some((take) => take(stanza))) throw new StanzaError("service-unavailable");
    } else if (stanza.name === "iq") {
      this.pendingRequests.resolve(stanza);
    }
  }

  #toAccount(stanza: Stanza, session: Session | undefined): void {
    const { to } = stanza;
    if (!to) return;
    if (stanza.name === "iq" && to.resource === "") return this.#answerAccount(stanza, session);
    if (this.#deps.accounts.exists(to.bare)) this.#deliver(stanza, to.bare);
    else this.#toUnknownAccount(stanza, to.bare);
  }

  /** RFC 6121 §8.5.1: an account that does not exist answers as one that exists answers a stranger. */
  #toUnknownAccount(stanza: Stanza, account: string): void {
    const isQuery = stanza.name === "iq" || stanza.type === "probe";
    const passage: Passage = { stanza, account, peer: stanza.from, recipients: NOBODY };
    if (isQuery && !this.inbound.isLetThrough(passage)) return;
    const { refusal } = chooseRecipients(stanza, this.#deps.sessions);
    if (refusal) throw new StanzaError(refusal);
  }

  #deliver(stanza: Stanza, account: string): void {
    const arriving: Passage = { stanza, account, peer: stanza.from, recipients: NOBODY };
    if (!this.inbound.isLetThrough(arriving)) return;
    const amended = this.inbound.amended(arriving);
    const { recipients, refusal, isStorable } = chooseRecipients(amended, this.#deps.sessions);
    const reached = this.#redelivery.watch(amended, account, recipients);
    const passage: Passage = { ...arriving, stanza: amended, recipients, reached };
    if (refusal && !(isStorable && this.#isStoredOffline(passage))) throw new StanzaError(refusal);
    if (recipients.size > 1) printOnce(amended.xml);
    this.inbound.record(passage);
    for (const recipient of recipients) recipient.send(amended.xml);
    this.inbound.copy(passage);
    this.#redelivery.note(passage);
  }

  #isStoredOffline(passage: Passage): boolean {
    return this.offlineStores.some((store) => store(passage));
  }

  #answerAccount(stanza: Stanza, session: Session | undefined): void {
    if (isRequest(stanza)) this.#answer(stanza, session, this.iq.answerForAccount(stanza, session));
    else this.pendingRequests.resolve(stanza);
  }

  /** Comes after whatever the handler has routed, which may be a part of the answer (XEP-0313 §4). */
  #answer(stanza: Stanza, session: Session | undefined, answer: Answer): void {
    if (answer === "unanswered") return;
    const before = this.#writtenBefore;
    const tell = (payload: Reply): void => {
      // "Done" is said once it is on the disk (docs/decisions/0055).
      const hasChanged = stanza.type === "set" && this.#deps.db.written > before;
      const result = resultOf(stanza, stanza.to?.full, payload);
      this.#tell(stanza.from, session, result, hasChanged ? "synced" : "committed");
    };
    const reply = (payload: Reply): void => this.#queue.handle(stanza, session, () => tell(payload), true);
    if (answer instanceof Promise) answer.then(reply, (error) => this.#refuse(stanza, session, error));
    else if (!this.#queue.isEmpty) reply(answer);
    else tell(answer);
  }

  #refuse(stanza: Stanza, session: Session | undefined, error: unknown): void {
    const refusal = toStanzaError(error, stanza, this.#deps.log);
    if (mayBeAnswered(stanza)) this.#tell(stanza.from, session, errorOf(stanza, stanza.to?.full, refusal));
  }

  #tell(asker: Jid, session: Session | undefined, answer: Element, leaves: Leaves = "committed"): void {
    const { db, domains, sessions } = this.#deps;
    const local = session ?? sessions.get(asker.full);
    if (local) local.send(answer, leaves);
    else if (!answer.attrs.from) return;
    else if (!domains.has(asker.domain)) {
      // Where the tick is lost, an error is the answer.
      if (leaves === "synced")
        db.afterSync(
          () => this.route(answer),
          () => {},
        );
      else this.route(answer);
    } else if (answer.name === "iq") this.pendingRequests.resolve(stanzaOf(answer, parseJid(answer.attrs.from)));
  }
}
