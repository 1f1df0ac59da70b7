/** In-memory accounts and a context for tests of SASL mechanisms without a server. */
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import type { ScramHash, ScramKeys } from "../../../src/store/scram-keys.ts";
import type { SaslContext, Step } from "../../../src/stream/sasl/mechanism.ts";

/** RFC 5802 §3. */
export function keysFor(password: string, hash: ScramHash, salt: Uint8Array, iterations = 4096): ScramKeys {
  const name = hash.replace("-", "").toLowerCase();
  const length = createHash(name).digest().length;
  const salted = pbkdf2Sync(password, salt, iterations, length, name);
  const hmac = (text: string): Buffer => createHmac(name, salted).update(text).digest();
  const storedKey = createHash(name).update(hmac("Client Key")).digest();
  return { salt, iterations, storedKey, serverKey: hmac("Server Key") };
}

export interface SaslContextOptions extends Partial<SaslContext> {
  /** By bare JID. */
  readonly passwords?: Readonly<Record<string, string>>;
  readonly salt?: Uint8Array;
  readonly serverNonce?: string;
}

export function saslContext(options: SaslContextOptions = {}): SaslContext {
  const { passwords = { "user@example.org": "pencil" }, salt = Buffer.from("salt"), serverNonce = "server" } = options;
  const keys = (account: string, hash: ScramHash): ScramKeys | undefined => {
    const password = passwords[account];
    return password === undefined ? undefined : keysFor(password, hash, salt);
  };
  return {
    domain: "example.org",
    accounts: {
      exists: (account) => account in passwords,
      keys,
      decoyKeys: (account, hash) => keysFor(`nobody knows ${account}`, hash, Buffer.from(account)),
      verify: async (account, password) => passwords[account] === password,
    },
    bindings: [],
    isPlusOffered: false,
    advertised: undefined,
    nonce: () => serverNonce,
    oneTimePasswords: undefined,
    mayTry: () => true,
    ...options,
  };
}

/** A step as text: "challenge …", "success ACCOUNT …" or "failure CONDITION". */
export function stepText(step: Step): string {
  if (step.is === "failure") return `failure ${step.condition}`;
  const data = Buffer.from(step.data ?? []).toString();
  return step.is === "challenge" ? `challenge ${data}` : `success ${step.account} ${data}`.trimEnd();
}
