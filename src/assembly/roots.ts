/** Trust anchors that config.toml adds to those of the system. */
import { ConfigError } from "../config/error.ts";
import { readRoots } from "../trust/roots.ts";
import { RootsError } from "../trust/roots-error.ts";

/** `key` is the option that names `caFile`. Throws ConfigError where that cannot be used, and RootsError where SSL_CERT_FILE cannot. */
export function rootsOf(
  key: string,
  caFile: string,
  environment: Readonly<Record<string, string | undefined>>,
): Iterable<string> {
  try {
    return readRoots({ caFile, environment });
  } catch (error) {
    if (!(error instanceof RootsError) || error.path !== caFile) throw error;
    const { path, unreadable } = error;
    throw new ConfigError([{ key, value: caFile, remedy: ["roots", { path, unreadable }] }]);
  }
}
