/** RFC 4616: PLAIN. Offered under TLS only. */
import { asFailure, type Exchange, type Mechanism, type SaslContext, SaslError, type Step } from "./mechanism.ts";
import { accountOf, requireOwn, textOf } from "./text.ts";

export const plain: Mechanism = { name: "PLAIN", start: (context) => new PlainExchange(context) };

class PlainExchange implements Exchange {
  readonly #context: SaslContext;
  #account: string | undefined;

  constructor(context: SaslContext) {
    this.#context = context;
  }

  async step(message: Uint8Array): Promise<Step> {
    try {
      return await this.#answerTo(textOf(message));
    } catch (error) {
      return asFailure(error, this.#account);
    }
  }

  async #answerTo(message: string): Promise<Step> {
    const [authzid = "", username, password, ...more] = message.split("\0");
    if (!username || !password || more.length > 0) {
      throw new SaslError("malformed-request", "PLAIN is authzid, NUL, name, NUL, password");
    }
    const { accounts, domain, mayTry, oneTimePasswords } = this.#context;
    const account = accountOf(username, domain);
    this.#account = account;
    requireOwn(authzid, account);
    if (oneTimePasswords?.isOne(password)) {
      const givenTo = oneTimePasswords.redeem(account, password);
      if (!givenTo) throw new SaslError("credentials-expired", "a one-time password, which is over");
      return { is: "success", account, data: undefined, givenTo };
    }
    if (!mayTry(account)) throw new SaslError("temporary-auth-failure", "too many attempts: try again later");
    if (!(await accounts.verify(account, password))) throw new SaslError("not-authorized");
    return { is: "success", account, data: undefined, isAdmitted: accounts.admit !== undefined };
  }
}
