/** XEP-0227 §4.3: what checks a password: the password itself, or the keys of SCRAM. */
import type { Element } from "ltx";
import { SCRAM_HASHES, type ScramHash, type ScramKeys, scramKeysOf } from "../../store/scram-keys.ts";
import type { Credentials } from "../source.ts";

/** `given` are the <scram-credentials/> of an account. */
export function credentialsOf(password: string | undefined, given: readonly Element[]): Credentials {
  if (password) return { form: "plain", password };
  const keys: Partial<Record<ScramHash, ScramKeys>> = {};
  for (const element of given) {
    const hash = SCRAM_HASHES.find((known) => element.attrs.mechanism === `SCRAM-${known}`);
    const made = hash && keysIn(element, hash);
    if (hash && made) keys[hash] = made;
  }
  return Object.keys(keys).length > 0 ? { form: "scram", keys } : { form: "none" };
}

/** Undefined where they are none of this hash. */
function keysIn(element: Element, hash: ScramHash): ScramKeys | undefined {
  const text = (name: string): string => element.getChildText(name)?.trim() ?? "";
  const once = {
    storedKey: bytesOf(text("stored-key")),
    serverKey: bytesOf(text("server-key")),
    salt: bytesOf(text("salt")),
    iterations: Number(text("iter-count")),
  };
  return scramKeysOf(hash, once) ?? scramKeysOf(hash, twice(once));
}

type Parts = Pick<ScramKeys, "storedKey" | "serverKey" | "salt" | "iterations">;

/** ejabberd writes base64 of the base64 that it stores. */
const twice = ({ storedKey, serverKey, salt, iterations }: Parts): Parts => ({
  storedKey: again(storedKey),
  serverKey: again(serverKey),
  salt: again(salt),
  iterations,
});

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
const again = (bytes: Uint8Array): Uint8Array => bytesOf(Buffer.from(bytes).toString("latin1"));
