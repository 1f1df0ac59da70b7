/** RFC 6120 §4: one XML stream that a peer opened to us. It knows negotiation; stanzas go up to its owner. */
import type { Element } from "ltx";
import { systemClock } from "../clock.ts";
import { xml } from "../stanza.ts";
import { asStreamError, StreamError } from "../stream-error.ts";
import { causeOf, streamErrorElement } from "./error-element.ts";
import { featureFor, type NegotiatingStream, offersOf, type StreamState } from "./feature.ts";
import type { Framing, FramingListener } from "./framing.ts";
import { readHeader, type StreamHeader } from "./header.ts";
import type { StreamOwner } from "./owned-stream.ts";
import type { StreamDeps } from "./stream-deps.ts";

export class Stream implements FramingListener, NegotiatingStream {
  readonly #framing: Framing;
  readonly #deps: StreamDeps;
  readonly #states: StreamState[] = [];
  /** What arrives while a negotiation waits for its promise; undefined while none does. */
  #queued: (() => void)[] | undefined;
  #owner: StreamOwner | undefined;
  #isHeaderSent = false;
  #hasEnded = false;
  #isOutputClosed = false;
  /** Undefined once there is no time limit any more: a session may last for weeks. */
  #cancelTimer: (() => void) | undefined;
  #domain: string | undefined;
  #account: string | undefined;
  #language: string | undefined;
  #from: string | undefined;
  #id = "";

  constructor(framing: Framing, deps: StreamDeps) {
    this.#framing = framing;
    this.#deps = deps;
    if (framing.isSecure) this.#states.push("secure");
    this.#cancelTimer = systemClock.after(deps.negotiationTime, () =>
      this.fail(new StreamError("connection-timeout", "signing in took too long")),
    );
  }

  get id(): string {
    return this.#id;
  }

  get domain(): string {
    return this.#domain ?? "";
  }

  get from(): string | undefined {
    return this.#from;
  }

  get account(): string {
    return this.#account ?? "";
  }

  get language(): string | undefined {
    return this.#language;
  }

  get remoteAddress(): string {
    return this.#framing.remoteAddress;
  }

  get tls(): Framing["tls"] {
    return this.#framing.tls;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get unsent(): number {
    return this.#framing.unsent;
  }

  is(state: StreamState): boolean {
    return this.#states.includes(state);
  }

  send(element: Element): number {
    return this.#hasEnded || this.#isOutputClosed ? 0 : this.#framing.send(element);
  }

  takeUndelivered(): readonly Element[] {
    return this.#framing.takeUndelivered?.() ?? [];
  }

  whenDrained(callback: () => void): void {
    if (!this.#hasEnded) this.#framing.whenDrained(callback);
  }

  authenticated(account: string): void {
    this.#account = account;
    this.#states.push("authenticated");
    this.#framing.authenticated(this.#deps.limits.authenticated, account);
    this.#deps.onAuthenticated?.();
  }

  advertise(): void {
    this.send(xml("stream:features", {}, ...offersOf(this.#deps.features, this)));
  }

  restart(): void {
    this.#isHeaderSent = false;
    this.#queued = undefined;
    this.#framing.restart();
  }

  secure(): void {
    this.#isHeaderSent = false;
    this.#queued = undefined;
    this.#framing.secure();
  }

  /** §7: a resource is bound, or a session resumed. */
  attach(owner: StreamOwner): void {
    this.#states.push("bound");
    this.#owner = owner;
    this.#stopTimer();
  }

  fail(error: StreamError): void {
    if (this.#hasEnded) return;
    if (error.cause) this.#deps.log.error({ event: "stream-failed", cause: causeOf(error) });
    if (!this.#isHeaderSent) this.#sendHeader(undefined);
    if (!this.#isOutputClosed) this.#framing.send(streamErrorElement(error));
    this.#deps.log.debug({ event: "stream-error", condition: error.condition, address: this.remoteAddress });
    this.#finish();
    this.#owner?.lost(error.condition);
  }

  closeOutput(): void {
    if (this.#hasEnded) return;
    this.#isOutputClosed = true;
    this.#framing.closeOutput();
  }

  detachOwner(): void {
    this.#owner = undefined;
  }

  close(): void {
    this.#owner = undefined;
    this.#finish();
  }

  closeConnection(): void {
    if (this.#hasEnded) return;
    this.#owner = undefined;
    this.#hasEnded = true;
    this.#stopTimer();
    this.#framing.closeConnection();
  }

  opened(header: Element): void {
    const domain = this.is("authenticated") ? this.#domain : undefined;
    let read: StreamHeader;
    try {
      read = readHeader(header, { ...this.#deps, domain });
    } catch (error) {
      return this.fail(asStreamError(error));
    }
    this.#domain = read.domain;
    this.#language = read.language;
    this.#from = read.from;
    this.#sendHeader(read.from);
    try {
      this.#deps.onHeader?.(this);
      this.advertise();
    } catch (error) {
      this.fail(asStreamError(error));
    }
  }

  element(element: Element): void {
    if (this.#hasEnded) return;
    // §4.9.1.1: it ends the stream, and is not answered by another one.
    if (element.name === "stream:error") return this.lost("an error that the peer reports");
    if (this.#queued) {
      this.#queued.push(() => this.element(element));
      return;
    }
    try {
      if (this.#owner) this.#owner.element(element);
      else this.#negotiate(element);
    } catch (error) {
      this.fail(asStreamError(error));
    }
  }

  ended(): void {
    // What the peer sent before it closed its stream comes first.
    if (this.#queued) {
      this.#queued.push(() => this.ended());
      return;
    }
    const owner = this.#owner;
    this.close();
    owner?.ended();
  }

  secured(): void {
    this.#states.push("secure");
  }

  failed(error: StreamError): void {
    this.fail(error);
  }

  lost(reason: string): void {
    const wasOver = this.#hasEnded;
    this.#finish();
    if (!wasOver) this.#owner?.lost(reason);
  }

  #negotiate(element: Element): void {
    const settling = featureFor(element, this.#deps.features, this).negotiate(this, element);
    if (settling instanceof Promise) this.#queueUntil(settling);
  }

  /** Reads nothing of the peer until `settling` is, so that its elements stay in order. */
  #queueUntil(settling: Promise<void>): void {
    this.#queued = [];
    this.#framing.pause();
    settling
      .catch((error) => this.fail(asStreamError(error)))
      .finally(() => {
        const queued = this.#queued ?? [];
        this.#queued = undefined;
        for (const handle of queued) if (!this.#hasEnded) handle();
        if (!this.#hasEnded && !this.#queued) this.#framing.resume();
      });
  }

  #sendHeader(to: string | undefined): void {
    this.#isHeaderSent = true;
    this.#id = this.#deps.id();
    const from = this.#domain ?? [...this.#deps.domains][0];
    const { declarations } = this.#deps;
    this.#framing.open({ ...declarations, id: this.#id, from, to, version: "1.0", "xml:lang": "en" });
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #finish(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#stopTimer();
    this.#framing.close();
  }
}
