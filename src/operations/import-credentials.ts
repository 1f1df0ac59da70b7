/** What checks the password of an account that comes from another server. */
import { type FormerPassword, isCheckable } from "../store/former-password.ts";
import { type KeysByHash, SCRAM_HASHES } from "../store/scram-keys.ts";
import type { Credentials } from "../transfer/source.ts";

/** The SCRAM keys that it brings. */
export const keysIn = (credentials: Credentials): KeysByHash =>
  credentials.form !== "scram"
    ? []
    : SCRAM_HASHES.flatMap((hash) => {
        const keys = credentials.keys[hash];
        return keys ? [[hash, keys] as const] : [];
      });

/** What can check a password that is sent. */
export function checkableIn(credentials: Credentials): FormerPassword | undefined {
  const { form } = credentials;
  if (form === "plain" || form === "scram" || form === "none") return undefined;
  return isCheckable(credentials) ? credentials : undefined;
}
