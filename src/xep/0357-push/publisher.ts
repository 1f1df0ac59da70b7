/** XEP-0357 §7: publishes, one notification after the other; a service that fails is left alone for a while, then given up. */
import type { Element } from "ltx";
import { BoundedMap } from "../../bounded-map.ts";
import type { Logger } from "../../log.ts";
import type { Server } from "../../server/module.ts";
import type { Stanza } from "../../stanza.ts";
import { type Disclosure, publication, type Summary, summaryOf } from "./notification.ts";
import type { PushService, PushServices } from "./push-services.ts";

const MINUTE = 60_000;
const MAX_PAUSE_MS = 24 * 60 * MINUTE;
/** A service that has not answered by then may be asked again. */
const ANSWER_TIMEOUT_MS = MINUTE / 2;
/** How many answers are awaited at once; beyond, the oldest is given up. */
const MAX_UNDERWAY = 10_000;

export interface PublisherParts {
  readonly services: PushServices;
  readonly sendRequest: Server["sendRequest"];
  readonly now: () => number;
  readonly log: Logger;
  readonly telling: Disclosure;
  readonly maxFailures: number;
}

interface Underway {
  readonly since: number;
  /** What has come meanwhile, and is told once the answer is there. */
  next: Summary | undefined;
}

const keyOf = ({ account, jid, node }: PushService): string => JSON.stringify([account, jid, node]);

export class Publisher {
  readonly #parts: PublisherParts;
  readonly #underway = new BoundedMap<string, Underway>(MAX_UNDERWAY);

  constructor(parts: PublisherParts) {
    this.#parts = parts;
  }

  /** Tells of a message. While an answer is awaited, the messages are counted, and told of together. */
  publish(service: PushService, message: Element): void {
    this.publishAll(service, [message]);
  }

  publishAll(service: PushService, messages: readonly Element[]): void {
    const { services, now, telling } = this.#parts;
    const message = messages.at(-1);
    if (!message) return;
    const last = summaryOf(message, telling);
    const counted = { ...service, messages: service.messages + messages.length };
    services.update(service, counted);
    const underway = this.#underway.get(keyOf(service));
    if (underway && now() - underway.since < ANSWER_TIMEOUT_MS) underway.next = last;
    else if (now() >= service.retry) this.#send(counted, last);
  }

  #send(service: PushService, last: Summary): void {
    const { sendRequest, now } = this.#parts;
    const underway: Underway = { since: now(), next: undefined };
    this.#underway.set(keyOf(service), underway);
    const domain = service.account.slice(service.account.indexOf("@") + 1);
    sendRequest(publication(domain, service, last), (answer) => {
      if (this.#underway.get(keyOf(service)) === underway) this.#underway.delete(keyOf(service));
      this.#answered(service, answer, underway.next);
    });
  }

  #answered({ account, jid, node }: PushService, answer: Stanza, next: Summary | undefined): void {
    const { services } = this.#parts;
    // It may have been disabled, or enabled anew.
    const service = services.get(account, jid, node);
    if (!service) return;
    if (answer.type === "error") return this.#failed(service, answer.xml.getChild("error"));
    if (service.failures > 0) services.update(service, { ...service, failures: 0, retry: 0 });
    if (next) this.#send(service, next);
  }

  /** §7.1: an error disables it, unless there is hope. */
  #failed(service: PushService, error: Element | undefined): void {
    const { services, now, log, maxFailures } = this.#parts;
    const failures = service.failures + 1;
    if (failures >= maxFailures || !isTransient(error)) {
      services.disable(service.account, service.jid, service.node);
      log.info({ event: "push-service-given-up", account: service.account, service: service.jid, failures });
      return;
    }
    const pause = Math.min(MINUTE * 2 ** (failures - 1), MAX_PAUSE_MS);
    services.update(service, { ...service, failures, retry: now() + pause });
  }
}

/** What another time might bring: "wait" says so; a server that was not reached does not say. */
const isTransient = (error: Element | undefined): boolean =>
  error?.attrs.type === "wait" ||
  ["remote-server-not-found", "remote-server-timeout", "internal-server-error"].some((name) => error?.getChild(name));
