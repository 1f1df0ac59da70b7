/** RFC 6120 §6: SASL negotiation, and XEP-0440: which channel bindings it can use. */
import type { Element } from "ltx";
import type { Logger } from "../../log.ts";
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import type { StreamFeature } from "../feature.ts";
import type { LoginThrottle } from "../login-throttle.ts";
import { bindingsOf } from "../sasl/channel-binding.ts";
import {
  type Exchange,
  type Failure,
  type Mechanism,
  type SaslContext,
  SaslError,
  type Step,
} from "../sasl/mechanism.ts";
import { hasPlus, offeredMechanisms } from "../sasl/mechanisms.ts";
import { bytesOfBase64 } from "../sasl/text.ts";
import type { Stream } from "../stream.ts";

const NS = "urn:ietf:params:xml:ns:xmpp-sasl";
const NS_BINDING = "urn:xmpp:sasl-cb:0";
/**
 * §6.4.5: a client may try again, but not for ever on one connection. There are clients that try every mechanism in turn,
 * because they know no channel binding but one of TLS 1.2.
 */
const MOST_FAILURES = 10;

export interface Authentication {
  readonly accounts: SaslContext["accounts"];
  readonly nonce: () => string;
  /** Guessing is slowed down, per address and per account. */
  readonly throttle: Pick<LoginThrottle, "mayTry" | "failed" | "succeeded">;
  readonly log: Logger;
}

export function sasl({ accounts, nonce, throttle, log }: Authentication): StreamFeature {
  const exchanges = new WeakMap<Stream, Exchange>();
  const failures = new WeakMap<Stream, number>();

  const offered = (stream: Stream): readonly Mechanism[] =>
    offeredMechanisms({
      isSecure: stream.has("secure"),
      bindings: bindingsOf(stream.tls),
      hashes: ["SHA-1", "SHA-256", "SHA-512"],
    });

  /** §6.4.2. A mechanism that was not offered does not exist. */
  const begin = (stream: Stream, name: string | undefined): Exchange => {
    const mechanism = offered(stream).find((known) => known.name === name);
    if (!mechanism) throw new SaslError("invalid-mechanism");
    return mechanism.start({
      domain: stream.domain,
      accounts,
      bindings: bindingsOf(stream.tls),
      isPlusOffered: hasPlus(offered(stream)),
      nonce,
      mayTry: (account) => throttle.mayTry(stream.remoteAddress, account),
    });
  };

  const answer = (stream: Stream, step: Step): void => {
    if (step.is === "challenge") return stream.send(xml("challenge", { xmlns: NS }, encoded(step.data)));
    exchanges.delete(stream);
    if (step.is === "failure") return fail(stream, step);
    throttle.succeeded(stream.remoteAddress, step.account);
    log.info({ event: "authenticated", account: step.account, address: stream.remoteAddress });
    stream.send(xml("success", { xmlns: NS }, step.data && encoded(step.data)));
    stream.authenticated(step.account);
    stream.restart();
  };

  const fail = (
    stream: Stream,
    { condition, text, account }: Pick<Failure, "condition" | "text" | "account">,
  ): void => {
    const count = (failures.get(stream) ?? 0) + 1;
    failures.set(stream, count);
    // A guess is a wrong proof for an account; a mechanism that does not fit is none.
    if (account !== undefined && condition === "not-authorized") throttle.failed(stream.remoteAddress);
    log.info({ event: "authentication-failed", condition, account, address: stream.remoteAddress });
    const reason = text === undefined ? undefined : xml("text", { "xml:lang": "en" }, text);
    stream.send(xml("failure", { xmlns: NS }, xml(condition), reason));
    if (count >= MOST_FAILURES) stream.fail(new StreamError("policy-violation", "too many failed attempts"));
  };

  const step = (stream: Stream, exchange: Exchange, message: Uint8Array): void | Promise<void> => {
    const next = exchange.step(message);
    if (!(next instanceof Promise)) return answer(stream, next);
    return next.then((settled) => answer(stream, settled));
  };

  const take = (stream: Stream, element: Element): void | Promise<void> => {
    switch (element.getName()) {
      case "auth": {
        if (exchanges.has(stream)) throw new SaslError("malformed-request", "another exchange is under way");
        const exchange = begin(stream, element.attrs.mechanism);
        exchanges.set(stream, exchange);
        // §6.4.2: without an initial response the client waits for an empty challenge; "=" is an empty response.
        if (element.getText() === "") return stream.send(xml("challenge", { xmlns: NS }));
        return step(stream, exchange, decoded(element.getText()));
      }
      case "response": {
        const exchange = exchanges.get(stream);
        if (!exchange) throw new SaslError("malformed-request", "there is nothing to respond to");
        return step(stream, exchange, decoded(element.getText()));
      }
      case "abort":
        throw new SaslError("aborted");
      default:
        throw new StreamError("unsupported-stanza-type");
    }
  };

  return {
    name: "sasl",
    ns: NS,
    needs: ["secure"],
    forbids: ["authenticated"],
    offer(stream) {
      const names = offered(stream).map(({ name }) => xml("mechanism", {}, name));
      const types = bindingsOf(stream.tls).map(({ type }) => xml("channel-binding", { type }));
      const bindings = types.length > 0 ? [xml("sasl-channel-binding", { xmlns: NS_BINDING }, ...types)] : [];
      return [xml("mechanisms", { xmlns: NS }, ...names), ...bindings];
    },
    negotiate(stream, element) {
      try {
        return take(stream, element);
      } catch (error) {
        if (!(error instanceof SaslError)) throw error;
        exchanges.delete(stream);
        fail(stream, { condition: error.condition, text: error.text, account: undefined });
      }
    },
  };
}

const encoded = (data: Uint8Array): string => (data.length === 0 ? "=" : Buffer.from(data).toString("base64"));

/** §6.4.2: "=" is an empty message. Throws SaslError incorrect-encoding. */
function decoded(text: string): Uint8Array {
  const bytes = text === "=" ? new Uint8Array() : bytesOfBase64(text);
  if (!bytes) throw new SaslError("incorrect-encoding");
  return bytes;
}
