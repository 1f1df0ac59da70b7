/** Passwords that another server has kept in a form of its own, which can check them and nothing else. */
import { createHash, timingSafeEqual } from "node:crypto";
import { cryptLike, isKnownCrypt } from "./crypt.ts";

/**
 * `a1hash`: hexadecimal MD5 of `name`:`realm`:PASSWORD (RFC 2831 §2.1.2.1); `bcrypt`; `crypt`: of crypt(3); `sha`: base64 of SHA-1.
 */
export interface FormerPassword {
  readonly form: "a1hash" | "bcrypt" | "crypt" | "sha";
  readonly value: string;
  /** Of `a1hash` alone. */
  readonly name?: string | undefined;
  readonly realm?: string | undefined;
}

/** With a cost of 2^14, a check takes a second. */
const BCRYPT = /^\$2[aby]\$(0[4-9]|1[0-4])\$[./0-9A-Za-z]{53}$/;
const SHA_BYTES = 20;

/** Whether passwords can be checked with it, at a cost that a login may have. */
export function isCheckable({ form, value }: FormerPassword): boolean {
  if (form === "a1hash") return /^[0-9a-f]{32}$/i.test(value);
  if (form === "bcrypt") return BCRYPT.test(value);
  if (form === "sha") return Buffer.from(value, "base64").length === SHA_BYTES;
  return isKnownCrypt(value);
}

/** Whether this is the password. The text is taken as it was typed: servers that had such forms prepared none. */
export async function isFormerPassword(former: FormerPassword, password: string): Promise<boolean> {
  const { form, value, name = "", realm = "" } = former;
  if (!isCheckable(former)) return false;
  if (form === "bcrypt") return await Bun.password.verify(password, value.replace("$2y$", "$2b$"), "bcrypt");
  if (form === "crypt") return isSame(Buffer.from(value), Buffer.from(cryptLike(value, password) ?? ""));
  const hash =
    form === "sha" ? createHash("sha1").update(password) : createHash("md5").update(`${name}:${realm}:${password}`);
  return isSame(hash.digest(), Buffer.from(value, form === "sha" ? "base64" : "hex"));
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
