/** The public keys of the project's releases: one for every day, one that lies elsewhere (docs/releasing.md). */
import keys from "./root-keys.json";
import type { PublicKey } from "./signature.ts";

/** Each of them may sign alone. Empty in a program that was built without: it takes no release. */
export const ROOT_KEYS: readonly PublicKey[] = keys;
