/** The section [update] of config.toml. */
import { flag, integer, type Options, text } from "../options.ts";

export const UPDATE_OPTIONS = {
  url: text(
    "",
    "Where releases are, for update: an address that begins with https://, or a folder; empty: nowhere, since the project has no such address yet.",
  ),
  domain: text(
    "",
    "The name whose TXT record tells the newest version: it is asked each hour, and nobody but your resolver sees who asks; empty: nothing is asked.",
  ),
  automatic: flag(
    false,
    "Whether new versions are installed by themselves, from update.url, after a backup; those that do not work here are taken back.",
  ),
  hour: integer(4, "From which hour on that is done, by the clock of the machine.", { min: 0, max: 23 }),
} as const satisfies Options;
