/** The source of passwords that config.toml names. */
import type { Logger } from "../log.ts";
import type { PasswordSource } from "./password-source.ts";

/** The section [auth]. */
export interface AuthOptions {
  readonly source: string;
  readonly pam_service: string;
  readonly allow_groups: readonly string[];
  readonly deny_groups: readonly string[];
  readonly command: string;
  readonly ldap_url: string;
  readonly ldap_dn: string;
  /** In milliseconds. */
  readonly timeout: number;
}

export interface OpenSourceDeps {
  readonly options: AuthOptions;
  readonly domain: string;
  /** For marks of passwords; 32 bytes. */
  readonly key: Uint8Array;
  /** PEM of the roots by which a directory is trusted; undefined for the usual ones. */
  readonly roots: readonly string[] | undefined;
  readonly log: Pick<Logger, "warn" | "error">;
}

/** Undefined where this server keeps the passwords itself. Rejects with AuthError. Only what is chosen is loaded. */
export async function openSource({
  options,
  domain,
  key,
  roots,
  log,
}: OpenSourceDeps): Promise<PasswordSource | undefined> {
  const { source, timeout, command } = options;
  switch (source) {
    case "system": {
      const { openSystemSource } = await import("./pam/system-source.ts");
      const { pam_service: service, allow_groups: allow, deny_groups: deny } = options;
      return await openSystemSource({ service, allow, deny, timeout, key, log });
    }
    case "command": {
      const { openCommandSource } = await import("./command-source.ts");
      return openCommandSource({ command: command.trim().split(/\s+/), domain, timeout, log });
    }
    case "ldap": {
      const { openLdapSource } = await import("./ldap/ldap-source.ts");
      return openLdapSource({ url: options.ldap_url, dn: options.ldap_dn, roots, timeout, log });
    }
    default:
      return undefined;
  }
}
