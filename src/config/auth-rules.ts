/** Rules for the section [auth]. */
import { MINUTE, SECOND } from "../clock.ts";
import type { ConfigProblem } from "./error.ts";
import type { Config } from "./schema.ts";

export function auth({ auth, modules }: Config): ConfigProblem[] {
  const { source, keep_keys, pam_service, command, timeout } = auth;
  const problems: ConfigProblem[] = [];
  if (keep_keys && source !== "system")
    problems.push({ key: "auth.keep_keys", value: keep_keys, remedy: ["keys-of-system"] });
  if (!/^[\w-][\w.-]*$/.test(pam_service))
    problems.push({ key: "auth.pam_service", value: pam_service, remedy: ["file-name"] });
  if (source === "command" && !command.trim().startsWith("/"))
    problems.push({ key: "auth.command", value: command, remedy: ["whole-path"] });
  if (source === "ldap" && !isDirectory(auth.ldap_url))
    problems.push({ key: "auth.ldap_url", value: auth.ldap_url, remedy: ["ldap-url"] });
  if (source === "ldap" && !auth.ldap_dn.includes("{name}"))
    problems.push({ key: "auth.ldap_dn", value: auth.ldap_dn, remedy: ["ldap-dn"] });
  if (timeout < SECOND || timeout > MINUTE)
    problems.push({ key: "auth.timeout", value: timeout, remedy: ["auth-time"] });
  if (source !== "internal" && modules.registration?.policy === "open")
    problems.push({ key: "registration.policy", value: "open", remedy: ["accounts-elsewhere", { source }] });
  return problems;
}

const isDirectory = (url: string): boolean => URL.canParse(url) && /^ldaps:\/\/[^/?#@]+\/?$/.test(url);
