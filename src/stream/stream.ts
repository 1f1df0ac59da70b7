/** RFC 6120 §4: one XML stream that a peer opened to us. It knows negotiation; stanzas go up to its owner. */
import type { Element } from "ltx";
import { xml } from "../stanza.ts";
import { asStreamError, StreamError } from "../stream-error.ts";
import { errorElement } from "./error-element.ts";
import type { StreamFeature, StreamState } from "./feature.ts";
import type { Framing, FramingListener } from "./framing.ts";
import { readHeader, type StreamHeader } from "./header.ts";
import type { StreamDeps } from "./stream-deps.ts";

/** Who takes over once a resource is bound. */
export interface StreamOwner {
  element(element: Element): void;
  /** The peer closed its stream in good order: it will not be resumed. */
  ended(): void;
  /** The connection broke. */
  lost(reason: string): void;
}

/** Timers count milliseconds in 31 bits. */
const LONGEST_TIMER = 2 ** 31 - 1;

export class Stream implements FramingListener {
  readonly #framing: Framing;
  readonly #settings: StreamDeps;
  readonly #facts = new Set<StreamState>();
  /** What arrived while a negotiation waits for something. */
  #held: (() => void)[] | undefined;
  #owner: StreamOwner | undefined;
  #hasOpened = false;
  #hasEnded = false;
  #isLeaving = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #domain: string | undefined;
  #account: string | undefined;
  #language: string | undefined;
  #from: string | undefined;
  #id = "";

  constructor(framing: Framing, settings: StreamDeps) {
    this.#framing = framing;
    this.#settings = settings;
    if (framing.tls) this.#facts.add("secure");
    this.#timer = setTimeout(
      () => this.fail(new StreamError("connection-timeout", "signing in took too long")),
      Math.min(settings.negotiationTime, LONGEST_TIMER),
    );
  }

  get id(): string {
    return this.#id;
  }

  /** The domain that the peer asked for; one that is served here. */
  get domain(): string {
    return this.#domain ?? "";
  }

  /** Who the peer says it is (§4.7.1), prepared; undefined where it said none. Nothing has proven it. */
  get from(): string | undefined {
    return this.#from;
  }

  /** Who has authenticated: the bare JID of an account, or the domain of another server. */
  get account(): string {
    return this.#account ?? "";
  }

  /** The language of what the peer sends, where it said so (§4.7.4). */
  get language(): string | undefined {
    return this.#language;
  }

  get remoteAddress(): string {
    return this.#framing.remoteAddress;
  }

  get tls(): Framing["tls"] {
    return this.#framing.tls;
  }

  /** Nothing more can be sent. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** How many bytes of what was sent have not left yet. */
  get unsent(): number {
    return this.#framing.unsent;
  }

  is(fact: StreamState): boolean {
    return this.#facts.has(fact);
  }

  send(element: Element): void {
    this.transmit(element);
  }

  /** The same; returns how many bytes were sent: none where the stream has ended. */
  transmit(element: Element): number {
    return this.#hasEnded || this.#isLeaving ? 0 : this.#framing.send(element);
  }

  /** Calls back when all that was sent has left; never if the connection closes before. */
  drained(callback: () => void): void {
    if (!this.#hasEnded) this.#framing.drained(callback);
  }

  /** §6.4.6: the account is proven. */
  authenticated(account: string): void {
    this.#account = account;
    this.#facts.add("authenticated");
    this.#framing.authenticated(this.#settings.limits.authenticated, account);
  }

  /** §4.3.2: what can be negotiated now. */
  advertise(): void {
    this.send(xml("stream:features", {}, ...this.#offers()));
  }

  /** §4.3.3: the peer opens a new stream over the same connection; what it said too early is forgotten. */
  restart(): void {
    this.#hasOpened = false;
    this.#held = undefined;
    this.#framing.restart();
  }

  /** §5.4.3.3: what the peer pipelined in plaintext is forgotten. */
  secure(): void {
    this.#hasOpened = false;
    this.#held = undefined;
    this.#framing.secure();
  }

  /** §7: a resource is bound, or a session resumed; from here on its owner is told. */
  attach(owner: StreamOwner): void {
    this.#facts.add("bound");
    this.#owner = owner;
    clearTimeout(this.#timer);
  }

  /** §4.9: the error, the end of the stream, the end of the connection. The owner is told that it is over. */
  fail(error: StreamError): void {
    if (this.#hasEnded) return;
    if (error.cause) this.#settings.log.error({ event: "stream-failed", cause: stackOf(error.cause) });
    if (!this.#hasOpened) this.#openOurs(undefined);
    if (!this.#isLeaving) this.#framing.send(errorElement(error));
    this.#settings.log.debug({ event: "stream-error", condition: error.condition, address: this.remoteAddress });
    this.#finish();
    this.#owner?.lost(error.condition);
  }

  /** §4.4: we say nothing more; what the peer says is heard until it has ended its own side. */
  closeOutput(): void {
    if (this.#hasEnded) return;
    this.#isLeaving = true;
    this.#framing.closeOutput();
  }

  /** Nobody is told any more what becomes of this stream. */
  detachOwner(): void {
    this.#owner = undefined;
  }

  /** §4.4: ends the stream in good order, without a word to its owner. */
  close(): void {
    this.#owner = undefined;
    this.#finish();
  }

  /** XEP-0198 §5: the connection ends and the stream does not, so that the client comes back for its session. */
  closeConnection(): void {
    if (this.#hasEnded) return;
    this.#owner = undefined;
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#framing.closeConnection();
  }

  opened(header: Element): void {
    const domain = this.is("authenticated") ? this.#domain : undefined;
    let said: StreamHeader;
    try {
      said = readHeader(header, { ...this.#settings, domain });
    } catch (error) {
      return this.fail(asStreamError(error));
    }
    this.#domain = said.domain;
    this.#language = said.language;
    this.#from = said.from;
    this.#openOurs(said.from);
    try {
      this.#settings.onHeader?.(this);
      this.advertise();
    } catch (error) {
      this.fail(asStreamError(error));
    }
  }

  element(element: Element): void {
    if (this.#hasEnded) return;
    // §4.9.1.1: it ends the stream, and is not answered by another one.
    if (element.name === "stream:error") return this.lost("an error that the peer reports");
    if (this.#held) {
      this.#held.push(() => this.element(element));
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
    // What the peer said before it said good-bye comes first.
    if (this.#held) {
      this.#held.push(() => this.ended());
      return;
    }
    const owner = this.#owner;
    this.close();
    owner?.ended();
  }

  secured(): void {
    this.#facts.add("secure");
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
    const ns = namespaceOf(element);
    const feature = this.#settings.features.find((known) => known.ns === ns && this.#isOpenTo(known));
    if (!feature) throw new StreamError("not-authorized", `<${element.getName()}/> is not possible at this point`);
    const settling = feature.negotiate(this, element);
    if (settling) this.#holdUntil(settling);
  }

  /** Reads nothing of the peer until `settling` is, so that its elements stay in order. */
  #holdUntil(settling: Promise<void>): void {
    this.#held = [];
    this.#framing.pause();
    settling
      .catch((error) => this.fail(asStreamError(error)))
      .finally(() => {
        const held = this.#held ?? [];
        this.#held = undefined;
        for (const arrived of held) if (!this.#hasEnded) arrived();
        if (!this.#hasEnded && !this.#held) this.#framing.resume();
      });
  }

  #isOpenTo({ needs, forbids }: StreamFeature): boolean {
    return needs.every((fact) => this.is(fact)) && !forbids.some((fact) => this.is(fact));
  }

  #offers(): Element[] {
    return this.#settings.features
      .filter((feature) => this.#isOpenTo(feature))
      .flatMap((feature) => feature.offer(this));
  }

  #openOurs(to: string | undefined): void {
    this.#hasOpened = true;
    this.#id = this.#settings.id();
    const from = this.#domain ?? [...this.#settings.domains][0];
    const { declarations } = this.#settings;
    this.#framing.open({ ...declarations, id: this.#id, from, to, version: "1.0", "xml:lang": "en" });
  }

  #finish(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#framing.close();
  }
}

/** Which feature an element negotiates; RFC 6120 §7.6 and RFC 3921 §3 do so inside an <iq/>. */
function namespaceOf(element: Element): string {
  const told = element.name === "iq" ? element.getChildElements()[0] : element;
  return told?.getNS() ?? "";
}

const stackOf = (cause: unknown) => (cause instanceof Error ? cause.stack : String(cause));
