/** XEP-0357 §7: publishes notifications, one after the other; retries a failing service with growing pauses, then disables it. */
import type { Element } from "ltx";
import { BoundedMap } from "../../bounded-map.ts";
import { age, DAY, MINUTE } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { Server } from "../../server/module.ts";
import type { Stanza } from "../../stanza.ts";
import { type Disclosure, publication, type Summary, summaryOf } from "./notification.ts";
import type { PushService, PushServices } from "./push-services.ts";

const MAX_PAUSE_MS = DAY;
/** A service that has not answered by then may be asked again. */
const ANSWER_TIMEOUT_MS = MINUTE / 2;
/** How many answers are awaited at once; beyond, the oldest is given up. */
const MAX_UNDERWAY = 10_000;

export interface PublisherDeps {
  readonly services: PushServices;
  readonly sendRequest: Server["sendRequest"];
  readonly now: () => number;
  readonly log: Logger;
  readonly disclosure: Disclosure;
  readonly maxFailures: number;
}

interface Underway {
  readonly since: number;
  /** Of the last message since then, published when the answer has arrived. */
  next: Summary | undefined;
}

const keyOf = ({ account, jid, node }: PushService): string => JSON.stringify([account, jid, node]);

export class Publisher {
  readonly #deps: PublisherDeps;
  readonly #underway = new BoundedMap<string, Underway>(MAX_UNDERWAY);

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
  }

  /** Publishes a message. While an answer is awaited, further messages are counted, and published together. */
  publish(service: PushService, message: Element): void {
    this.publishAll(service, [message]);
  }

  publishAll(service: PushService, messages: readonly Element[]): void {
    const { services, now, disclosure } = this.#deps;
    const message = messages.at(-1);
    if (!message) return;
    const last = summaryOf(message, disclosure);
    const counted = { ...service, messages: service.messages + messages.length };
    services.update(service, counted);
    const underway = this.#underway.get(keyOf(service));
    if (underway && age(underway.since, now()) < ANSWER_TIMEOUT_MS) underway.next = last;
    else if (now() >= service.retry || service.retry - now() > MAX_PAUSE_MS) this.#send(counted, last);
  }

  #send(service: PushService, last: Summary): void {
    const { sendRequest, now } = this.#deps;
    const underway: Underway = { since: now(), next: undefined };
    this.#underway.set(keyOf(service), underway);
    const domain = service.account.slice(service.account.indexOf("@") + 1);
    sendRequest(publication(domain, service, last), (answer) => {
      if (this.#underway.get(keyOf(service)) === underway) this.#underway.delete(keyOf(service));
      this.#answered(service, answer, underway.next);
    });
  }

  #answered({ account, jid, node }: PushService, answer: Stanza, next: Summary | undefined): void {
    const { services } = this.#deps;
    // It may have been disabled, or enabled again.
    const service = services.get(account, jid, node);
    if (!service) return;
    if (answer.type === "error") return this.#failed(service, answer.xml.getChild("error"));
    if (service.failures > 0) services.update(service, { ...service, failures: 0, retry: 0 });
    if (next) this.#send(service, next);
  }

  /** §7.1: an error disables the service, unless it may pass. */
  #failed(service: PushService, error: Element | undefined): void {
    const { services, now, log, maxFailures } = this.#deps;
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

/** Of type "wait", or because the service was not reached. */
const isTransient = (error: Element | undefined): boolean =>
  error?.attrs.type === "wait" ||
  ["remote-server-not-found", "remote-server-timeout", "internal-server-error"].some((name) => error?.getChild(name));
