/** draft-schmaus-kitten-sasl-ht-09: HT-SHA-256, which proves a token in one message, with or without channel binding. */
import { createHmac } from "node:crypto";
import type { ChannelBinding } from "./channel-binding.ts";
import { asFailure, type Exchange, type Mechanism, type SaslContext, SaslError, type Step } from "./mechanism.ts";
import { accountOf, isEqual, textOf } from "./text.ts";

/** Mechanisms by name, with their channel binding, in order of preference. */
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
  /** Those that the client may use with this mechanism. */
  tokens(account: string): readonly Token[];
  /** Called with the token that is proven. Throws SaslError to refuse it. */
  proven(token: Token, account: string): void;
}

/** `name` is one of `hashedTokenNames`. */
export const hashedToken = <Token extends HashedToken>(name: string, tokens: ClientTokens<Token>): Mechanism => ({
  name,
  start: (context) => new HashedTokenExchange(BINDINGS.get(name), tokens, context),
});

/** Checked for an account without tokens, so that it takes as long. */
const DECOY_TOKEN: HashedToken = { text: "a token that nobody has", isExpired: true };

class HashedTokenExchange<Token extends HashedToken> implements Exchange {
  readonly #binding: ChannelBinding["type"] | undefined;
  readonly #tokens: ClientTokens<Token>;
  readonly #context: SaslContext;
  #account: string | undefined;

  constructor(binding: ChannelBinding["type"] | undefined, tokens: ClientTokens<Token>, context: SaslContext) {
    this.#binding = binding;
    this.#tokens = tokens;
    this.#context = context;
  }

  step(message: Uint8Array): Step {
    try {
      return this.#answerTo(message);
    } catch (error) {
      return asFailure(error, this.#account);
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
    const tokens = this.#tokens.tokens(account);
    const proof = message.subarray(nul + 1);
    const proves = ({ text }: HashedToken): boolean => isEqual(proof, hashed(text, "Initiator", channel));
    // All tokens are checked each time, so that the time taken reveals nothing.
    const [token] = tokens.filter(proves);
    if (tokens.length === 0) proves(DECOY_TOKEN);
    if (!token || !accounts.exists(account)) throw new SaslError("not-authorized");
    if (token.isExpired) throw new SaslError("credentials-expired", "the token is too old: use the password");
    this.#tokens.proven(token, account);
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
