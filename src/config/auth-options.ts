/** The section [auth]: who checks passwords. */
import { choice, duration, flag, list, type Options, text } from "../options.ts";

export const AUTH_OPTIONS = {
  source: choice(
    ["internal", "system", "command"],
    "internal",
    "Who checks passwords: this server, the machine whose Unix accounts they are (PAM), or a program.",
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
  timeout: duration("15s", "How long the answer may take whether a password is right."),
} as const satisfies Options;
