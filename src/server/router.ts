/** The way of a stanza: outbound on the sender's account, inbound on the recipient's, then delivery. Nothing here waits. */
import type { Element } from "ltx";
import { type Jid, makeJid, parseJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import { addressed, errorOf, isRequest, mayBeAnswered, resultOf, type Stanza, stanzaOf, withXml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { printOnce } from "../xml/print.ts";
import { chooseRecipients, isStoredOffline } from "./delivery.ts";
import { generatedStanza } from "./generated-stanza.ts";
import { IqTable, requestIn } from "./iq.ts";
import type { Component, Passage, Reply, StanzaHandlers } from "./module.ts";
import type { Outbox } from "./outbox.ts";
import { Phases } from "./passage.ts";
import { PendingRequests } from "./pending-requests.ts";
import type { Session, Sessions } from "./session.ts";
import { mayStoreData, toStanzaError } from "./to-stanza-error.ts";
import { UncommittedStanzas } from "./uncommitted-stanzas.ts";

export interface RouterDeps {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly domains: ReadonlySet<string>;
  readonly log: Logger;
  /** A new unguessable id. */
  readonly id: () => string;
  /** Takes what is addressed to a domain that is not served here. */
  readonly remote: (stanza: Stanza) => void;
}

interface ServedComponent extends Pick<Component, "answerBareJid" | "receive"> {
  readonly iq: IqTable<Stanza>;
}

const NOBODY: ReadonlySet<Session> = new Set();

export class Router {
  readonly outbound = new Phases();
  readonly inbound = new Phases();
  readonly iq = { self: new IqTable<Session>(), account: new IqTable<Passage>(), server: new IqTable<Stanza>() };
  /** What the server asks of others. */
  readonly pendingRequests: PendingRequests;
  /** Asked, one after the other, to take a message to a domain of ours before its sender is told that nobody does. */
  readonly serverMessageHandlers: NonNullable<StanzaHandlers["serverMessage"]>[] = [];
  /** Asked, one after the other, to keep what nobody receives before its sender is told so. */
  readonly offlineStores: NonNullable<StanzaHandlers["storeOffline"]>[] = [];
  /** Asked of all that the server says by itself. */
  readonly suppressors: NonNullable<StanzaHandlers["isSuppressed"]>[] = [];
  /** By domain, who takes what is addressed to an external component (XEP-0114). Throws StanzaError where it is away. */
  readonly externalComponents = new Map<string, (stanza: Stanza) => void>();
  /** Services at subdomains, by domain. */
  readonly #components = new Map<string, ServedComponent>();
  readonly #parts: RouterDeps;
  /** By a message to one session, the others that were there and got nothing of it. */
  readonly #missed = new WeakMap<Element, ReadonlySet<Session>>();
  #underway: (() => void)[] = [];
  #isRunning = false;
  readonly #unsettled: UncommittedStanzas;

  constructor(parts: RouterDeps) {
    this.#parts = parts;
    this.#unsettled = new UncommittedStanzas(parts.db, (...refused) => this.#refuse(...refused));
    this.pendingRequests = new PendingRequests(parts.id, (request) => this.route(request));
  }

  /** Serves the component at its subdomain of each domain. Throws where something else is served there. */
  serve(component: Component): void {
    const { subdomain } = component;
    const table = new IqTable<Stanza>();
    table.add(component.iq);
    for (const domain of this.#parts.domains) {
      const address = `${subdomain}.${domain}`;
      if (this.#components.has(address) || this.#parts.domains.has(address))
        throw new Error(`two services are to be at ${address}: give one of them another subdomain`);
      this.#components.set(address, { ...component, iq: table });
    }
  }

  /** A stanza that a client of ours sent; its `from` is stamped. */
  accept(stanza: Stanza, session: Session): void {
    this.#handle(stanza, session, () => this.#send(stanza, session), true);
  }

  /** What the server itself says, as the local address in its `from`, once the stanza at hand is finished. Never refuses. */
  route(element: Element): void {
    const stanza = generatedStanza(element, this.#parts.log);
    if (!stanza || this.suppressors.some((isSuppressed) => isSuppressed(stanza))) return;
    this.#handle(stanza, undefined, () => this.#forward(stanza, undefined));
  }

  /** The same to many addresses, in this order; printed once but for the address. */
  multicast(element: Element, to: Iterable<string>): void {
    printOnce(element);
    for (const address of to) this.route(addressed(element, { to: address }));
  }

  /** A stanza from a verified remote domain, for a domain served here. */
  receive(stanza: Stanza): void {
    this.#handle(stanza, undefined, () => this.#forward(stanza, undefined), true);
  }

  /** One stanza after the other: what a handler routes waits for its turn, and is forgotten if the handler fails. */
  #handle(stanza: Stanza, session: Session | undefined, work: () => void, isOthers = false): void {
    this.#underway.push(() => this.#attempt(stanza, session, work, isOthers));
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (let next = this.#underway.shift(); next; next = this.#underway.shift()) next();
    } finally {
      this.#isRunning = false;
    }
  }

  /** What comes from others brings nothing new where the disk has no room for it, if its sender can be told so. */
  #attempt(stanza: Stanza, session: Session | undefined, work: () => void, isOthers: boolean): void {
    const { db } = this.#parts;
    const routed = this.#underway.length;
    try {
      db.atomically(() => (isOthers && mayStoreData(stanza) ? db.requiringSpace(work) : work()));
    } catch (error) {
      this.#underway.length = routed;
      this.#refuse(stanza, session, error);
    }
    if (isOthers) this.#unsettled.add(stanza, session);
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
    const { domains, remote } = this.#parts;
    const { to } = stanza;
    if (isRequest(stanza)) requestIn(stanza);
    if (!to) return this.#toOwnAccount(stanza, session);
    if (domains.has(to.domain))
      return to.local === "" ? this.#toServer(stanza, session) : this.#toAccount(stanza, session);
    const component = this.#components.get(to.domain);
    if (component) return this.#toComponent(stanza, component, session);
    const external = this.externalComponents.get(to.domain);
    if (external) external(stanza);
    else remote(stanza);
  }

  /** RFC 6120 §10.3: without `to`, a message or iq is for the sender's own account; presence has been broadcast already. */
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
      if (!this.serverMessageHandlers.some((hear) => hear(stanza))) throw new StanzaError("service-unavailable");
    } else if (stanza.name === "iq") {
      this.pendingRequests.resolve(stanza);
    }
  }

  #toComponent(
    stanza: Stanza,
    { iq, answerBareJid: answer, receive }: ServedComponent,
    session: Session | undefined,
  ): void {
    const isForBare = isRequest(stanza) && stanza.to?.resource === "";
    if (isForBare && stanza.to?.local === "") {
      this.#answer(stanza, session, iq.answer(requestIn(stanza), stanza.type, stanza));
    } else if (isForBare && answer) {
      this.#answer(stanza, session, answer(requestIn(stanza), stanza));
    } else if (receive) {
      receive(stanza);
    } else if (stanza.name === "message" || isRequest(stanza)) {
      throw new StanzaError("service-unavailable");
    }
  }

  #toAccount(stanza: Stanza, session: Session | undefined): void {
    const { to } = stanza;
    if (!to) return;
    if (stanza.name === "iq" && to.resource === "") return this.#answerAccount(stanza, session);
    if (this.#parts.accounts.exists(to.bare)) this.#deliver(stanza, to.bare);
    else this.#toNobody(stanza, to.bare);
  }

  /** RFC 6121 §8.5.1: who asks after an account that is not there gets the same answers as a stranger to one that is. */
  #toNobody(stanza: Stanza, account: string): void {
    const asks = stanza.name === "iq" || stanza.type === "probe";
    const passage: Passage = { stanza, account, peer: stanza.from, recipients: NOBODY };
    if (asks && !this.inbound.isLetThrough(passage)) return;
    const { refusal } = chooseRecipients(stanza, this.#parts.sessions);
    if (refusal) throw new StanzaError(refusal);
  }

  #deliver(stanza: Stanza, account: string): void {
    const arriving: Passage = { stanza, account, peer: stanza.from, recipients: NOBODY };
    if (!this.inbound.isLetThrough(arriving)) return;
    const amended = this.inbound.amended(arriving);
    const { recipients, refusal } = chooseRecipients(amended, this.#parts.sessions);
    const passage: Passage = { ...arriving, stanza: amended, recipients };
    if (refusal && !this.#isKept(passage)) throw new StanzaError(refusal);
    const sent = this.#parts.outbox.length;
    if (recipients.size > 1) printOnce(amended.xml);
    this.inbound.record(passage);
    for (const recipient of recipients) recipient.send(amended.xml);
    this.inbound.copy(passage);
    this.#noteMissed(passage, sent);
  }

  /** `sent` is where the outbox stood before the message and its copies. */
  #noteMissed({ stanza, account, recipients }: Passage, sent: number): void {
    const { outbox, sessions } = this.#parts;
    if (!stanza.to?.resource || sessions.of(account).size <= recipients.size || !isStoredOffline(stanza)) return;
    const reached = outbox.recipientsSince(sent);
    const missed = [...this.#available(stanza, account)].filter((session) => !reached.has(session));
    if (missed.length > 0) this.#missed.set(stanza.xml, new Set(missed));
  }

  /** Who would receive it if it were addressed to the account. */
  #available(stanza: Stanza, account: string): ReadonlySet<Session> {
    return chooseRecipients({ ...stanza, to: parseJid(account) }, this.#parts.sessions).recipients;
  }

  #isKept(passage: Passage): boolean {
    return this.offlineStores.some((keep) => keep(passage));
  }

  /**
   * What a session that is gone for good never acknowledged (XEP-0198 §5), as it was delivered to it (`original`) and as it
   * goes on from here. The sessions that were there and got nothing of it receive it now. Where none is there at all, it is
   * kept as if nobody had been. Who came later finds it in the archive, and has looked there or not: nothing tells. Those who
   * came after that session had gone, beyond those who were `there` then, have looked in vain: they receive it as well.
   */
  redeliver(element: Element, account: string, original = element, there?: ReadonlySet<Session>): void {
    if (element.name !== "message" || element.attrs.type === "error") return;
    const stanza = stanzaOf(element, parseJid(element.attrs.from ?? ""));
    const here = this.#available(stanza, account);
    const missed = this.#missed.get(original);
    for (const session of here) if (missed?.has(session) || (there && !there.has(session))) session.send(element);
    if (here.size > 0) return;
    const passage: Passage = { stanza, account, peer: stanza.from, recipients: NOBODY };
    this.#parts.db.atomically(() => this.#isKept(passage));
  }

  #answerAccount(stanza: Stanza, session: Session | undefined): void {
    if (!isRequest(stanza)) return this.pendingRequests.resolve(stanza);
    const request = requestIn(stanza);
    const ns = request.getNS() ?? "";
    const account = stanza.to?.bare ?? stanza.from.bare;
    const isOwn = session !== undefined && account === session.account;
    if (this.iq.self.knows(ns)) {
      if (isOwn) return this.#answer(stanza, session, this.iq.self.answer(request, stanza.type, session));
      if (!this.iq.account.knows(ns)) throw new StanzaError("forbidden");
    }
    const passage: Passage = { stanza, account, peer: stanza.from, session, recipients: NOBODY };
    if (!isOwn && !this.inbound.isLetThrough(passage)) return;
    this.#answer(stanza, session, this.iq.account.answer(request, stanza.type, passage));
  }

  /** Behind whatever the handler has routed, which may be a part of the answer (XEP-0313 §4). */
  #answer(stanza: Stanza, session: Session | undefined, reply: Reply | Promise<Reply>): void {
    const answered = (payload: Reply): void =>
      this.#handle(stanza, session, () => this.#reply(stanza, session, payload), true);
    if (reply instanceof Promise) reply.then(answered, (error) => this.#refuse(stanza, session, error));
    else if (this.#underway.length > 0) answered(reply);
    else this.#reply(stanza, session, reply);
  }

  #reply(stanza: Stanza, session: Session | undefined, payload: Reply): void {
    this.#tell(stanza.from, session, resultOf(stanza, stanza.to?.full, payload));
  }

  #refuse(stanza: Stanza, session: Session | undefined, error: unknown): void {
    const refusal = toStanzaError(error, stanza, this.#parts.log);
    if (mayBeAnswered(stanza)) this.#tell(stanza.from, session, errorOf(stanza, stanza.to?.full, refusal));
  }

  #tell(asker: Jid, session: Session | undefined, answer: Element): void {
    const local = session ?? this.#parts.sessions.get(asker.full);
    if (local) local.send(answer);
    else if (!answer.attrs.from) return;
    else if (!this.#parts.domains.has(asker.domain)) this.route(answer);
    else if (answer.name === "iq") this.pendingRequests.resolve(stanzaOf(answer, parseJid(answer.attrs.from)));
  }
}
