/** The authorities that the configuration names. */
import { readFileSync } from "node:fs";
import type { Config } from "../config/schema.ts";
import type { Authority } from "./directory.ts";

type AcmeConfig = Pick<Config["certificate"], "directory" | "trial_directory" | "ca_file">;

const LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";

const rootsOf = (path: string): string | undefined => (path === "" ? undefined : readFileSync(path, "utf8"));

/** The one that issues. Throws what the system says where the CA file cannot be read. */
export const authorityOf = ({ directory, ca_file }: AcmeConfig): Authority => ({
  directory,
  rootsPem: rootsOf(ca_file),
});

/**
 * The one for a trial run; undefined for none. The trial service of Let's Encrypt, which is the default, says nothing about
 * another authority. Throws as authorityOf does.
 */
export function trialAuthorityOf({ directory, trial_directory, ca_file }: AcmeConfig): Authority | undefined {
  const isForeign =
    new URL(trial_directory || directory).hostname.endsWith(".letsencrypt.org") && directory !== LETS_ENCRYPT;
  if (trial_directory === "" || isForeign) return undefined;
  return { directory: trial_directory, rootsPem: rootsOf(ca_file) };
}
