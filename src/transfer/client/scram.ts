/** RFC 5802, RFC 7677: SCRAM, the side of the client. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { digestBytes, type ScramHash, saltedPassword } from "../../store/scram-keys.ts";

export interface ScramDeps {
  readonly hash: ScramHash;
  /** Prepared (RFC 8265). */
  readonly username: string;
  readonly password: string;
  /**
   * RFC 5802 §6: the channel that is bound to; "y" where this side could and the server does not offer it; "n" where this side
   * cannot.
   */
  readonly binding: { readonly type: string; readonly data: Uint8Array } | "y" | "n";
  /** By default of 18 random bytes. */
  readonly nonce?: string;
}

export interface ScramExchange {
  /** The client-first-message. */
  readonly first: string;
  /** The client-final-message that answers the server-first-message. Rejects with ScramError. */
  answer(challenge: string): Promise<string>;
  /** Whether the server-final-message proves that the server knows the password. */
  isProven(final: string): boolean;
}

/** The server breaks the protocol, or asks for more work than is done for it. */
export class ScramError extends Error {
  override readonly name = "ScramError";
}

const MAX_ITERATIONS = 1_000_000;
const MAX_SALT_BYTES = 256;
const MAX_NONCE_LENGTH = 512;

const NODE_NAMES: Readonly<Record<ScramHash, string>> = { "SHA-1": "sha1", "SHA-256": "sha256", "SHA-512": "sha512" };
const SERVER_FIRST = /^r=([\x21-\x2B\x2D-\x7E]+),s=([A-Za-z0-9+/=]+),i=([1-9][0-9]{0,8})(?:,.*)?$/;
const SERVER_FINAL = /^v=([A-Za-z0-9+/=]+)(?:,.*)?$/;

const escaped = (name: string): string => name.replaceAll("=", "=3D").replaceAll(",", "=2C");

export function scramExchange(deps: ScramDeps): ScramExchange {
  const { hash, username, password, binding, nonce = randomBytes(18).toString("base64") } = deps;
  const name = NODE_NAMES[hash];
  const hmac = (key: Uint8Array, text: string): Buffer => createHmac(name, key).update(text).digest();
  const flag = typeof binding === "string" ? binding : `p=${binding.type}`;
  const header = `${flag},,`;
  const channel = typeof binding === "string" ? new Uint8Array() : binding.data;
  const bare = `n=${escaped(username)},r=${nonce}`;
  let proof: Buffer | undefined;
  return {
    first: header + bare,
    answer: async (challenge) => {
      const [, whole = "", saltText = "", count = ""] = SERVER_FIRST.exec(challenge) ?? [];
      if (!whole.startsWith(nonce) || whole === nonce || whole.length > MAX_NONCE_LENGTH)
        throw new ScramError("its nonce does not continue ours");
      const salt = Buffer.from(saltText, "base64");
      const iterations = Number(count);
      if (salt.length === 0 || salt.length > MAX_SALT_BYTES || iterations > MAX_ITERATIONS)
        throw new ScramError("its salt or its number of iterations is out of bounds");
      const salted = await saltedPassword(password, hash, { salt, iterations });
      const withoutProof = `c=${Buffer.concat([Buffer.from(header), channel]).toString("base64")},r=${whole}`;
      const message = `${bare},${challenge},${withoutProof}`;
      const clientKey = hmac(salted, "Client Key");
      const signature = hmac(createHash(name).update(clientKey).digest(), message);
      proof = hmac(hmac(salted, "Server Key"), message);
      const shown = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
      return `${withoutProof},p=${shown.toString("base64")}`;
    },
    isProven: (final) => {
      const given = Buffer.from(SERVER_FINAL.exec(final)?.[1] ?? "", "base64");
      return proof !== undefined && given.length === digestBytes(hash) && timingSafeEqual(given, proof);
    },
  };
}
