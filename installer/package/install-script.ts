/** `install.sh` of a release: its parts, with the keys that may sign releases and the place where they are. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LANGUAGES } from "../../src/messages/language.ts";

/** What it says, a table for each language. */
const WORDS = LANGUAGES.map((language) => `words/${language}`);
const PARTS = ["begin", ...WORDS, "get", "uninstall", "main"];

export interface InstallScriptOptions {
  /** The public keys of which one has to have signed a release: each SubjectPublicKeyInfo in base64 (src/release/root-keys.json). */
  readonly keys: readonly string[];
  /** Where the files of the release will be: "https://example.org/jabber-home"; without it, whoever runs the script says so (--from). */
  readonly url?: string | undefined;
}

/** Throws RangeError for a key or a URL that a shell would read as something else. */
export function installScript({ keys, url = "" }: InstallScriptOptions): string {
  if (!/^(?:https:\/\/[\w.~:/-]+)?$/.test(url)) throw new RangeError(`no URL for a release: ${url}`);
  for (const key of keys) if (!/^[A-Za-z0-9+/=]+$/.test(key)) throw new RangeError(`no public key: ${key}`);
  const text = PARTS.map((name) => readFileSync(join(import.meta.dir, "install", `${name}.sh`), "utf8")).join("\n");
  return text
    .replace("URL=''", () => `URL='${url}'`)
    .replace("KEYS=''", () => `KEYS='${keys.join("\n")}'`)
    .replace("LANGUAGES=''", () => `LANGUAGES='${LANGUAGES.join(" ")}'`);
}
