/** What both SASL profiles (RFC 6120 §6, XEP-0388) have in common: who may try, how often, with what, and what is logged. */
import type { Logger } from "../../log.ts";
import type { Accounts } from "../../store/accounts.ts";
import { StreamError } from "../../stream-error.ts";
import type { LoginThrottle } from "../login-throttle.ts";
import type { Stream } from "../stream.ts";
import { bindingsOf } from "./channel-binding.ts";
import { type Exchange, type Failure, type Mechanism, type SaslContext, SaslError, type Success } from "./mechanism.ts";
import { hasPlus, offeredMechanisms } from "./mechanisms.ts";
import { PasswordChanges } from "./password-changes.ts";

/**
 * RFC 6120 §6.4.5: a client may try again, but not for ever on one connection. There are clients that try every mechanism
 * in turn, because they know no channel binding but one of TLS 1.2.
 */
const MOST_FAILURES = 10;

export interface Authentication {
  readonly accounts: SaslContext["accounts"] &
    Pick<Accounts, "isDisabled" | "onDisable" | "onPasswordChange" | "onRemove">;
  readonly nonce: () => string;
  /** Guessing is slowed down, per address and per account. */
  readonly throttle: Pick<LoginThrottle, "mayTry" | "failed" | "succeeded">;
  readonly log: Logger;
}

export type Refusal = Pick<Failure, "condition" | "text" | "account">;

/** How one profile says what has come of an attempt. */
export interface Dialect {
  /** The namespace of the profile: nobody changes it in the middle. */
  readonly ns: string;
  /** The only account (a bare JID) that may come of it; undefined for any. */
  readonly expects?: string | undefined;
  /** Undefined asks for an initial response. */
  readonly challenge: (stream: Stream, data: Uint8Array | undefined) => void;
  readonly success: (stream: Stream, success: Success) => void | Promise<void>;
  readonly failure: (stream: Stream, refusal: Refusal) => void;
}

interface Attempt {
  readonly exchange: Exchange;
  readonly dialect: Dialect;
  readonly mechanism: string;
  /** When it began, counted in changed passwords. */
  readonly since: number;
}

export class Authenticator {
  readonly #parts: Authentication;
  readonly #attempts = new WeakMap<Stream, Attempt>();
  readonly #failures = new WeakMap<Stream, number>();
  readonly #signedIn = new WeakMap<Stream, number>();
  readonly #changes: PasswordChanges;

  constructor(parts: Authentication) {
    this.#parts = parts;
    this.#changes = new PasswordChanges(parts.accounts);
  }

  /** The mechanisms that are offered on a stream, most wanted first. */
  mechanisms(stream: Stream): readonly Mechanism[] {
    return offeredMechanisms({
      isSecure: stream.has("secure"),
      bindings: bindingsOf(stream.tls),
      hashes: ["SHA-1", "SHA-256", "SHA-512"],
    });
  }

  /** The profile that an attempt under way belongs to, by namespace. */
  underway(stream: Stream): string | undefined {
    return this.#attempts.get(stream)?.dialect.ns;
  }

  /** Without a message the client is asked for one (RFC 4422 §3.3). Throws SaslError, StreamError. */
  begin(stream: Stream, mechanism: Mechanism, dialect: Dialect, message?: Uint8Array): void | Promise<void> {
    if (this.underway(stream)) throw new SaslError("malformed-request", "another exchange is under way");
    const exchange = mechanism.start(this.#context(stream));
    this.#attempts.set(stream, { exchange, dialect, mechanism: mechanism.name, since: this.#changes.now });
    return message ? this.#step(stream, message) : dialect.challenge(stream, undefined);
  }

  /** The client's answer to a challenge. Throws SaslError, StreamError. */
  respond(stream: Stream, message: Uint8Array): void | Promise<void> {
    if (!this.underway(stream)) throw new SaslError("malformed-request", "there is nothing to respond to");
    return this.#step(stream, message);
  }

  /** What a thrown SaslError means to the client. Throws what is none. */
  refuse(stream: Stream, dialect: Dialect, error: unknown): void {
    if (!(error instanceof SaslError)) throw error;
    this.#fail(stream, dialect, { condition: error.condition, text: error.text, account: undefined });
  }

  /** A session may begin: the password by which the account was proven is still its password. Throws StreamError. */
  requireCurrent(stream: Stream, account = stream.account): void {
    if (this.#changes.happened(account, this.#signedIn.get(stream) ?? 0)) {
      throw new StreamError("not-authorized", "the password has changed: sign in again");
    }
  }

  #context(stream: Stream): SaslContext {
    const { accounts, nonce, throttle } = this.#parts;
    const mechanisms = this.mechanisms(stream);
    const bindings = bindingsOf(stream.tls);
    return {
      domain: stream.domain,
      accounts,
      bindings,
      isPlusOffered: hasPlus(mechanisms),
      advertised: stream.tls && {
        mechanisms: mechanisms.map(({ name }) => name),
        bindings: bindings.map(({ type }) => type),
        tls: stream.tls.version,
      },
      nonce,
      mayTry: (account) => throttle.mayTry(stream.remoteAddress, account),
    };
  }

  #step(stream: Stream, message: Uint8Array): void | Promise<void> {
    const attempt = this.#attempts.get(stream);
    const next = attempt?.exchange.step(message);
    if (!attempt || !next) return;
    if (next instanceof Promise) return next.then((step) => this.#take(stream, attempt, step));
    return this.#take(stream, attempt, next);
  }

  #take(stream: Stream, attempt: Attempt, step: Awaited<ReturnType<Exchange["step"]>>): void | Promise<void> {
    const { dialect, mechanism, since } = attempt;
    if (step.is === "challenge") return dialect.challenge(stream, step.data);
    if (step.is === "failure") return this.#fail(stream, dialect, step);
    const { account } = step;
    if (dialect.expects !== undefined && dialect.expects !== account) {
      const text = "the stream was opened from another address";
      return this.#fail(stream, dialect, { condition: "invalid-authzid", text, account });
    }
    if (this.#changes.happened(account, since)) {
      return this.#fail(stream, dialect, { condition: "not-authorized", text: undefined, account });
    }
    // §6.5.1, and told to nobody who could not sign in otherwise.
    if (this.#parts.accounts.isDisabled(account)) {
      const text = "an administrator has disabled this account";
      return this.#fail(stream, dialect, { condition: "account-disabled", text, account });
    }
    this.#attempts.delete(stream);
    this.#signedIn.set(stream, since);
    const { throttle, log } = this.#parts;
    throttle.succeeded(stream.remoteAddress, account);
    log.info({ event: "authenticated", account, mechanism, address: stream.remoteAddress });
    return dialect.success(stream, step);
  }

  #fail(stream: Stream, dialect: Dialect, { condition, text, account }: Refusal): void {
    this.#attempts.delete(stream);
    const count = (this.#failures.get(stream) ?? 0) + 1;
    this.#failures.set(stream, count);
    const { throttle, log } = this.#parts;
    // A guess is a wrong proof for an account; a mechanism that does not fit is none.
    if (account !== undefined && condition === "not-authorized") throttle.failed(stream.remoteAddress);
    log.info({ event: "authentication-failed", condition, account, address: stream.remoteAddress });
    dialect.failure(stream, { condition, text, account });
    if (count >= MOST_FAILURES) stream.fail(new StreamError("policy-violation", "too many failed attempts"));
  }
}
