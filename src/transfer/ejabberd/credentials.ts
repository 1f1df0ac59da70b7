/** Passwords as ejabberd stores them. */
import { digestBytes, SCRAM_HASHES, type ScramHash, type ScramKeys } from "../../store/scram-keys.ts";
import type { Credentials } from "../source.ts";

export interface StoredScram {
  readonly storedKey: string;
  readonly serverKey: string;
  readonly salt: string;
  readonly iterations: number;
}

/** Its values are base64. `name` is "sha", "sha256", "sha512"; where it is none, the length of the keys tells the hash. */
export function scramOf(name: string | undefined, stored: StoredScram): Partial<Record<ScramHash, ScramKeys>> {
  const [storedKey, serverKey, salt] = [stored.storedKey, stored.serverKey, stored.salt].map((text) =>
    Buffer.from(text, "base64"),
  );
  if (!storedKey || !serverKey || !salt || !(stored.iterations > 0)) return {};
  const hash = SCRAM_HASHES.find(
    (each) => digestBytes(each) === storedKey.length && digestBytes(each) === serverKey.length,
  );
  const isNamed = name === undefined || hash?.toLowerCase().replace("-1", "").replace("-", "") === name;
  return hash && isNamed ? { [hash]: { storedKey, serverKey, salt, iterations: stored.iterations } } : {};
}

/** Plain text is more than any key. */
export function credentialsOf(passwords: readonly string[], keys: Partial<Record<ScramHash, ScramKeys>>): Credentials {
  const [password] = passwords;
  if (password) return { form: "plain", password };
  return Object.keys(keys).length === 0 ? { form: "none" } : { form: "scram", keys };
}
