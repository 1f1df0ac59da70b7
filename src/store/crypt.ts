/** crypt(3): what a password becomes by MD5 ($1$), SHA-256 ($5$) and SHA-512 ($6$), as GNU's libc computes it. */
import { createHash, type Hash } from "node:crypto";

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DEFAULT_ROUNDS = 5000;
const MIN_ROUNDS = 1000;
/** More would hold up everybody while one signs in. */
const MAX_ROUNDS = 50_000;

/** The order in which the bytes of a digest are written: three of them are four characters. */
const ORDER = {
  md5: [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]],
  sha256: inThrees(10, [0, 10, 20], [2, 0, 1], [31, 30]),
  sha512: inThrees(21, [0, 21, 42], [1, 2, 0], [63]),
} as const satisfies Record<string, readonly (readonly number[])[]>;

/** Threes whose members each go on by one, and change places, and a rest. */
function inThrees(
  count: number,
  first: readonly number[],
  turn: readonly number[],
  rest: readonly number[],
): readonly (readonly number[])[] {
  const threes: number[][] = [];
  let three: readonly number[] = first;
  for (let n = 0; n < count; n++) {
    threes.push([...three]);
    three = turn.map((index) => (three[index] ?? 0) + 1);
  }
  return [...threes, rest];
}

const SHA = /^\$(5|6)\$(?:rounds=(\d{1,9})\$)?([^$]{0,200})\$([./0-9A-Za-z]+)$/;
const MD5 = /^\$1\$([^$]{0,200})\$([./0-9A-Za-z]+)$/;

/** Whether a password can be checked with this value. */
export const isKnownCrypt = (value: string): boolean => {
  const rounds = SHA.exec(value)?.[2];
  return MD5.test(value) || (SHA.test(value) && Number(rounds ?? 0) <= MAX_ROUNDS);
};

/** The value of the password with the salt of another value; undefined where `isKnownCrypt` is false. Some tens of milliseconds. */
export function cryptLike(value: string, password: string): string | undefined {
  if (!isKnownCrypt(value)) return undefined;
  const bytes = Buffer.from(password);
  const [, salt] = MD5.exec(value) ?? [];
  if (salt !== undefined) return md5Crypt(bytes, salt.slice(0, 8));
  const [, kind, rounds, shaSalt = ""] = SHA.exec(value) ?? [];
  return shaCrypt(kind === "5" ? "sha256" : "sha512", bytes, shaSalt.slice(0, 16), rounds);
}

/** `length` bytes of `pattern`, again and again. */
function repeated(pattern: Uint8Array, length: number): Uint8Array {
  const whole = Buffer.alloc(length);
  for (let at = 0; at < length; at += pattern.length) whole.set(pattern.subarray(0, length - at), at);
  return whole;
}

function shaCrypt(kind: "sha256" | "sha512", password: Buffer, saltText: string, given: string | undefined): string {
  const salt = Buffer.from(saltText);
  const start = (): Hash => createHash(kind);
  const b = start().update(password).update(salt).update(password).digest();
  const a = start().update(password).update(salt).update(repeated(b, password.length));
  for (let bits = password.length; bits > 0; bits >>= 1) a.update(bits & 1 ? b : password);
  let digest: Uint8Array = a.digest();
  const dp = start();
  for (let n = 0; n < password.length; n++) dp.update(password);
  const p = repeated(dp.digest(), password.length);
  const ds = start();
  for (let n = 0; n < 16 + (digest[0] ?? 0); n++) ds.update(salt);
  const s = repeated(ds.digest(), salt.length);
  const rounds = Math.max(MIN_ROUNDS, Number(given ?? DEFAULT_ROUNDS));
  for (let round = 0; round < rounds; round++) digest = nextRound(start(), round, digest, p, s);
  const prefix = kind === "sha256" ? "$5$" : "$6$";
  return `${prefix}${given === undefined ? "" : `rounds=${rounds}$`}${saltText}$${written(digest, ORDER[kind])}`;
}

/** What all three have in common. */
function nextRound(hash: Hash, round: number, digest: Uint8Array, password: Uint8Array, salt: Uint8Array): Uint8Array {
  hash.update(round & 1 ? password : digest);
  if (round % 3 !== 0) hash.update(salt);
  if (round % 7 !== 0) hash.update(password);
  return hash.update(round & 1 ? digest : password).digest();
}

function md5Crypt(password: Buffer, saltText: string): string {
  const salt = Buffer.from(saltText);
  const start = (): Hash => createHash("md5");
  const b = start().update(password).update(salt).update(password).digest();
  const a = start().update(password).update("$1$").update(salt).update(repeated(b, password.length));
  for (let bits = password.length; bits > 0; bits >>= 1) a.update(bits & 1 ? Buffer.alloc(1) : password.subarray(0, 1));
  let digest: Uint8Array = a.digest();
  for (let round = 0; round < 1000; round++) digest = nextRound(start(), round, digest, password, salt);
  return `$1$${saltText}$${written(digest, ORDER.md5)}`;
}

function written(digest: Uint8Array, order: readonly (readonly number[])[]): string {
  return order
    .map((indexes) => {
      let bits = indexes.reduce((sum, index) => (sum << 8) | (digest[index] ?? 0), 0);
      let text = "";
      for (let n = 0; n < Math.ceil((indexes.length * 8) / 6); n++) {
        text += ALPHABET[bits & 63];
        bits >>>= 6;
      }
      return text;
    })
    .join("");
}
