/** RFC 6120 §8.2.3: requests and who answers them: by addressee, then by namespace and element. */
import type { Element } from "ltx";
import type { Stanza } from "../stanza.ts";
import { StanzaError, type StanzaErrorCondition } from "../stanza-error.ts";
import type { IqHandlers, Passage, Reply, RequestHandlers, StanzaHandlers } from "./module.ts";
import { NOBODY, type Session } from "./session.ts";

/** A reply to send; "unanswered" where a guard dropped the request, or what was sent is none. */
export type Answer = Reply | Promise<Reply> | "unanswered";

type Handler<From> = (request: Element, from: From) => Reply | Promise<Reply>;

/** All the requests of one kind of addressee, gathered from the modules. */
export class IqTable<From> {
  readonly #handlers = new Map<string, Map<string, Handler<From>>>();

  /** Throws where two modules claim the same request. */
  add(iqs: RequestHandlers<From>): void {
    for (const [ns, byType] of Object.entries(iqs)) {
      const handlers = this.#handlers.get(ns) ?? new Map<string, Handler<From>>();
      this.#handlers.set(ns, handlers);
      for (const type of ["get", "set"] as const) {
        for (const [name, handler] of Object.entries(byType[type] ?? {})) {
          const key = `${type} ${name}`;
          if (handlers.has(key)) throw new Error(`two modules answer ${type} <${name} xmlns="${ns}"/>`);
          handlers.set(key, handler);
        }
      }
    }
  }

  knows(namespace: string): boolean {
    return this.#handlers.has(namespace);
  }

  answers(request: Element, type: string): boolean {
    return this.#handlers.get(request.getNS() ?? "")?.has(`${type} ${request.getName()}`) === true;
  }

  /** Throws StanzaError service-unavailable for an unknown namespace, feature-not-implemented for an unknown request in it. */
  answer(request: Element, type: string, from: From): Reply | Promise<Reply> {
    const handlers = this.#handlers.get(request.getNS() ?? "");
    if (!handlers) throw new StanzaError("service-unavailable");
    const handler = handlers.get(`${type} ${request.getName()}`);
    if (!handler) throw new StanzaError("feature-not-implemented");
    return handler(request, from);
  }
}

/** What is asked of accounts and of the domains served here, by addressee. */
export class IqRouter {
  readonly self = new IqTable<Session>();
  readonly account = new IqTable<Passage>();
  readonly server = new IqTable<Stanza>();
  /** Called until one says that a peer may know that an account is there. */
  readonly knowledge: NonNullable<StanzaHandlers["isKnownTo"]>[] = [];
  readonly #isLetThrough: (passage: Passage) => boolean;

  /** `isLetThrough` asks the guards of an account about what others send to it; they throw StanzaError to refuse. */
  constructor(isLetThrough: (passage: Passage) => boolean) {
    this.#isLetThrough = isLetThrough;
  }

  add({ self, account, server }: IqHandlers): void {
    if (self) this.self.add(self);
    if (account) this.account.add(account);
    if (server) this.server.add(server);
  }

  /**
   * What an account (without `to`: the sender's own) answers to a request. Throws StanzaError: what the handler or a guard
   * throws; as IqTable.answer; for what only the owner may ask: forbidden, or service-unavailable to those who may not know
   * that the account is there.
   */
  answerForAccount(stanza: Stanza, session: Session | undefined): Answer {
    const request = requestIn(stanza);
    const ns = request.getNS() ?? "";
    const account = stanza.to?.bare ?? stanza.from.bare;
    const isOwn = session !== undefined && account === session.account;
    if (isOwn && this.self.knows(ns)) return this.self.answer(request, stanza.type, session);
    const passage: Passage = { stanza, account, peer: stanza.from, session, recipients: NOBODY };
    if (!isOwn) {
      if (!this.#isLetThrough(passage)) return "unanswered";
      if (!this.account.answers(request, stanza.type)) throw new StanzaError(this.#refusalOf(ns, passage));
    }
    return this.account.answer(request, stanza.type, passage);
  }

  #refusalOf(ns: string, { account, peer }: Passage): StanzaErrorCondition {
    if (!this.knowledge.some((isKnownTo) => isKnownTo(account, peer))) return "service-unavailable";
    if (this.account.knows(ns)) return "feature-not-implemented";
    return this.self.knows(ns) ? "forbidden" : "service-unavailable";
  }
}

/** The one child element of a get or set. Throws StanzaError bad-request (RFC 6120 §8.2.3, rule 4). */
export function requestIn(iq: Stanza): Element {
  const [request, ...others] = iq.xml.getChildElements();
  if (!request || others.length > 0)
    throw new StanzaError("bad-request", { text: "an <iq/> of type get or set has one child" });
  return request;
}
