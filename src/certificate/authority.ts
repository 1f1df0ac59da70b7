/** A certificate authority that speaks ACME (RFC 8555), and those that the configuration names. */
import { readFileSync } from "node:fs";

export interface Authority {
  /** The URL of its directory (§7.1.1). */
  readonly directory: string;
  /** The roots to trust when talking to it, in PEM; the public ones where undefined. */
  readonly rootsPem?: string | undefined;
}

/** Its name for people. */
export function authorityName({ directory }: Authority): string {
  const { hostname } = new URL(directory);
  if (!hostname.endsWith(".letsencrypt.org")) return hostname;
  return hostname.includes("staging") ? "Let's Encrypt Staging" : "Let's Encrypt";
}

/** Of the section [certificate] of config.toml. */
export interface AuthorityConfig {
  readonly directory: string;
  readonly trial_directory: string;
  readonly ca_file: string;
}

const LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";

const rootsOf = (path: string): string | undefined => (path === "" ? undefined : readFileSync(path, "utf8"));

/** The one that issues certificates. Throws what the system says where the CA file cannot be read. */
export const authorityOf = ({ directory, ca_file }: AuthorityConfig): Authority => ({
  directory,
  rootsPem: rootsOf(ca_file),
});

/**
 * The directory of the one for trial runs; undefined for none. The default, Let's Encrypt's staging service, is of no use
 * for another authority.
 */
export function trialDirectoryOf({
  directory,
  trial_directory,
}: Pick<AuthorityConfig, "directory" | "trial_directory">): string | undefined {
  const isForeign =
    new URL(trial_directory || directory).hostname.endsWith(".letsencrypt.org") && directory !== LETS_ENCRYPT;
  return trial_directory === "" || isForeign ? undefined : trial_directory;
}

/** The one for trial runs; undefined for none. Throws as authorityOf does. */
export function trialAuthorityOf(config: AuthorityConfig): Authority | undefined {
  const directory = trialDirectoryOf(config);
  return directory === undefined ? undefined : { directory, rootsPem: rootsOf(config.ca_file) };
}
