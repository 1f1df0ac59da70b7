/** draft-schmaus-kitten-sasl-ht-09: HT-SHA-256, which proves a token in one message, bound to the channel or not. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { ChannelBinding } from "./channel-binding.ts";
import { type Exchange, failureOf, type Mechanism, type SaslContext, SaslError, type Step } from "./mechanism.ts";
import { accountOf, textOf } from "./text.ts";

/** By name, what each is bound to; the best first. */
const BINDINGS: ReadonlyMap<string, ChannelBinding["type"] | undefined> = new Map([
  ["HT-SHA-256-EXPR", "tls-exporter"],
  ["HT-SHA-256-ENDP", "tls-server-end-point"],
  ["HT-SHA-256-NONE", undefined],
]);

/** The mechanisms that a connection can be authenticated with. */
export const hashedTokenNames = (bindings: readonly ChannelBinding[]): readonly string[] =>
  [...BINDINGS].flatMap(([name, type]) => (!type || bindings.some((binding) => binding.type === type) ? [name] : []));

export interface HashedToken {
  /** Its UTF-8 is the key. */
  readonly text: string;
  readonly isExpired: boolean;
}

/** The tokens of one client. */
export interface ClientTokens<Token extends HashedToken> {
  /** Those that it may use with this mechanism. */
  tokens(account: string): readonly Token[];
  /** Called with the token that has been proven. Throws SaslError where that is not enough. */
  proven(token: Token, account: string): void;
}

/** `name` is one of `hashedTokenNames`. */
export const hashedToken = <Token extends HashedToken>(name: string, ring: ClientTokens<Token>): Mechanism => ({
  name,
  start: (context) => new HashedTokenExchange(BINDINGS.get(name), ring, context),
});

/** So that an account without tokens takes as long. */
const DECOY_TOKEN: HashedToken = { text: "a token that nobody has", isExpired: true };

class HashedTokenExchange<Token extends HashedToken> implements Exchange {
  readonly #binding: ChannelBinding["type"] | undefined;
  readonly #ring: ClientTokens<Token>;
  readonly #context: SaslContext;
  #account: string | undefined;

  constructor(binding: ChannelBinding["type"] | undefined, ring: ClientTokens<Token>, context: SaslContext) {
    this.#binding = binding;
    this.#ring = ring;
    this.#context = context;
  }

  step(message: Uint8Array): Step {
    try {
      return this.#answerTo(message);
    } catch (error) {
      return failureOf(error, this.#account);
    }
  }

  #answerTo(message: Uint8Array): Step {
    const nul = message.indexOf(0);
    if (nul < 1) throw new SaslError("malformed-request", "HT is name, NUL, hashed token");
    const account = accountOf(textOf(message.subarray(0, nul)), this.#context.domain);
    this.#account = account;
    const { accounts, mayTry } = this.#context;
    if (!mayTry(account)) throw new SaslError("temporary-auth-failure", "too many attempts: try again later");
    const channel = this.#channel();
    const tokens = this.#ring.tokens(account);
    const proof = message.subarray(nul + 1);
    const proves = ({ text }: HashedToken): boolean => isSame(proof, hashed(text, "Initiator", channel));
    // All of them, each time: how long it takes tells nothing.
    const [token] = tokens.filter(proves);
    if (tokens.length === 0) proves(DECOY_TOKEN);
    if (!token || !accounts.exists(account)) throw new SaslError("not-authorized");
    if (token.isExpired) throw new SaslError("credentials-expired", "the token is too old: use the password");
    this.#ring.proven(token, account);
    return { is: "success", account, data: hashed(token.text, "Responder", channel) };
  }

  /** cb-data; empty for NONE. */
  #channel(): Uint8Array {
    if (!this.#binding) return new Uint8Array();
    const data = this.#context.bindings.find(({ type }) => type === this.#binding)?.data();
    if (!data) throw new SaslError("malformed-request", "this connection has no such channel binding");
    return data;
  }
}

const hashed = (token: string, role: "Initiator" | "Responder", channel: Uint8Array): Buffer =>
  createHmac("sha256", token).update(role).update(channel).digest();

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
