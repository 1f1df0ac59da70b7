/** The section [update] of config.toml. */
import { type Options, text } from "../options.ts";

export const UPDATE_OPTIONS = {
  url: text(
    "",
    "Where releases are, for update: an address that begins with https://, or a folder; empty: nowhere, since the project has no such address yet.",
  ),
  domain: text(
    "",
    "The name whose TXT record tells the newest version, for update --check where there is no update.url; only your resolver sees who asks.",
  ),
} as const satisfies Options;
