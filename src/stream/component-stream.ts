/** XEP-0114 §3: a stream of an external component: a header, a handshake, and then stanzas. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Element } from "ltx";
import { systemClock } from "../clock.ts";
import { tryParseDomain } from "../jid/domain.ts";
import type { Logger } from "../log.ts";
import { NS_STREAMS } from "../namespaces.ts";
import { xml } from "../stanza.ts";
import { StreamError } from "../stream-error.ts";
import type { XmlLimits } from "../xml/limits.ts";
import { streamErrorElement } from "./error-element.ts";
import type { Framing, FramingListener } from "./framing.ts";
import type { LoginThrottle } from "./login-throttle.ts";
import type { StreamOwner } from "./owned-stream.ts";

export const COMPONENT = "jabber:component:accept";

export interface ComponentStreamDeps {
  /** The shared secret for a component's domain; undefined where no such component is configured. */
  readonly secretOf: (domain: string) => string | undefined;
  /** Called after the handshake; returns the owner of the stream. */
  readonly authenticated: (stream: ComponentStream, domain: string) => StreamOwner;
  readonly throttle: Pick<LoginThrottle, "mayTry" | "failed" | "succeeded">;
  /** What holds after the handshake. */
  readonly limits: XmlLimits;
  /** Milliseconds from the connection to the handshake. */
  readonly negotiationTime: number;
  readonly id: () => string;
  readonly log: Logger;
}

export class ComponentStream implements FramingListener {
  readonly #framing: Framing;
  readonly #deps: ComponentStreamDeps;
  readonly #stopTimer: () => void;
  #owner: StreamOwner | undefined;
  #domain: string | undefined;
  #id = "";
  #isHeaderSent = false;
  #hasEnded = false;

  constructor(framing: Framing, deps: ComponentStreamDeps) {
    this.#framing = framing;
    this.#deps = deps;
    const late = (): void => this.fail(new StreamError("connection-timeout", "the handshake took too long"));
    this.#stopTimer = systemClock.after(deps.negotiationTime, late);
  }

  send(element: Element): void {
    if (!this.#hasEnded) this.#framing.send(element);
  }

  /** RFC 6120 §4.9: sends the error, closes the stream and the connection, and calls the owner's `lost`. */
  fail(error: StreamError): void {
    if (this.#hasEnded) return;
    if (!this.#isHeaderSent) this.#sendHeader();
    this.#framing.send(streamErrorElement(error));
    this.lost(error.condition);
  }

  opened(header: Element): void {
    if (header.getNS() !== NS_STREAMS || (header.attrs.xmlns ?? COMPONENT) !== COMPONENT)
      return this.fail(new StreamError("invalid-namespace", `this port speaks ${COMPONENT}`));
    const domain = tryParseDomain(header.attrs.to ?? "");
    if (domain === undefined || this.#deps.secretOf(domain) === undefined)
      return this.fail(new StreamError("host-unknown", "no component of this name is configured"));
    this.#domain = domain;
    this.#sendHeader();
  }

  element(element: Element): void {
    if (this.#hasEnded) return;
    try {
      if (this.#owner) this.#owner.element(element);
      else this.#checkHandshake(element);
    } catch (error) {
      this.fail(error instanceof StreamError ? error : this.#bug(error));
    }
  }

  /** §3: SHA-1 of the stream's id and the secret, in hexadecimal. */
  #checkHandshake(element: Element): void {
    const { secretOf, authenticated, throttle, limits, log } = this.#deps;
    const domain = this.#domain ?? "";
    const address = this.#framing.remoteAddress;
    if (element.name !== "handshake") throw new StreamError("not-authorized", "a handshake comes first");
    const expected = createHash("sha1")
      .update(`${this.#id}${secretOf(domain)}`)
      .digest();
    const given = Buffer.from(element.getText().trim(), "hex");
    const isValid = given.length === expected.length && timingSafeEqual(given, expected);
    if (!throttle.mayTry(address, domain) || !isValid) {
      throttle.failed(address);
      log.warn({ event: "component-refused", domain, address });
      throw new StreamError("not-authorized", "the handshake is wrong");
    }
    throttle.succeeded(address, domain);
    this.#stopTimer();
    this.#framing.authenticated(limits, domain);
    this.send(xml("handshake"));
    this.#owner = authenticated(this, domain);
  }

  ended(): void {
    this.lost("the component closed its stream");
  }

  secured(): void {}

  failed(error: StreamError): void {
    this.fail(error);
  }

  lost(reason: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#stopTimer();
    this.#framing.close();
    this.#owner?.lost(reason);
  }

  #sendHeader(): void {
    this.#isHeaderSent = true;
    this.#id = this.#deps.id();
    this.#framing.open({ id: this.#id, from: this.#domain });
  }

  #bug(cause: unknown): StreamError {
    this.#deps.log.error({ event: "component-failed", domain: this.#domain, cause: String(cause) });
    return new StreamError("internal-server-error");
  }
}
