/** The section [auth]: who checks passwords. */
import { choice, duration, flag, list, type Options, text } from "../options.ts";

export const AUTH_OPTIONS = {
  source: choice(
    ["internal", "system", "command", "ldap"],
    "internal",
    "Who checks passwords: this server, the machine whose Unix accounts they are (PAM), a program, or a directory.",
  ),
  keep_keys: flag(
    false,
    "For system: whether keys are kept of a password that was right, so that apps need not send it each time (SCRAM).",
  ),
  allow_groups: list([], "For system: the Unix groups whose members may sign in; empty: everybody with an account."),
  deny_groups: list([], "For system: the Unix groups whose members may not."),
  pam_service: text("jabber-home", "For system: the file below /etc/pam.d that says how passwords are checked."),
  command: text(
    "",
    "For command: the program, with its whole path, and its arguments, with blanks between them; it speaks ejabberd's protocol of external authentication.",
  ),
  ldap_url: text("", "For ldap: where the directory is, such as ldaps://ldap.example.com; always inside of TLS."),
  ldap_dn: text(
    "",
    "For ldap: the distinguished name of an account, with {name} for what stands before the @, such as uid={name},ou=people,dc=example,dc=com.",
  ),
  ldap_ca_file: text("", "For ldap: PEM file of further roots to trust in its certificate; empty for none."),
  recheck: duration(
    "1d",
    "How long an app may use a token before it is asked for the password again, where nothing tells that the password has changed.",
  ),
  timeout: duration("15s", "How long the answer may take whether a password is right."),
} as const satisfies Options;
