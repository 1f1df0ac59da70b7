/** A session on a server, as an app has one: requests and their answers, the messages of an archive, and one to oneself. */
import { randomBytes } from "node:crypto";
import type { Element } from "ltx";
import { type Clock, MINUTE } from "../../clock.ts";
import { type Jid, tryParseJid } from "../../jid/jid.ts";
import { NS_PING } from "../../namespaces.ts";
import { conditionsIn, xml } from "../../stanza.ts";
import { isStanzaErrorCondition, NS_STANZAS, StanzaError } from "../../stanza-error.ts";
import type { OutgoingStream } from "../../stream/outgoing-stream.ts";
import { StreamError } from "../../stream-error.ts";
import { SignInError } from "./sign-in-error.ts";

export interface SessionDeps {
  readonly clock: Pick<Clock, "after">;
  /** Ends the session. */
  readonly signal: AbortSignal;
}

/** Milliseconds for an answer, and, of one that comes in many messages, from one to the next. */
const ANSWER_TIME = 2 * MINUTE;

const NS_HINTS = "urn:xmpp:hints";

interface Pending {
  readonly resolve: (answer: Element) => void;
  readonly reject: (error: Error) => void;
  readonly message: (message: Element) => void;
}

export class ClientSession {
  readonly account: Jid;
  /** The full JID that the server has given it (RFC 6120 §7.6); undefined where it has given none. */
  jid: string | undefined;
  readonly #stream: OutgoingStream;
  readonly #deps: SessionDeps;
  readonly #pending = new Map<string, Pending>();
  readonly #abort = (): void => this.end();
  /** Why it has ended. */
  #ended: SignInError | undefined;

  /** `stream` is authenticated as `account`. */
  constructor(stream: OutgoingStream, account: Jid, deps: SessionDeps) {
    this.account = account;
    this.#stream = stream;
    this.#deps = deps;
    stream.attach({
      element: (element) => this.#received(element),
      ended: () => this.#lost("it has ended the session"),
      lost: (reason) => this.#lost(reason),
    });
    deps.signal.addEventListener("abort", this.#abort);
    if (deps.signal.aborted) this.end();
  }

  /** The payload of the result, undefined where it has none. Rejects with StanzaError for an error, and with SignInError. */
  get(payload: Element, to?: string): Promise<Element | undefined> {
    return this.#ask("get", payload, to);
  }

  /** The same; `onMessage` is called with each message that comes before the answer. What it throws ends the session. */
  set(payload: Element, onMessage?: (message: Element) => void): Promise<Element | undefined> {
    return this.#ask("set", payload, undefined, onMessage);
  }

  /**
   * Sends a message to `jid`, the full JID of this session, which nobody keeps (XEP-0334). Resolves with whether it has come back
   * (RFC 6121 §8.5.3.1) before the answer to a ping (XEP-0199) that was sent after it. Rejects as `get` does.
   */
  async echoes(jid: string, word: string): Promise<boolean> {
    const hint = xml("no-store", { xmlns: NS_HINTS });
    this.#stream.send(xml("message", { to: jid, type: "normal" }, xml("body", {}, word), hint));
    let isBack = false;
    await this.#ask("get", xml("ping", { xmlns: NS_PING }), undefined, (message) => {
      isBack ||= message.getChildText("body") === word;
    });
    return isBack;
  }

  /** Closes the stream and the connection. */
  end(): void {
    this.#lost("the session was ended here");
    this.#stream.close();
  }

  async #ask(
    type: "get" | "set",
    payload: Element,
    to: string | undefined,
    onMessage: (message: Element) => void = () => {},
  ): Promise<Element | undefined> {
    if (this.#ended) throw this.#ended;
    const id = randomBytes(12).toString("base64url");
    const { promise, resolve, reject } = Promise.withResolvers<Element>();
    const late = (): void => this.#fail(new SignInError("lost", "it does not answer"));
    let stopTimer = this.#deps.clock.after(ANSWER_TIME, late);
    const message = (element: Element): void => {
      stopTimer();
      stopTimer = this.#deps.clock.after(ANSWER_TIME, late);
      onMessage(element);
    };
    this.#pending.set(id, { resolve, reject, message });
    this.#stream.send(xml("iq", { type, id, to }, payload));
    try {
      const answer = await promise;
      if (answer.attrs.type === "error") throw errorIn(answer);
      return answer.getChildElements()[0];
    } finally {
      stopTimer();
      this.#pending.delete(id);
    }
  }

  #received(element: Element): void {
    const { id, type, from } = element.attrs;
    if (element.name === "message" && this.#isOwn(from))
      for (const { message } of this.#pending.values()) message(element);
    if (element.name !== "iq" || typeof id !== "string") return;
    if (type === "result" || type === "error") this.#pending.get(id)?.resolve(element);
    else if (type === "get" || type === "set") this.#refuse(id, from);
  }

  /** RFC 6120 §8.2.3: every request is answered, be it by an error. */
  #refuse(id: string, to: string | undefined): void {
    const error = xml("error", { type: "cancel" }, xml("service-unavailable", { xmlns: NS_STANZAS }));
    this.#stream.send(xml("iq", { type: "error", id, to }, error));
  }

  /** XEP-0313 §4.2: results of one's own archive come from oneself. */
  #isOwn(from: string | undefined): boolean {
    return from === undefined || tryParseJid(from)?.bare === this.account.bare;
  }

  #fail(error: SignInError): void {
    this.#ended ??= error;
    this.#stream.fail(new StreamError("connection-timeout"));
    this.#lost(error.message);
  }

  #lost(reason: string): void {
    this.#deps.signal.removeEventListener("abort", this.#abort);
    this.#ended ??= new SignInError("lost", reason);
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }
}

/** RFC 6120 §8.3.3. */
function errorIn(answer: Element): StanzaError {
  const condition = conditionsIn(answer)
    .find((child) => child.getNS() === NS_STANZAS)
    ?.getName();
  return new StanzaError(
    condition !== undefined && isStanzaErrorCondition(condition) ? condition : "undefined-condition",
  );
}
