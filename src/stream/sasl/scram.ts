/** RFC 5802, RFC 7677: SCRAM and SCRAM-PLUS, the server's side. */
import { createHash, createHmac } from "node:crypto";
import type { PasswordKeys, ScramHash, ScramKeys } from "../../store/scram-keys.ts";
import { protectionOf } from "./downgrade-protection.ts";
import { asFailure, type Exchange, type Mechanism, type SaslContext, SaslError, type Step } from "./mechanism.ts";
import { type ClientFirst, parseClientFinal, parseClientFirst } from "./scram-message.ts";
import { accountOf, isEqual, requireOwn, textOf } from "./text.ts";

/** SCRAM-SHA-1, SCRAM-SHA-256 …; with `plus`, those with channel binding. */
export function scram(hash: ScramHash, { plus }: { readonly plus: boolean }): Mechanism {
  const name = `SCRAM-${hash}${plus ? "-PLUS" : ""}`;
  return { name, start: (context) => new ScramExchange(hash, plus, context) };
}

/** The state after the client's first message. */
interface FirstExchange {
  readonly account: string;
  readonly keys: ScramKeys;
  /** False where the keys are a decoy's. */
  readonly isKnown: boolean;
  readonly nonce: string;
  /** What the client has to repeat in c=. */
  readonly binding: Uint8Array;
  /** AuthMessage (§3) up to the client's final message. */
  readonly authMessagePrefix: string;
}

class ScramExchange implements Exchange {
  readonly #hash: ScramHash;
  readonly #plus: boolean;
  readonly #context: SaslContext;
  #account: string | undefined;
  #firstExchange: FirstExchange | undefined;

  constructor(hash: ScramHash, plus: boolean, context: SaslContext) {
    this.#hash = hash;
    this.#plus = plus;
    this.#context = context;
  }

  step(message: Uint8Array): Step {
    try {
      const text = textOf(message);
      const first = this.#firstExchange;
      this.#firstExchange = undefined; // A nonce is valid for one answer.
      return first ? this.#answerToFinal(text, first) : this.#answerToFirst(text);
    } catch (error) {
      return asFailure(error, this.#account);
    }
  }

  #answerToFirst(text: string): Step {
    const first = parseClientFirst(text);
    const { accounts, domain, advertised } = this.#context;
    const binding = Buffer.concat([Buffer.from(first.gs2Header), this.#bindingData(first.flag)]);
    const account = accountOf(first.username, domain);
    this.#account = account;
    requireOwn(first.authzid, account);
    const known = accounts.keys(account, this.#hash);
    // Whether an account exists is not revealed: an unknown one is challenged as well, and fails as a wrong password does.
    const keys = known ?? accounts.decoyKeys(account, this.#hash);
    const nonce = first.nonce + this.#context.nonce();
    const protection = advertised ? `,${protectionOf(advertised, this.#hash)}` : "";
    const challenge = `r=${nonce},s=${Buffer.from(keys.salt).toString("base64")},i=${keys.iterations}${protection}`;
    const authMessagePrefix = `${first.bare},${challenge}`;
    this.#firstExchange = { account, keys, isKnown: known !== undefined, nonce, binding, authMessagePrefix };
    return { is: "challenge", data: Buffer.from(challenge) };
  }

  /** §6: the channel binding data for the flag of the GS2 header. Throws SaslError. */
  #bindingData(flag: ClientFirst["flag"]): Uint8Array {
    const { bindings, isPlusOffered } = this.#context;
    if ((typeof flag === "object") !== this.#plus) {
      throw new SaslError("malformed-request", "channel binding goes with the -PLUS mechanisms, and only with them");
    }
    // The -PLUS mechanisms were removed from the list that the client has seen.
    if (flag === "y" && isPlusOffered)
      throw new SaslError("not-authorized", "this server does support channel binding");
    if (typeof flag === "string") return new Uint8Array();
    const data = bindings.find(({ type }) => type === flag.type)?.data();
    if (data === undefined) throw new SaslError("malformed-request", `${flag.type} is not offered here`);
    return data;
  }

  #answerToFinal(text: string, { account, keys, isKnown, nonce, binding, ...first }: FirstExchange): Step {
    const final = parseClientFinal(text);
    if (final.nonce !== nonce) throw new SaslError("malformed-request", "this is not the nonce of this exchange");
    if (!this.#context.mayTry(account)) {
      throw new SaslError("temporary-auth-failure", "too many attempts: try again later");
    }
    const authMessage = `${first.authMessagePrefix},${final.withoutProof}`;
    const isBound = isEqual(final.binding, binding);
    const proven = provenKeys(final.proof, keys, authMessage, this.#hash);
    if (!isBound || !proven || !isKnown || !this.#context.accounts.exists(account)) {
      throw new SaslError("not-authorized");
    }
    const verifier = hmac(this.#hash, proven.serverKey, authMessage).toString("base64");
    return { is: "success", account, data: Buffer.from(`v=${verifier}`) };
  }
}

const nameOf = (hash: ScramHash): string => hash.replace("-", "").toLowerCase();

const hmac = (hash: ScramHash, key: Uint8Array, text: string): Buffer =>
  createHmac(nameOf(hash), key).update(text).digest();

/** The keys whose password the client has; both forms are tried, so that it takes as long. */
function provenKeys(
  proof: Uint8Array,
  keys: ScramKeys,
  authMessage: string,
  hash: ScramHash,
): PasswordKeys | undefined {
  const alternate = keys.alternate ?? keys;
  const isAlternate = proves(proof, alternate, authMessage, hash);
  if (proves(proof, keys, authMessage, hash)) return keys;
  return isAlternate ? alternate : undefined;
}

/** §3: H(ClientProof XOR ClientSignature) is the stored key. */
function proves(proof: Uint8Array, { storedKey }: PasswordKeys, authMessage: string, hash: ScramHash): boolean {
  const signature = hmac(hash, storedKey, authMessage);
  const clientKey = signature.map((byte, index) => byte ^ (proof[index] ?? 0));
  const isValid = isEqual(createHash(nameOf(hash)).update(clientKey).digest(), storedKey);
  return isValid && proof.length === signature.length;
}
