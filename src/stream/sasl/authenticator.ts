/** RFC 4422: authentication as both SASL profiles (RFC 6120 §6, XEP-0388) have it: mechanisms, limits, the log. */
import { parseJid } from "../../jid/jid.ts";
import type { Logger } from "../../log.ts";
import { StanzaError } from "../../stanza-error.ts";
import type { Accounts } from "../../store/accounts.ts";
import { StreamError } from "../../stream-error.ts";
import type { NegotiatingStream } from "../feature.ts";
import type { LoginThrottle } from "../login-throttle.ts";
import { bindingsOf } from "./channel-binding.ts";
import {
  asFailure,
  type Exchange,
  type Failure,
  type Mechanism,
  type OneTimePasswords,
  type SaslContext,
  SaslError,
  type Success,
} from "./mechanism.ts";
import { hasPlus, offeredMechanisms } from "./mechanisms.ts";
import { PasswordChanges } from "./password-changes.ts";

/**
 * RFC 6120 §6.4.5: failures on one stream. Some clients try every mechanism in turn, because they know no channel binding
 * but one of TLS 1.2.
 */
const MAX_FAILURES = 10;

export interface AuthenticatorDeps {
  readonly accounts: SaslContext["accounts"] &
    Pick<Accounts, "isDisabled" | "offeredHashes" | "onDisable" | "onPasswordChange" | "onRemove">;
  readonly nonce: () => string;
  readonly throttle: Pick<LoginThrottle, "mayTry" | "failed" | "succeeded">;
  /** Accepted over HTTPS (RFC 7395, XEP-0206) only, where they are given. */
  readonly oneTimePasswords: OneTimePasswords;
  readonly log: Logger;
  /** Where outcomes are counted: "success", or the condition of a failure (RFC 6120 §6.5). */
  readonly outcomes?: Map<string, number>;
}

export type Refusal = Pick<Failure, "condition" | "text" | "account">;

/** How a SASL profile sends challenges and outcomes. */
export interface SaslProfile {
  /** The namespace of the profile, which does not change during an exchange. */
  readonly ns: string;
  /** Whether one-time passwords are accepted: not where a password leads to keys or tokens that outlive it. */
  readonly acceptsOneTimePasswords: boolean;
  /** The only account (a bare JID) that may authenticate; undefined for any. */
  readonly expectedAccount?: string | undefined;
  /** Sends a challenge; undefined data ask for an initial response. */
  readonly challenge: (stream: NegotiatingStream, data: Uint8Array | undefined) => void;
  readonly success: (stream: NegotiatingStream, success: Success) => void | Promise<void>;
  readonly failure: (stream: NegotiatingStream, refusal: Refusal) => void;
}

interface Attempt {
  readonly exchange: Exchange;
  readonly profile: SaslProfile;
  readonly mechanism: string;
  /** The count of password changes when it began. */
  readonly passwordVersion: number;
}

export class Authenticator {
  readonly #deps: AuthenticatorDeps;
  readonly #attempts = new WeakMap<NegotiatingStream, Attempt>();
  readonly #failures = new WeakMap<NegotiatingStream, number>();
  /** The count of password changes when the successful attempt began. */
  readonly #passwordVersions = new WeakMap<NegotiatingStream, number>();
  readonly #changes: PasswordChanges;

  constructor(deps: AuthenticatorDeps) {
    this.#deps = deps;
    this.#changes = new PasswordChanges(deps.accounts);
  }

  /** The mechanisms that are offered on a stream, in order of preference; RFC 6120 §4.7.1: `from` may name the account. */
  mechanisms(stream: NegotiatingStream): readonly Mechanism[] {
    if (!stream.is("secure")) return [];
    return offeredMechanisms(bindingsOf(stream.tls), this.#deps.accounts.offeredHashes(accountNamedBy(stream)));
  }

  /** The namespace of the profile whose exchange is under way on a stream. */
  profileUnderway(stream: NegotiatingStream): string | undefined {
    return this.#attempts.get(stream)?.profile.ns;
  }

  /** Begins an exchange; without a message the client is asked for one (RFC 4422 §3.3). Throws SaslError, StreamError. */
  begin(
    stream: NegotiatingStream,
    mechanism: Mechanism,
    profile: SaslProfile,
    message?: Uint8Array,
  ): void | Promise<void> {
    if (this.profileUnderway(stream)) throw new SaslError("malformed-request", "another exchange is under way");
    const exchange = mechanism.start(this.#context(stream, profile));
    const passwordVersion = this.#changes.version;
    this.#attempts.set(stream, { exchange, profile, mechanism: mechanism.name, passwordVersion });
    return message ? this.#step(stream, message) : profile.challenge(stream, undefined);
  }

  /** The client's answer to a challenge. Throws SaslError, StreamError. */
  respond(stream: NegotiatingStream, message: Uint8Array): void | Promise<void> {
    if (!this.profileUnderway(stream)) throw new SaslError("malformed-request", "there is nothing to respond to");
    return this.#step(stream, message);
  }

  /** Ends the exchange because of a SaslError. Throws every other error again. */
  fail(stream: NegotiatingStream, profile: SaslProfile, error: unknown): void {
    if (!(error instanceof SaslError)) throw error;
    this.#fail(stream, profile, { condition: error.condition, text: error.text, account: undefined });
  }

  /** Throws StreamError not-authorized where the password has changed since the account was proven by it. */
  requireCurrent(stream: NegotiatingStream, account = stream.account): void {
    if (this.#changes.hasChangedSince(account, this.#passwordVersions.get(stream) ?? 0)) {
      throw new StreamError("not-authorized", "the password has changed: sign in again");
    }
  }

  #context(stream: NegotiatingStream, profile: SaslProfile): SaslContext {
    const { accounts, nonce, throttle, oneTimePasswords } = this.#deps;
    // A stream that is secure without a TLS of its own has come by the web server.
    const isByWeb = stream.is("secure") && stream.tls === undefined;
    const mechanisms = this.mechanisms(stream);
    const bindings = bindingsOf(stream.tls);
    return {
      domain: stream.domain,
      accounts,
      bindings,
      isPlusOffered: hasPlus(mechanisms),
      advertised: {
        mechanisms: mechanisms.map(({ name }) => name),
        bindings: bindings.map(({ type }) => type),
        tls: stream.tls?.version,
      },
      nonce,
      oneTimePasswords: isByWeb && profile.acceptsOneTimePasswords ? oneTimePasswords : undefined,
      mayTry: (account) => throttle.mayTry(stream.remoteAddress, account),
    };
  }

  #step(stream: NegotiatingStream, message: Uint8Array): void | Promise<void> {
    const attempt = this.#attempts.get(stream);
    const next = attempt?.exchange.step(message);
    if (!attempt || !next) return;
    if (next instanceof Promise) return next.then((step) => this.#take(stream, attempt, step));
    return this.#take(stream, attempt, next);
  }

  #take(
    stream: NegotiatingStream,
    attempt: Attempt,
    step: Awaited<ReturnType<Exchange["step"]>>,
  ): void | Promise<void> {
    const { profile } = attempt;
    if (step.is === "challenge") return profile.challenge(stream, step.data);
    if (step.is === "failure") return this.#fail(stream, profile, step);
    const { accounts } = this.#deps;
    if (step.isAdmitted || !accounts.admit) return this.#succeed(stream, attempt, step);
    return accounts.admit(step.account, step.givenTo !== undefined).then(
      () => this.#succeed(stream, attempt, step),
      (error) => this.#fail(stream, profile, asFailure(error, step.account)),
    );
  }

  #succeed(stream: NegotiatingStream, attempt: Attempt, step: Success): void | Promise<void> {
    const { profile, mechanism } = attempt;
    // Whoever checks passwords elsewhere has said right now which is the password, and may have noticed that it is another one.
    const passwordVersion = step.isAdmitted ? this.#changes.version : attempt.passwordVersion;
    const { account, givenTo } = step;
    if (profile.expectedAccount !== undefined && profile.expectedAccount !== account) {
      const text = "the stream was opened from another address";
      return this.#fail(stream, profile, { condition: "invalid-authzid", text, account });
    }
    if (this.#changes.hasChangedSince(account, passwordVersion)) {
      return this.#fail(stream, profile, { condition: "not-authorized", text: undefined, account });
    }
    // §6.5.2; only the owner, who has proven the password, gets to know.
    if (this.#deps.accounts.isDisabled(account)) {
      const text = "an administrator has disabled this account";
      return this.#fail(stream, profile, { condition: "account-disabled", text, account });
    }
    this.#attempts.delete(stream);
    this.#passwordVersions.set(stream, passwordVersion);
    const { throttle, log } = this.#deps;
    this.#count("success");
    if (givenTo === undefined) throttle.succeeded(stream.remoteAddress, account);
    const by = givenTo === undefined ? mechanism : "one-time password";
    log.info({ event: "authenticated", account, mechanism: by, address: stream.remoteAddress });
    return profile.success(stream, step);
  }

  #count(outcome: string): void {
    const { outcomes } = this.#deps;
    outcomes?.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }

  #fail(stream: NegotiatingStream, profile: SaslProfile, { condition, text, account }: Refusal): void {
    this.#attempts.delete(stream);
    const count = (this.#failures.get(stream) ?? 0) + 1;
    this.#failures.set(stream, count);
    this.#count(condition);
    const { throttle, log } = this.#deps;
    // Only a wrong proof for an account counts as a guess.
    if (account !== undefined && condition === "not-authorized") throttle.failed(stream.remoteAddress);
    log.info({ event: "authentication-failed", condition, account, address: stream.remoteAddress });
    profile.failure(stream, { condition, text, account });
    if (count >= MAX_FAILURES) stream.fail(new StreamError("policy-violation", "too many failed attempts"));
  }
}

/** The bare JID that a client has named in the header of its stream; undefined where it has named none. */
function accountNamedBy({ from }: NegotiatingStream): string | undefined {
  try {
    return from === undefined ? undefined : parseJid(from).bare;
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
