/** RFC 5802, RFC 7677: SCRAM, the side of the client. */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";

export type ScramHash = "SHA-1" | "SHA-256" | "SHA-512";

export interface ScramOptions {
  readonly username: string;
  /** Not prepared: apps use SASLprep (RFC 4013), OpaqueString (RFC 8265), or neither. */
  readonly password: string;
  readonly authzid?: string;
  readonly nonce?: string;
  /** For the -PLUS forms: the type's name and the channel's data (RFC 5929, RFC 9266). */
  readonly binding?: { readonly type: string; readonly data: Uint8Array };
}

export interface Scram {
  /** The client-first-message. */
  readonly first: string;
  /** The client-final-message that answers a server-first-message. Throws when the server changed the nonce. */
  answer(challenge: string): string;
  /** Whether the server-final-message proves that the server knows the password. */
  isProven(final: string): boolean;
}

/** Salted passwords by hash, password, salt and iterations, cached as real clients do: a hundred logins cost one PBKDF2. */
const salted = new Map<string, Buffer>();

function saltedPassword(hash: string, password: string, salt: string, iterations: number): Buffer {
  const key = `${hash} ${iterations} ${salt} ${password}`;
  const known = salted.get(key);
  if (known) return known;
  const length = createHash(hash).digest().length;
  const bytes = pbkdf2Sync(password, Buffer.from(salt, "base64"), iterations, length, hash);
  salted.set(key, bytes);
  return bytes;
}

const escaped = (name: string): string => name.replaceAll("=", "=3D").replaceAll(",", "=2C");

const attribute = (message: string, name: string): string =>
  message
    .split(",")
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(2) ?? "";

export function scram(mechanism: ScramHash, options: ScramOptions): Scram {
  const hash = mechanism.replace("-", "").toLowerCase();
  const hmac = (key: Uint8Array, text: string): Buffer => createHmac(hash, key).update(text).digest();
  const nonce = options.nonce ?? randomBytes(18).toString("base64");
  const header = `${options.binding ? `p=${options.binding.type}` : "n"},${options.authzid ? `a=${escaped(options.authzid)}` : ""},`;
  const bare = `n=${escaped(options.username)},r=${nonce}`;
  const bound = Buffer.concat([Buffer.from(header), options.binding?.data ?? Buffer.alloc(0)]).toString("base64");
  let serverSignature: Buffer = Buffer.alloc(0);
  return {
    first: header + bare,
    answer(challenge) {
      const whole = attribute(challenge, "r");
      if (!whole.startsWith(nonce) || whole === nonce)
        throw new Error("the server's nonce does not extend the client's");
      const iterations = Number(attribute(challenge, "i"));
      const key = saltedPassword(hash, options.password, attribute(challenge, "s"), iterations);
      const withoutProof = `c=${bound},r=${whole}`;
      const message = `${bare},${challenge},${withoutProof}`;
      const clientKey = hmac(key, "Client Key");
      const signature = hmac(createHash(hash).update(clientKey).digest(), message);
      const proof = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0));
      serverSignature = hmac(hmac(key, "Server Key"), message);
      return `${withoutProof},p=${Buffer.from(proof).toString("base64")}`;
    },
    isProven(final) {
      const serverSignatureGiven = Buffer.from(attribute(final, "v"), "base64");
      return (
        serverSignatureGiven.length === serverSignature.length &&
        serverSignatureGiven.length > 0 &&
        timingSafeEqual(serverSignatureGiven, serverSignature)
      );
    },
  };
}
