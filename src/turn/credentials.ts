/** Time-limited credentials ("TURN REST API"): the username says when it expires and whose it is, and the password follows from it. */
import { createHash, createHmac } from "node:crypto";

export type PasswordAlgorithm = "md5" | "sha256";

export interface TurnCredentials {
  readonly username: string;
  readonly password: string;
}

/** `owner`: whom quotas and revocation are for; letters, digits, "-" and "_". `expires`: seconds since 1970. */
export function credentialsFor(owner: string, expires: number, secret: Uint8Array): TurnCredentials {
  const username = `${expires}:${owner}`;
  return { username, password: passwordOf(username, secret) };
}

const passwordOf = (username: string, secret: Uint8Array): string =>
  createHmac("sha1", secret).update(username).digest("base64");

/** Whose a username is; undefined where it has no such form, or has expired. `now`: milliseconds since 1970. */
export function ownerOf(username: string, now: number): string | undefined {
  const [, expires, owner] = /^(\d{1,12}):([\w-]{1,64})$/.exec(username) ?? [];
  return Number(expires) * 1000 > now ? owner : undefined;
}

/** RFC 8489 §9.2.2, §18.5.1: the key of a username. */
export const keyOf = (username: string, realm: string, secret: Uint8Array, algorithm: PasswordAlgorithm): Buffer =>
  createHash(algorithm)
    .update(`${username}:${realm}:${passwordOf(username, secret)}`)
    .digest();

const NUMBERS = { md5: 1, sha256: 2 } as const satisfies Record<PasswordAlgorithm, number>;

/** RFC 8489 §14.11: each a number and the length of its parameters; the preferred one first. */
export const PASSWORD_ALGORITHMS = Buffer.from([0, NUMBERS.sha256, 0, 0, 0, NUMBERS.md5, 0, 0]);

/** §14.12; undefined for one that is not offered. */
export function passwordAlgorithmOf(value: Buffer): PasswordAlgorithm | undefined {
  if (value.length !== 4 || value.readUInt16BE(2) !== 0) return undefined;
  const number = value.readUInt16BE(0);
  return number === NUMBERS.sha256 ? "sha256" : number === NUMBERS.md5 ? "md5" : undefined;
}
